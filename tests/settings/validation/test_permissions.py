"""Whose configuration is obeyed: ours or root's, and only if nobody else may change it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings.validation.permissions import too_open

NOBODY = 65534
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "etc" / "config.toml"
    path.parent.mkdir(mode=0o750)
    path.touch(mode=0o640)
    path.with_name("secrets.toml").touch(mode=0o600)
    return path


def problems(config: Path) -> list[str]:
    found = too_open(config, config.with_name("secrets.toml"))
    return [f"{Path(problem.place).name}: {problem.text}" for problem in found]


def test_ours_is_obeyed(config: Path) -> None:
    assert problems(config) == []


@only_root
@pytest.mark.parametrize("whose", ["config.toml", "secrets.toml", "."])
def test_a_strangers_is_refused_with_the_line_to_type(config: Path, whose: str) -> None:
    os.chown(config.parent / whose, NOBODY, -1)
    (problem,) = problems(config)
    assert "it belongs to nobody" in problem
    assert "`sudo -u nobody opos …`" in problem
    assert f"`sudo chown root {(config.parent / whose)}`" in problem


@only_root
def test_a_group_with_others_in_it_may_not_write_it(config: Path) -> None:
    config.chmod(0o660)
    assert problems(config) == [], "root's own group"
    os.chown(config, -1, NOBODY)
    (problem,) = problems(config)
    assert f"a group can change it, and what opos does with it: run `chmod g-w {config}`" in problem


def test_behind_a_link_the_folder_of_the_file_counts_too(config: Path, tmp_path: Path) -> None:
    link = tmp_path / "here" / "config.toml"
    link.parent.mkdir()
    link.symlink_to(config)
    config.parent.chmod(0o777)
    (problem,) = problems(link)
    assert problem.startswith("etc: everyone can change it")


@only_root
def test_a_command_in_a_strangers_configuration_is_never_run(tmp_path: Path) -> None:
    """What git met as CVE-2022-24765: root works in a folder that somebody prepared."""
    owned = tmp_path / "owned"
    (tmp_path / "config.toml").write_text(
        f"""
        [mandants.001]
        [interfaces.x]
        name = "X"
        [interfaces.x.source]
        protocol = "sftp"
        host = "127.0.0.1"
        port = 1
        user = "u"
        filename = "op"
        password_command = "/usr/bin/touch {owned}"
        """,
        encoding="utf-8",
    )
    os.chown(tmp_path, NOBODY, -1)
    os.chown(tmp_path / "config.toml", NOBODY, -1)
    ended = subprocess.run(
        [sys.executable, "-m", "tui_app", "--headless", "-i", "x"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 10, ended.stderr
    assert "it belongs to nobody" in ended.stderr
    assert not owned.exists()
