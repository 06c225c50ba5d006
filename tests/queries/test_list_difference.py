"""Two lists beside one another."""

from __future__ import annotations

from engine.lists.rows.rows import Row
from engine.queries.list_difference import DifferenceKind, row_differences


def row(invoice_no: str, cents: int, line: int = 1) -> Row:
    return Row(line=line, invoice_no=invoice_no, open=cents)


def test_gone_first_then_other_amounts_then_new() -> None:
    before = [row("A", 100), row("B", 200), row("C", 300), row("E", 5), row("E", 5)]
    after = [row("NEW", 7, 9), row("B", 150, 3), row("C", 300), row("E", 10)]
    found = row_differences(before, after)
    assert [(each.kind, each.invoice_no, each.before, each.after) for each in found] == [
        (DifferenceKind.GONE, "A", 100, None),
        (DifferenceKind.OTHER, "B", 200, 150),
        (DifferenceKind.NEW, "NEW", None, 7),
    ]
    assert [each.line for each in found] == [0, 3, 9]


def test_a_list_against_itself_has_no_difference() -> None:
    rows = [row("A", 100), row("A", 50), Row(line=2, invoice_no="P", paid=30)]
    assert row_differences(rows, rows) == []
