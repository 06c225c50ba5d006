"""No way of writing a day is left out for a text in which it stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.cells.day_notations import WRITINGS, _pattern

PIECES = st.sampled_from(
    [
        "1",
        "19",
        "2026",
        "26",
        ".",
        "/",
        "-",
        "_",
        " ",
        "Nov",
        "März",
        "KW",
        "Q",
        "IV",
        "th",
        "'",
        "W",
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join))
@settings(max_examples=300, deadline=None)
def test_what_is_left_out_does_not_stand_there(text: str) -> None:
    for writing in WRITINGS:
        tried = writing.patterns(text)
        for order in writing.orders:
            assert _pattern(order) in tried or not _pattern(order).search(text)
