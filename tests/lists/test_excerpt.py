"""A line of an archived list, as `opos explain` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lists.excerpt import excerpt


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
