"""The page on formats says what the program does: its tables of headings and notices are the
program's.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.lists.cells.headings import ListField, normal
from engine.lists.layouts.built_in import BUILT_IN, COLUMNS, PAYMENT_COLUMNS
from engine.messages.key_dates import KeyDate
from engine.messages.list_notices import ListNotice
from engine.messages.table_doubts import TableDoubt

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"


def table(first: str, after: str = "") -> dict[str, str]:
    """The table whose heading begins with `first`: its first column without code marks, and its
    second.
    """
    text = PAGE.read_text()
    rows = text[text.index(f"| {first} |", text.index(after)) :].split("\n\n")[0].splitlines()[2:]
    return {
        key.strip(" `"): value.strip()
        for _bar, key, value, *_rest in (row.split("|") for row in rows)
    }


def headings(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal(name) for name in cell.split(", ")))


def test_all_headings_are_named() -> None:
    assert {ListField(field): headings(names) for field, names in table("field").items()} == COLUMNS


def test_the_headings_of_payments_are_named() -> None:
    page = {
        ListField(field): headings(names)
        for field, names in table("field", "In lists of payments").items()
    }
    assert page == {
        field: words for field, words in PAYMENT_COLUMNS.items() if words != COLUMNS[field]
    }
    assert (
        set(re.findall("`([a-z_]+)`", PAGE.read_text().split("and without those of open items")[1]))
        == COLUMNS.keys() - PAYMENT_COLUMNS
    )


def test_all_notices_and_doubts_are_named() -> None:
    assert table("code").keys() == {code.value for code in (*ListNotice, *KeyDate)}
    assert table("doubt").keys() == {code.value for code in TableDoubt}


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_layout_has_its_chapter(name: str) -> None:
    assert re.search(rf"^## .*: `{name}`$", PAGE.read_text(), re.MULTILINE)
