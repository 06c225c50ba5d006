"""`opos exports` lists what went and what waits; `opos export` sends it, or makes it again."""

from __future__ import annotations

import pytest

from engine.store.opening import open_store
from tests.blackbox.exports.conftest import configure, imported, in_step
from tests.exports.practice_program import PracticeProgram, rebuilt
from tests.practice import Practice


def test_any_file_is_made_again_to_the_byte(practice: Practice, program: PracticeProgram) -> None:
    for n in (1, 2, 3):
        imported(practice, n)
    there = {path.name: path.read_bytes() for path in program.inbox.iterdir()}
    again = practice.folder / "again"
    again.mkdir()
    answer = practice.opos("export", "--since", "2020-01-01", "-o", str(again))
    assert answer.code == 0, answer.err
    assert {path.name: path.read_bytes() for path in again.iterdir()} == there
    one = practice.folder / "one.jsonl"
    assert practice.opos("export", "praxis", "--number", "2", "-o", str(one)).code == 0
    assert one.read_bytes() == there["opos_00000002.jsonl"]
    (program.inbox / "opos_00000003.jsonl").unlink()
    run = practice.opos("exports", "--json").lines[2]["run"]
    assert practice.opos("export", "--run", run).code == 0
    assert {path.name: path.read_bytes() for path in program.inbox.iterdir()} == there


def test_a_file_that_would_be_another_by_now_is_told(
    practice: Practice, program: PracticeProgram
) -> None:
    imported(practice, 1)
    configure(practice, program.export(), "[exports.praxis.columns]\nopen = 'offen'\n")
    answer = practice.opos("export", "--number", "1", "-o", str(practice.folder / "again"))
    assert answer.code == 0
    assert "another than the one that was sent" in answer.err


def test_what_went_and_what_waits_is_listed(practice: Practice, program: PracticeProgram) -> None:
    imported(practice, 1)
    away = program.inbox.with_name("away")
    program.inbox.rename(away)
    imported(practice, 2)
    imported(practice, 3)
    answer = practice.opos("exports", "--json")
    rows = [(row["number"], row["state"], row["code"]) for row in answer.lines]
    assert rows == [(1, "sent", ""), (2, "waiting", "no_folder"), (3, "waiting", "")]
    assert "2 files wait." in practice.opos("exports").out
    assert practice.opos("export").code == 13
    away.rename(program.inbox)
    assert practice.opos("export").code == 0
    assert "Nothing waits." in practice.opos("export").out
    assert in_step(practice, program)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody",), "There is no export nobody"),
        (("--number", "7"), "has no such file"),
        (("--run", "2011"), "has no such file"),
        (("-o", "x"), "-o needs to know which file"),
        (("--since", "2020-01-01", "-o", "nowhere"), "several files"),
    ],
)
def test_what_cannot_be_made_again_is_refused_in_words(
    practice: Practice, program: PracticeProgram, arguments: tuple[str, ...], words: str
) -> None:
    imported(practice, 1)
    imported(practice, 2)
    answer = practice.opos("export", *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert len(program.arrived) == 2


def test_all_invoices_to_begin_with_and_the_later_files_are_the_store(
    practice: Practice, program: PracticeProgram
) -> None:
    imported(practice, 1)
    assert practice.opos("export", "--full").code == 0
    assert program.arrived[-1] == "opos_00000001_full.jsonl"
    imported(practice, 2)
    told = program.lines("opos_00000001_full.jsonl", "opos_00000002.jsonl")
    assert rebuilt(told) == dict(open_store(practice.data).items())


def test_without_an_export_the_commands_say_so(practice: Practice) -> None:
    assert "There is no export in" in practice.opos("export").err
    assert practice.opos("exports").code == 0


def test_the_doctor_tells_of_the_target_and_of_what_waits(
    practice: Practice, program: PracticeProgram
) -> None:
    def told() -> list[tuple[str, int]]:
        lines = practice.opos("check", "--json").lines
        return [(line["text"], line["exit_code"]) for line in lines if line["check"] == "export"]

    imported(practice, 1)
    assert [code for _text, code in told()] == [0, 0]
    away = program.inbox.with_name("away")
    program.inbox.rename(away)
    imported(practice, 2)
    imported(practice, 3)
    assert [code for _text, code in told()] == [5, 13]
    assert "2 files wait." in told()[-1][0]
