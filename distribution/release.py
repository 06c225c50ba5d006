"""A release: everything that is handed out, made from one commit.

    python3 dev.py release VERSION [FOLDER]

Refuses a dirty tree, a version that is not newer, and a changelog with nothing new in it. Then it
writes the version, commits and tags it, and builds wheel, source, Debian packages, the list of what
is in them (CycloneDX) and their checksums. Nothing leaves this machine: pushing is a person's act.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from packaging.version import InvalidVersion, Version

from distribution.debian import RELEASES, fill, time_of_last_commit, wrap
from distribution.environment import HOME, ROOT, contents

_UNRELEASED = "## [Unreleased]"


class Refused(Exception):
    """Why there is no release, in one sentence that says what to do."""


def main(number: str, folder: Path) -> int:
    """Make the release; return the exit code."""
    try:
        prepare(ROOT, number)
    except Refused as refusal:
        print(f"No release: {refusal}", file=sys.stderr)
        return 2
    build(folder)
    print(f"{folder} holds opos {number}. Look at it, then push the commit and the tag v{number}.")
    return 0


def prepare(root: Path, number: str) -> None:
    """Write the version into the checkout, commit it and tag it. Raises `Refused`."""
    if changed := _git(root, "status", "--porcelain"):
        raise Refused(f"the tree holds what is not committed; commit or drop it:\n{changed}")
    project = root / "pyproject.toml"
    text = project.read_text("utf-8")
    present = tomllib.loads(text)["project"]["version"]
    try:
        newer = Version(number) > Version(present)
    except InvalidVersion:
        raise Refused(f"{number} is no version; write it as 1.0.0 or 1.0.0rc1.") from None
    if not newer:
        raise Refused(f"{number} is not newer than {present}, which pyproject.toml has.")
    changelog = root / "CHANGELOG.md"
    news = changelog.read_text("utf-8")
    if not re.search(rf"^{re.escape(_UNRELEASED)}\n(?:(?!## ).*\n)*- ", news, re.MULTILINE):
        raise Refused("CHANGELOG.md has nothing below [Unreleased]; say there what is new.")
    project.write_text(
        text.replace(f'version = "{present}"', f'version = "{number}"', 1), encoding="utf-8"
    )
    heading = f"{_UNRELEASED}\n\n## [{number}] - {datetime.now(UTC):%Y-%m-%d}"
    changelog.write_text(news.replace(_UNRELEASED, heading, 1), encoding="utf-8")
    _git(root, "commit", "--quiet", "--all", "--message", f"Release {number}")
    _git(root, "tag", "--annotate", f"v{number}", "--message", f"opos {number}")


def build(folder: Path) -> None:
    """Build all that is handed out into an empty folder."""
    folder.mkdir(parents=True)
    os.environ["SOURCE_DATE_EPOCH"] = time_of_last_commit()
    both = ["-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *both], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as scratch:
        for release, python in RELEASES.items():
            tree = Path(scratch) / release
            fill(tree, next(folder.glob("*.whl")), python)
            wrap(tree, release, folder)
        write_bill_of_materials(contents(tree / HOME.relative_to("/")), folder / "opos.cdx.json")
    write_checksums(folder)


def write_bill_of_materials(packages: list[str], path: Path) -> None:
    """What is in the packages, as CycloneDX; `packages` as pip writes them: `name==version`."""
    subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible"),
            *("--pyproject", str(ROOT / "pyproject.toml"), "--output-file", str(path), "-"),
        ],
        input="\n".join(packages),
        text=True,
        check=True,
        stderr=subprocess.DEVNULL,
    )


def write_checksums(folder: Path) -> None:
    """`SHA256SUMS` over every file, as `sha256sum --check` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _git(root: Path, *arguments: str) -> str:
    git = ["git", "-C", str(root), *arguments]
    return subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python3 dev.py release VERSION [FOLDER]")
    number = sys.argv[1]
    sys.exit(main(number, Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / f"dist/opos-{number}")))
