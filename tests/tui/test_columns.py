"""Lines drawn into columns."""

from __future__ import annotations

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_app.screens.plans.list_difference import RowDifferenceList
from tui_app.widgets.clearing_rows import ClearingRows
from tui_app.widgets.columns import GAP, fit, highlighted
from tui_app.widgets.export_list import ExportList
from tui_app.widgets.held_list import HeldList
from tui_app.widgets.line_list import LineList
from tui_app.widgets.trend_list import TrendList

UNDERLINED = Style(underline=True)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("12 of 12 rows", ("12",), ["12", "12"]),
        ("Rejected: a RECHNUNG", ("rej", "rechnung"), ["Rej", "RECHNUNG"]),
        ("日本 RE-1 日本", ("re-1",), ["RE-1"]),
        ("a.b", (".",), ["."]),
        ("Straße", ("s",), []),
        ("nothing", ("x",), []),
    ],
)
def test_what_was_searched_for_stands_out(
    text: str, words: tuple[str, ...], found: list[str]
) -> None:
    strip = highlighted(Strip([Segment(text[:3]), Segment(text[3:])]), words, UNDERLINED)
    assert strip.text == text
    marked = "".join(
        segment.text if segment.style and segment.style.underline else "|" for segment in strip
    )
    assert [piece for piece in marked.split("|") if piece] == found


@pytest.mark.parametrize(
    "lines",
    [
        HeldList(ZoneInfo("UTC"), str),
        ExportList(UTC),
        ClearingRows(),
        TrendList(str, date.today),
        RowDifferenceList(),
    ],
    ids=lambda lines: type(lines).__name__,
)
def test_no_column_is_cut_by_the_edge(lines: LineList) -> None:
    for width in range(59, 200):
        shown = list(filter(None, fit(lines.columns, width)))
        assert 1 + sum(shown) + GAP * (len(shown) - 1) <= width, width
