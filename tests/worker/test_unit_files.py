"""The units and the crontab line, judged by systemd itself, by a shell, and by a manager's
socket.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.settings.model import Settings
from engine.settings.validation.pydantic_models import validated
from engine.worker.sd_notify import notify
from engine.worker.unit_files import (
    Installation,
    crontab_line,
    systemd_text,
    systemd_units,
    writable_by_all,
    writable_folders,
)

COMMAND = ("-I", "-m", "tui_app", "--headless", "--config")


def installation(**paths: Any) -> Installation:
    usual: dict[str, Any] = {
        "python": Path(sys.executable),
        "config": Path("/etc/opos/config.toml"),
        "home": Path("/var/lib/opos"),
        "writable": (Path("/var/lib/opos"),),
    }
    return Installation(user="opos", runs_at_once=8, **{**usual, **paths})


def of_folder(**paths: Any) -> Installation:
    return installation(config=Path("/etc/opos/practices"), is_folder=True, **paths)


def exec_start(unit: str) -> str:
    found = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert found is not None
    return found.group(1)


systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed here"
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    folder = tmp_path / "units"
    folder.mkdir()
    for name, text in systemd_units(installation()).items():
        (folder / name).write_text(text)
    stays = systemd_units(of_folder())["opos-watch.service"]
    (folder / "opos-practices.service").write_text(stays)
    return folder


@systemd
def test_systemd_finds_no_fault_in_the_units(units: Path) -> None:
    files = sorted(str(file) for file in units.iterdir())
    assert len(files) == 4
    checked = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False
    )
    about_ours = [line for line in checked.stderr.splitlines() if "opos" in line]
    assert (checked.returncode, about_ours) == (0, [])


@systemd
@pytest.mark.parametrize("unit", ["opos.service", "opos-watch.service", "opos-practices.service"])
def test_systemd_calls_the_units_safe(unit: str, units: Path) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(units / unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout


def test_the_one_service_ends_and_the_other_stays() -> None:
    units = systemd_units(installation())
    assert "Type=oneshot" in units["opos.service"]
    assert "Type=notify" in units["opos-watch.service"]
    assert exec_start(units["opos-watch.service"]) == exec_start(units["opos.service"]) + " --watch"
    assert "Conflicts=opos.timer" in units["opos-watch.service"]


def test_a_folder_has_one_unit_that_stays_for_all() -> None:
    asked = of_folder(writable=(Path("/srv/a b"), Path("/srv/c")))
    units = systemd_units(asked)
    assert list(units) == ["opos-watch.service"]
    unit = units["opos-watch.service"]
    assert exec_start(unit).endswith("--config /etc/opos/practices --watch")
    assert 'ReadWritePaths="-/srv/a b" -/srv/c\n' in unit  # one that is gone stops no other
    assert "Conflicts" not in unit
    assert "opos.timer" not in systemd_text(asked)


def test_there_is_room_for_all_runs_at_once() -> None:
    unit = systemd_units(installation())["opos.service"]
    assert "TasksMax=136\n" in unit  # 16 runs, those that rest among them, and who started them
    for_all = systemd_units(of_folder())["opos-watch.service"]
    assert "MemoryMax=80%\nTasksMax=50%\n" in for_all


def test_what_must_be_writable_for_all(tmp_path: Path) -> None:
    aalen, backnang, lists = tmp_path / "aalen", tmp_path / "backnang", Path("/srv/lists")
    assert writable_by_all([(aalen, lists), (backnang, lists)]) == (tmp_path, lists)
    elsewhere = Path("/nowhere/aalen"), Path("/nowhere/backnang")
    assert writable_by_all([(path, lists) for path in elsewhere]) == (
        elsewhere[0],
        lists,
        elsewhere[1],
    )
    assert writable_by_all([(aalen,), (lists / "data",)]) == (aalen, lists / "data")


def test_odd_paths_stay_one_word_each() -> None:
    odd = installation(
        config=Path('/srv/a b/50%"x"$HOME.toml'), writable=(Path("/srv/a b"), Path("/srv/c"))
    )
    unit = systemd_units(odd)["opos.service"]
    assert '--config "/srv/a b/50%%\\"x\\"$$HOME.toml"' in exec_start(unit)
    assert 'ReadWritePaths="/srv/a b" /srv/c\n' in unit
    assert crontab_line(odd).endswith("--config '/srv/a b/50\\%\"x\"$HOME.toml'\n")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/home/anna/opos", "read-only"), ("/root/opos", "read-only"), ("/srv/home/opos", "yes")],
)
@pytest.mark.parametrize("where", ["python", "config", "home"])
def test_homes_are_closed_unless_something_lies_there(where: str, path: str, expected: str) -> None:
    paths = {"python": Path("/usr/bin/python3"), where: Path(path)}
    assert f"ProtectHome={expected}\n" in systemd_units(installation(**paths))["opos.service"]


def test_the_text_says_where_each_part_belongs() -> None:
    text = systemd_text(installation())
    for name, unit in systemd_units(installation()).items():
        assert f"# /etc/systemd/system/{name}\n{unit}" in text


def test_the_crontab_line_runs_this_installation() -> None:
    *comments, line = crontab_line(installation()).splitlines()
    assert all(comment.startswith("#") for comment in comments)
    assert line.startswith("* * * * * ")
    assert shlex.split(line.removeprefix("* * * * * ")) == [
        sys.executable,
        *COMMAND,
        "/etc/opos/config.toml",
    ]


def test_what_must_be_writable() -> None:
    folder = {
        "name": "x",
        "source": {"protocol": "folder", "directory": "/srv/lists/{YYYY}/", "filename": "a"},
    }
    same = {
        "name": "y",
        "source": {"protocol": "folder", "directory": "/srv/lists/", "filename": "b"},
    }
    server = {
        "name": "z",
        "source": {"protocol": "sftp", "host": "h", "directory": "/far/away/", "filename": "c"},
    }
    settings = validated(
        Settings,
        {
            "monitoring": {"prometheus_file": "/var/lib/node_exporter/opos.prom"},
            "interfaces": {"folder": folder, "same": same, "server": server},
            "exports": {"praxis": {"target": {"protocol": "folder", "directory": "/srv/out/"}}},
        },
    )
    expected = (
        Path("/var/lib/opos"),
        Path("/srv/lists"),
        Path("/srv/out"),
        Path("/var/lib/node_exporter"),
    )
    assert writable_folders(settings, Path("/var/lib/opos")) == expected


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_how_the_service_stands(
    abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"@opos-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name[1:] if abstract else name)
        manager.settimeout(5)
        notify("READY=1")
        notify("STOPPING=1")
        assert [manager.recv(100), manager.recv(100)] == [b"READY=1", b"STOPPING=1"]
    notify("WATCHDOG=1")  # nobody listens any more, and nothing happens


def test_without_systemd_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
