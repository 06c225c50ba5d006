"""The demo is real: what it prints did happen, and what it offers works."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from tests.practice import opos
from tests.tui.terminal import Terminal


def test_both_lists_are_imported_and_every_command_it_names_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, told, _err = opos("demo", "--headless", "--lang", "en")
    assert code == 0
    assert re.findall(r"^    Imported\.", told, re.MULTILINE) == ["    Imported."] * 2
    assert "The server's folder is empty now." in told
    commands = re.findall(r" (-c \S+/config\.toml \w.*?)  ", told)
    assert len(commands) == 4
    assert re.findall(r"^    (opos_\d+\.csv)$", told, re.MULTILINE) == [
        "opos_00000001.csv",
        "opos_00000002.csv",
    ]
    assert "Rechnung;Kunde;Vorher;Offen;Bezahlt" in told
    for command in commands:
        answer = opos(*command.split())
        assert (answer.code, answer.err) == (0, "")
        assert answer.out


def test_without_headless_the_app_shows_it(tmp_path: Path) -> None:
    with Terminal("demo", "--lang", "en", environ={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for("Quit")
        terminal.type("q")
        assert terminal.end() == 0
