"""Two lists beside one another."""

from __future__ import annotations

from engine.common.data_folder import DataFolder
from engine.lists.rows.rows import Row
from engine.queries.list_difference import DifferenceKind, named, row_differences
from engine.store.opening import open_store
from tests.factories import created, entry, item


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


def test_who_is_not_named_by_the_lists_is_named_by_the_invoice(data: DataFolder) -> None:
    items = [item("A", name="Abel"), item("B", name="Beck"), item("B", name="B", mandant="002")]
    store = open_store(data)
    store.commit(created(*items), entry())
    rows = [row("A", 1), row("B", 2), row("C", 3), Row(line=1, invoice_no="A", name="listed")]
    found = row_differences(rows[:3], [])
    assert [each.name for each in named(found, store, ["001", "002"])] == ["Abel", "", ""]
    assert [each.name for each in named(found, store, ["001"])] == ["Abel", "Beck", ""]
    of_two = [Row(line=1, invoice_no="B", mandant="002")]
    assert [each.name for each in named(row_differences(of_two, []), store, ["001", "002"])] == [
        "B"
    ]
    assert named(row_differences(rows[3:], []), store, ["001"])[0].name == "listed"
