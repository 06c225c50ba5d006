"""What is handed out installs by itself, outside the checkout, without a developer's packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], folder)
    return folder


def run(command: list[str | Path], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def works(opos: Path, folder: Path) -> None:
    assert run([opos, "--version"], folder).startswith("opos ")
    assert "Imported." in run([opos, "--lang", "en", "demo", "--headless"], folder)


def test_uv_installs_the_wheel_as_a_tool(handed_out: Path, tmp_path: Path) -> None:
    wheel = next(handed_out.glob("*.whl"))
    constraints = ROOT / "requirements-test.lock"
    run(
        [UV, "tool", "install", "--quiet", "--constraints", constraints, f"{wheel}[postgresql]"],
        tmp_path,
        UV_TOOL_DIR=str(tmp_path / "tools"),
        UV_TOOL_BIN_DIR=str(tmp_path / "bin"),
    )
    works(tmp_path / "bin" / "opos", tmp_path)


def test_pip_installs_the_source_as_pipx_does(handed_out: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "venv", "environment"], tmp_path)
    programs = tmp_path / "environment" / "bin"
    source = next(handed_out.glob("*.tar.gz"))
    run([programs / "pip", "install", "--quiet", source], tmp_path)
    works(programs / "opos", tmp_path)
