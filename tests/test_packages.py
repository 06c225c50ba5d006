"""What is handed out holds what it needs: the wheel all that runs, the source all that it is made
and tested from.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_sdist, build_wheel

ROOT = Path(__file__).parents[1]


def test_the_wheel_runs_by_itself_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wheel = tmp_path / build_wheel(str(tmp_path))
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    assert (installed / "tui_app" / "app.tcss").is_file()
    assert not list(installed.rglob("*.po"))
    for language, word in (("de", "Sprache"), ("en", "language")):
        told = subprocess.run(
            [sys.executable, "-m", "tui_app", "--lang", language, "config", "sample"],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
        assert word in told.stdout.split("\nlanguage")[0]


def test_the_source_holds_what_it_is_made_and_tested_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build_sdist(str(tmp_path))) as archive:
        held = {Path(*Path(name).parts[1:]).as_posix() for name in archive.getnames()}
    assert {
        "README.md",
        "README.de.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "config.sample.toml",
        "dev.py",
    } <= held
    assert {
        "babel.cfg",
        "requirements.lock",
        "requirements-test.lock",
        "docs/de/operations.md",
        "bench/making.py",
    } <= held
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")} <= held
