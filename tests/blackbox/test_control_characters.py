"""No control character from outside reaches a terminal, a program or a workbook as it is, whichever
command tells it.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cli.commands import items as items_command
from tests.factories import item
from tests.practice import Practice

RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
HOSTILE = "E\x1b[31m\x9b1mv\x07i\x85l\x7f\u202e\u2066\u200f\ufeff\x00\t"
COMMANDS = [
    "items", "items --json", "explain RE-1", "explain RE-1 --json", "runs", "runs --json",
    "show {run}", "show {run} --json", "verify", "verify --json", "check", "check --json",
    "check --nagios", "config show", "config show --json", "config schema", "config sample",
    "next", "next --json", "read {file}", "read {file} --json", "read {file} --suggest",
    "items load {file}", "items load {file} --json", "items --csv {csv}", "items --xlsx {xlsx}",
    "show {run} --csv {csv}", "show {run} --xlsx {xlsx}", "undo {run} --json",
]  # fmt: skip


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path / "practice")


def told(practice: Practice, text: str) -> list[str]:
    """What every command prints, and every cell of the files it writes, where invoices, a list and
    its name hold this text.
    """
    practice.hold(item("RE-1", name=f"N{text}", account=f"1{text}"))
    held = f"Rechnungsnummer;Betrag;Name\nRE-1;1,00;A\nRE-2{text};x{text};{text}\n"
    file = practice.put("list\x1b[31m.csv", held, "utf-8")
    practice.put_list("RE-1 60,00")
    run = practice.run().lines[0]["run"]
    places = {"run": run, "file": str(file)} | {
        kind: str(practice.folder / f"out.{kind}") for kind in ("csv", "xlsx")
    }
    found = []
    for command in COMMANDS:
        answer = practice.opos(*(word.format(**places) for word in command.split()))
        assert answer.code not in (1, 2), (command, answer)
        found += [answer.out, answer.err]
        if "--csv" in command:
            with Path(places["csv"]).open(encoding="utf-8-sig", newline="") as rows:
                found += [cell for row in csv.reader(rows, delimiter=";") for cell in row]
        elif "--xlsx" in command:
            [sheet] = openpyxl.load_workbook(places["xlsx"]).worksheets
            found += [str(cell) for row in sheet.values for cell in row]
    return found


def test_an_evil_name_is_told_inert_by_every_command(practice: Practice) -> None:
    found = told(practice, HOSTILE)
    assert [text for text in found if RAW.search(text)] == []
    assert any(r"NE\x1b[31m" in text for text in found)


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(HOSTILE), max_size=20))
def test_any_text_is_told_inert_by_every_command(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = told(Practice(Path(folder) / "practice"), text)
    assert [each for each in found if RAW.search(each)] == []


def test_json_escapes_what_it_tells_and_loses_nothing(practice: Practice) -> None:
    practice.hold(item("RE-1", name=HOSTILE))
    answer = practice.opos("items", "--json")
    assert json.loads(answer.out)["name"] == HOSTILE
    assert r"\u009b1mv\u0007i\u0085l\u007f\u202e\u2066\u200f\ufeff" in answer.out


def test_a_name_that_is_no_utf_8_is_told_and_loaded(practice: Practice) -> None:
    path = os.fsdecode(os.fsencode(practice.folder) + b"/\xff.csv")
    Path(path).write_text("Mandant;Rechnungsnummer;Betrag\n001;RE-1;10,00\n", encoding="utf-8")
    assert practice.opos("items", "load", path).code == 0
    answer = practice.opos("items", "--csv", path, "--json")
    assert json.loads(answer.out) == {"written": 1, "path": path}
    assert practice.opos("explain", "RE-1", "--json").lines[0]["file"] == r"\udcff.csv"


def test_a_mandant_that_nobody_can_type_is_refused(practice: Practice) -> None:
    answer = practice.opos("items", "load", str(practice.config), "--mandant", "1\x1b")
    assert (answer.code, "--mandant holds control characters." in answer.err) == (2, True)


def test_an_error_of_ours_drives_no_terminal(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise ValueError(HOSTILE)

    monkeypatch.setattr(items_command, "open_store", fail)
    answer = practice.opos("items")
    assert (answer.code, RAW.search(answer.err)) == (1, None)
    assert r"ValueError: E\x1b[31m" in answer.err
