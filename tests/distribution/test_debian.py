"""The Debian package: what is in it; and, where a fresh root can be made, what it does there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from distribution import debian
from distribution.environment import build_wheel

SUITES = {"12": "bookworm", "13": "trixie"}
TODAY = [*SUITES][datetime.now(UTC).toordinal() % len(SUITES)]
"""One release a day: a fresh root takes a minute."""


def built(tmp_path: Path, release: str) -> Path:
    tree = tmp_path / release
    debian.fill(tree, build_wheel(tmp_path), debian.RELEASES[release])
    return debian.wrap(tree, release, tmp_path)


@pytest.fixture(autouse=True)
def a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")


def test_the_package_holds_what_an_admin_looks_for_to_the_byte_twice(tmp_path: Path) -> None:
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    package, again = (built(folder, "13") for folder in folders)
    assert package.read_bytes() == again.read_bytes()
    listed = run(["dpkg-deb", "-c", str(package)])
    held = {line.split()[5].removeprefix(".") for line in listed.splitlines() if "->" not in line}
    assert {
        "/opt/opos/bin/opos",
        "/usr/share/man/man1/opos.1.gz",
        "/usr/share/man/de/man1/opos.1.gz",
        "/usr/share/bash-completion/completions/opos",
        "/usr/share/zsh/vendor-completions/_opos",
        "/usr/share/fish/vendor_completions.d/opos.fish",
        "/usr/share/opos/config.schema.json",
        "/usr/share/doc/opos/config.sample.de.toml",
        "/usr/share/doc/opos/config.sample.en.toml",
        "/usr/lib/systemd/system/opos.service",
        "/usr/lib/systemd/system/opos.timer",
        "/usr/lib/sysusers.d/opos.conf",
        "/usr/lib/tmpfiles.d/opos.conf",
        "/etc/opos/",
    } <= held
    assert not [path for path in held if "__pycache__" in path]
    assert "/usr/bin/opos -> /opt/opos/bin/opos" in listed
    if shutil.which("lintian"):
        assert "E: " not in run(["lintian", "--allow-root", str(package)], check=False)


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("mmdebstrap"),
    reason="a fresh root wants root and mmdebstrap",
)
def test_it_installs_runs_upgrades_and_goes_in_a_fresh_root(tmp_path: Path) -> None:
    package = built(tmp_path, TODAY)
    with fresh_root(tmp_path / "root", SUITES[TODAY]) as inside:
        shutil.copy(package, tmp_path / "root/srv")
        install = f"apt-get install -y --reinstall /srv/{package.name}"
        inside(install)
        demo = inside("opos --lang en demo --headless")
        assert "Imported." in demo
        assert inside("stat -c '%U:%G %a' /etc/opos /var/lib/opos").split("\n")[:2] == [
            "root:opos 750",
            "opos:opos 750",
        ]
        inside("cp /usr/share/doc/opos/config.sample.en.toml /etc/opos/config.toml")
        inside("touch /var/lib/opos/kept")
        inside("opos next -c /etc/opos/config.toml")
        inside(install)
        inside("apt-get remove -y opos")
        assert inside("ls -d /opt/opos /usr/bin/opos; true").strip() == ""
        assert inside("ls /etc/opos /var/lib/opos").split() == [
            *("/etc/opos:", "config.toml"),
            *("/var/lib/opos:", "kept"),
        ]
        said = inside("apt-get purge -y opos 2>&1")
        assert "/etc/opos is left" in said
        assert "/var/lib/opos is left" in said


@contextmanager
def fresh_root(root: Path, suite: str) -> Iterator[Callable[[str], str]]:
    """A root of this release, and how to run something in it, without any network."""
    run(["mmdebstrap", "--quiet", "--variant=minbase", "--include=python3", suite, str(root)])

    def inside(command: str) -> str:
        script = f"ip link set lo up 2> /dev/null; exec chroot {root} env -i HOME=/root"
        script += ' PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 sh -c "$1"'
        # Namespaces of its own: what is mounted and started there ends with it.
        mount = f"mount -t proc proc {root}/proc; mount --bind /dev {root}/dev"
        apart = ["unshare", "--mount", "--net", "--pid", "--fork"]
        return run([*apart, "sh", "-ec", f"{mount}; {script}", "sh", command])

    yield inside


def run(command: list[str], *, check: bool = True) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done.stdout
