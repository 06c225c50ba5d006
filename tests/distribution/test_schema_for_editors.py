"""taplo, which editors check TOML with, takes what opos takes, and refuses what is misspelt."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings.json_schema import schema
from engine.settings.sample import SCHEMA_LINE, sample_text

TAPLO = Path(sys.executable).with_name("taplo")


def faults(folder: Path, configuration: str) -> str:
    """What taplo says of a configuration beside the schema that its first line names."""
    (folder / SCHEMA_LINE.split("/")[-1]).write_text(json.dumps(schema()), encoding="utf-8")
    (folder / "config.toml").write_text(configuration, encoding="utf-8")
    check = subprocess.run(
        [TAPLO, "check", "--colors", "never", "config.toml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return check.stderr if check.returncode else ""


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sample_is_whole(language: str, tmp_path: Path) -> None:
    sample = sample_text(language)
    assert sample.splitlines()[0] == SCHEMA_LINE
    assert faults(tmp_path, sample) == ""


def test_the_demo_is_whole(tmp_path: Path) -> None:
    demo = subprocess.run(
        [sys.executable, "-m", "tui_app", "--lang", "en", "demo", "--headless"],
        capture_output=True,
        text=True,
        check=True,
    )
    place = next(
        word for word in demo.stdout.replace("'", " ").split() if word.endswith("/config.toml")
    )
    folder = Path(place).parent
    try:
        written = (folder / "config.toml").read_text(encoding="utf-8")
        assert faults(tmp_path, f"{SCHEMA_LINE}\n{written}") == ""
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('language = "de"', 'language = "fr"', "language"),
        ('earliest = "06:00"', 'earliest = "6 Uhr"', "earliest"),
        ("port = 587", 'port = "587"', "port"),
        ("[window]", "[windows]", "windows"),
    ],
)
def test_what_is_wrong_is_told_while_it_is_typed(
    right: str, wrong: str, told: str, tmp_path: Path
) -> None:
    sample = sample_text("en")
    assert right in sample
    assert told in faults(tmp_path, sample.replace(right, wrong, 1))
