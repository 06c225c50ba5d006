"""A line of an archived list, as `opos explain` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lists.excerpt import excerpt, shown_lines
from tests.lists.payments.making import Entry, camt, mt940


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes("Rechnungsnummer;Saldo\r\nRE-1;50,00\r\n".encode("cp1252"))
    return path


def test_a_line_is_found_by_its_number(archived: Path) -> None:
    assert excerpt(archived, 2) == "RE-1; 50,00"


@pytest.mark.parametrize(("line", "sheet"), [(3, ""), (2, "another sheet")])
def test_what_is_not_there_is_nothing(archived: Path, line: int, sheet: str) -> None:
    assert excerpt(archived, line, sheet) == ""


def test_an_original_that_is_gone_or_damaged_is_nothing(archived: Path) -> None:
    archived.write_bytes(b"PK\x03\x04 torn")
    assert excerpt(archived, 2) == ""
    archived.unlink()
    assert excerpt(archived, 2) == ""


def test_of_a_bank_statement_it_is_the_entry(tmp_path: Path) -> None:
    path = tmp_path / "statement"
    path.write_bytes(camt(Entry(text="eins"), Entry(text="zwei")))
    assert "zwei" in excerpt(path, 2)
    assert [line.number for line in shown_lines(path)] == [1, 2]
    path.write_bytes(mt940(Entry(text="eins"), Entry(text="zwei")))
    entries = [line.number for line in shown_lines(path) if line.text.startswith(":61:")]
    told = excerpt(path, entries[0])
    assert told.startswith(":61:")
    assert "eins" in told
    assert "zwei" not in told
