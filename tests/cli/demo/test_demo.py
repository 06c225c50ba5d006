"""The demo is real: what it prints did happen, and what it offers works."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from tests.practice import opos
from tests.tui.terminal import Terminal


def test_all_lists_are_imported_and_every_command_it_names_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, told, _err = opos("demo", "--headless", "--lang", "en")
    assert code == 0
    assert re.findall(r"^    Imported\.", told, re.MULTILINE) == ["    Imported."] * 3
    assert "The server's folder is empty now." in told
    commands = re.findall(r" (-c \S+/config\.toml \w.*?)  ", told)
    assert len(commands) == 5
    assert re.findall(r"^    (opos_\d+\.csv)$", told, re.MULTILINE) == [
        "opos_00000001.csv",
        "opos_00000002.csv",
        "opos_00000003.csv",
    ]
    assert "Rechnung;Kunde;Vorher;Offen;Bezahlt" in told
    for command in commands:
        answer = opos(*command.split())
        assert (answer.code, answer.err) == (0, "")
        assert answer.out
    config = ["-c", commands[0].split()[1]]
    assert opos(*config, "verify").code == 0, "the month before is as real as today"
    runs = opos(*config, "runs", "--json").lines
    assert len({run["started_at"][:10] for run in runs}) > 15, "a month of working days"
    newest: dict[str, dict[str, object]] = {}
    for run in runs:
        newest.setdefault(run["interface"], run)
    assert {name: run["exit_code"] for name, run in newest.items()} == {
        "datev": 3,
        "zahlungen": 3,
        "ulm": 8,
        "bank": 6,
        "aachen": 4,
        "auszug": 3,
        "load": 0,
    }, "one is held, one has a wrong password, one list did not come"
    assert opos("demo", "--headless", "--lang", "en").code == 0
    assert len(list(tmp_path.glob("opos-demo-*"))) == 1, "the next demo removes the one before"


def test_without_headless_the_app_shows_it(tmp_path: Path) -> None:
    with Terminal("demo", "--lang", "en", environ={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for("Quit")
        terminal.type("q")
        assert terminal.end() == 0
    assert not list(tmp_path.glob("opos-demo-*")), "nothing is left"
