"""Two cells that look alike are alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lists.cells.columns import NumberColumn
from engine.lists.cells.visible import are_visible, visible

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\x1a"
BLANKS = "\u00a0\u2007\u2009\u202f\u3000"

numbers = st.from_regex(r"\A(RE|R|GS)?[- /]?[0-9]{1,8}([-/][0-9]{2,4})?\Z")


@given(numbers, st.data())
def test_a_number_reads_as_it_looks(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number)))
    hidden = number[:place] + data.draw(st.sampled_from(UNSEEN)) + number[place:]
    padded = data.draw(st.sampled_from(BLANKS)) + hidden.replace(
        " ", data.draw(st.sampled_from(BLANKS))
    )
    formula = f'="{number}"'
    for cell in (hidden, padded, formula):
        assert visible(cell) == number.strip()
        assert NumberColumn("", 0).values([cell, "RE-1"]) == [number.strip(), "RE-1"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=00123", "00123"),
        ("'00123", "00123"),
        ('="say ""yes"""', 'say "yes"'),
        ("=1500-200", "=1500-200"),
        ("=A1+B1", "=A1+B1"),
        ("'s Lädchen", "'s Lädchen"),
        ("  Müller  ", "Müller"),
    ],
)
def test_only_what_keeps_a_number_text_is_taken_off(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.lists(st.text(), min_size=1))
def test_a_column_that_passes_needs_no_look_at_its_cells(cells: list[str]) -> None:
    if are_visible("\n".join(cells)):
        assert [cell.strip() for cell in cells] == list(map(visible, cells))
