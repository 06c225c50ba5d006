"""Lines drawn into columns."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.journal.events import ItemPlanned
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from tui_app.screens.plans.list_difference import RowDifferenceList
from tui_app.widgets.clearing_rows import ClearingRows
from tui_app.widgets.columns import GAP, Column, fit, highlighted, sized
from tui_app.widgets.export_list import ExportList
from tui_app.widgets.held_list import HeldList
from tui_app.widgets.history_list import HistoryList
from tui_app.widgets.line_list import LineList
from tui_app.widgets.plan_list import PlanList
from tui_app.widgets.trend_list import TrendList
from tui_app.wording.wanted import Wanted

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
    wanted = Wanted(words).standing_out
    assert wanted
    strip = highlighted(Strip([Segment(text[:3]), Segment(text[3:])]), wanted, UNDERLINED)
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


@pytest.mark.parametrize(
    ("cut", "text", "width", "shown"),
    [
        ("end", "Open items Ulm", 9, "Open ite…"),
        ("middle", "Open items of DATEV", 17, "Open ite…of DATEV"),
        ("middle", "Open items Bochum Nord 1", 18, "Open i…chum Nord 1"),
        ("parts", "8.123,40 €, 1 rejected", 21, "8.123,40 €           "),
        ("parts", "No list has come", 9, "No list …"),
    ],
)
def test_a_text_too_long_is_cut(cut: str, text: str, width: int, shown: str) -> None:
    assert sized(text, width, Column("", width, cut=cut)) == shown


def test_a_plan_shows_invoice_numbers_whole_at_80_columns() -> None:
    lines = PlanList()
    number = "OP-A-2026-001234"
    lines.show(
        [
            ItemPlanned(
                name="a.csv", mandant="001", invoice_no=number, kind=ChangeKind.PAID,
                rule=Rule.PAYMENT, before=Money(1_00), after=Money(0), line=2, reason="",
            )
        ]
    )  # fmt: skip
    assert fit(lines.columns, 79)[0] > len(number)


def test_the_history_has_room_for_names_at_any_width() -> None:
    columns = HistoryList(Path(), ZoneInfo("UTC"), str).columns
    for width in range(72, 200):
        assert fit(columns, width)[1] >= 13, width
