"""Debian packages of opos: an environment of its own, with all that an admin expects around it.

    python3 dev.py package [FOLDER]

One for each release of Debian, since each has a Python of its own. What is in it stands in the tree
that `fill` makes; nfpm only wraps it. Two builds of one commit give the same bytes: every file
bears the time of the last commit.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from distribution.environment import HOME, ROOT, build_wheel, fill_environment, version
from distribution.man_pages import PAGES, man_page
from engine.cli.commands.completion import completion
from engine.common.i18n import use_language
from engine.settings.json_schema import schema
from engine.settings.sample import SCHEMA_LINE, sample_text
from engine.worker.unit_files import Installation, systemd_units

RELEASES = {"12": "3.11", "13": "3.13"}
"""The Python of each release of Debian."""
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_SCHEMA = "usr/share/opos/config.schema.json"
MAINTAINER = "The opos founders <opos@example.org>"


def main(folder: Path) -> None:
    """Build the package of every release into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SOURCE_DATE_EPOCH", time_of_last_commit())
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(Path(scratch))
        for release, python in RELEASES.items():
            tree = Path(scratch) / release
            fill(tree, wheel, python)
            print(wrap(tree, release, folder))


def time_of_last_commit() -> str:
    """In seconds since 1970 UTC."""
    git = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()


def fill(tree: Path, wheel: Path, python: str) -> None:
    """Put everything where it belongs below `/`."""
    fill_environment(tree / HOME.relative_to("/"), wheel, python)
    program = tree / "usr/bin/opos"
    program.parent.mkdir(parents=True)
    program.symlink_to(HOME / "bin/opos")
    for place, text in _texts().items():
        file = tree / place
        file.parent.mkdir(parents=True, exist_ok=True)
        if place.endswith(".gz"):
            file.write_bytes(gzip.compress(text.encode(), mtime=0))
        else:
            file.write_text(text, encoding="utf-8")
    moment = _moment().timestamp()
    for path in tree.rglob("*"):
        os.utime(path, (moment, moment), follow_symlinks=False)


def _texts() -> dict[str, str]:
    """Every file that is made from the program itself, by its path."""
    use_language("en")
    texts = {
        _SCHEMA: json.dumps(schema(), indent=2, ensure_ascii=False),
        "usr/share/doc/opos/changelog.gz": (ROOT / "CHANGELOG.md").read_text("utf-8"),
        "usr/share/doc/opos/changelog.Debian.gz": _debian_changelog(),
        "usr/share/doc/opos/copyright": _copyright(),
    }
    service = Installation(
        python=HOME / "bin/python3",
        config=Path("/etc/opos/config.toml"),
        runs_at_once=16,  # twice the default: the configuration is not known here
        user="opos",
        home=Path("/var/lib/opos"),
        writable=(Path("/var/lib/opos"),),
    )
    for name, unit in systemd_units(service).items():
        texts[f"usr/lib/systemd/system/{name}"] = unit
    for kind in ("sysusers", "tmpfiles"):
        texts[f"usr/lib/{kind}.d/opos.conf"] = _ours(f"{kind}.conf")
    texts["usr/share/lintian/overrides/opos"] = _ours("lintian-overrides")
    for shell, path in {
        "bash": "usr/share/bash-completion/completions/opos",
        "zsh": "usr/share/zsh/vendor-completions/_opos",
        "fish": "usr/share/fish/vendor_completions.d/opos.fish",
    }.items():
        texts[path] = completion(shell)
    for language, page in PAGES.items():
        texts[f"usr/share/man/{page}.gz"] = man_page(language)
        sample = sample_text(language).replace(SCHEMA_LINE, f"#:schema /{_SCHEMA}", 1)
        texts[f"usr/share/doc/opos/config.sample.{language}.toml"] = sample
    return texts


def _ours(name: str) -> str:
    return (ROOT / "distribution/debian" / name).read_text("utf-8")


def _copyright() -> str:
    return (
        "opos, and the Python packages that it stands on below /opt/opos, each with its license"
        f" in its own folder there.\n\n{(ROOT / 'LICENSE').read_text('utf-8')}"
    )


def _debian_changelog() -> str:
    """What Debian wants to know of the package itself; what users want to know is beside it."""
    day = format_datetime(_moment())
    return (
        f"opos ({_debian_version()}-1) stable; urgency=medium\n\n"
        f"  * What has changed stands in changelog.gz.\n\n -- {MAINTAINER}  {day}\n"
    )


def wrap(tree: Path, release: str, folder: Path) -> Path:
    """The package of this tree."""
    number = _debian_version()
    architecture = ARCHITECTURES[platform.machine()]
    package = folder / f"opos_{number}-1~deb{release}_{architecture}.deb"
    moment = _moment().isoformat()
    python = RELEASES[release]
    major, minor = python.split(".")
    scripts = ROOT / "distribution/debian"
    recipe = {
        "name": "opos",
        "arch": architecture,
        "version": number,
        "version_schema": "none",
        "release": f"1~deb{release}",
        "section": "misc",
        "priority": "optional",
        "maintainer": MAINTAINER,
        "description": (
            "automatic import of open items and payments from German bookkeeping\n"
            "Fetches lists of open items, settled items or payments (DATEV, Addison)\n"
            "from FTP and SFTP servers, works out what they mean for every invoice,\n"
            "and applies them once and only once. A terminal interface for admins\n"
            "over SSH; runs by itself under cron or systemd."
        ),
        "mtime": moment,
        "depends": [
            "libc6 (>= 2.28)",
            f"python3 (>= {python})",
            f"python3 (<< {major}.{int(minor) + 1})",
            "passwd",
        ],
        "recommends": ["ca-certificates", "man-db"],
        "scripts": {
            "postinstall": str(scripts / "postinst"),
            "preremove": str(scripts / "prerm"),
            "postremove": str(scripts / "postrm"),
        },
        "deb": {"compression": "xz"},
        "contents": [
            {"src": f"{tree}/", "dst": "/", "type": "tree"},
            {"dst": "/etc/opos", "type": "dir", "file_info": {"mode": 0o750, "mtime": moment}},
        ],
    }
    # YAML reads JSON.
    written = tree.with_suffix(".json")
    written.write_text(json.dumps(recipe))
    nfpm = Path(sysconfig.get_path("scripts")) / "nfpm"
    subprocess.run(
        [nfpm, "package", "--config", written, "--packager", "deb", "--target", package],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return package


def _debian_version() -> str:
    """With `~` before what comes before a release, as dpkg orders versions: 1.0.0~rc1 < 1.0.0."""
    return re.sub(r"(?<=[0-9])(a|b|rc)(?=[0-9])", r"~\1", version())


def _moment() -> datetime:
    return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
