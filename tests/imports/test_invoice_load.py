"""What a file of invoices means for those in the store, and which files are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.imports.invoice_load import InvoiceLoad, plan_load, table_of_json_lines
from engine.lists.cells.tables import Cell, Table
from engine.messages.imports import LoadFault
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused
from engine.model.item import Item
from engine.posting.change import ChangeKind
from tests.factories import item

HEADINGS = "mandant;invoice_no;amount;open;handed_over"


def load(
    *rows: str, headings: str = HEADINGS, mandant: str = "", stored: Item | None = None
) -> InvoiceLoad:
    lines: list[tuple[int, list[Cell]]] = [
        (number, list(row.split(";"))) for number, row in enumerate((headings, *rows), 1)
    ]
    items = {} if stored is None else {stored.key: stored}
    return plan_load(items, Table(lines=lines), mandant=mandant, run="run-1", at="now")


def refused(*rows: str, headings: str) -> object:
    with pytest.raises(ListRefused) as error:
        load(*rows, headings=headings)
    return error.value.message.code


def test_what_is_new_is_created_and_open_unless_the_file_says_otherwise() -> None:
    loaded = load("001;RE-1;100,00;;ja", "001;RE-2;100,00;40,00;nein", ";;;;")
    assert [change.kind for change in loaded.changes] == [ChangeKind.CREATED] * 2
    assert [change.item.open for change in loaded.changes] == [100_00, 40_00]
    assert [change.item.handed_over for change in loaded.changes] == [True, False]
    assert (loaded.rows, loaded.blank, loaded.total, loaded.rejected) == (2, 1, 140_00, [])


def test_a_corrected_amount_moves_what_is_open_by_as_much() -> None:
    stored = item(amount=100_00, open=60_00)
    [change] = load("001;RE-1;110,00", headings="mandant;invoice_no;amount", stored=stored).changes
    assert (change.kind, change.before, change.item.open) == (ChangeKind.CHANGED, stored, 70_00)
    again = load("001;RE-1;100,00", headings="mandant;invoice_no;amount", stored=stored)
    assert (again.changes, again.unchanged) == ([], 1)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("001;RE-1;100,00;;ja", "invoice_no", RejectReason.TWICE_IN_FILE),
        ("001;RE-2;100,00;;vielleicht", "handed_over", RejectReason.NEITHER_YES_NOR_NO),
        ("001;;100,00", "invoice_no", RejectReason.CELL_EMPTY),
        (";RE-2;100,00", "mandant", RejectReason.CELL_EMPTY),
        ("001;RE-2", "amount", RejectReason.CELL_EMPTY),
        ("001;RE-\x1b[31m2;100,00", "invoice_no", RejectReason.CONTROL_CHARACTERS),
        ("001\x9b;RE-2;100,00", "mandant", RejectReason.CONTROL_CHARACTERS),
    ],
)
def test_a_row_that_is_no_invoice_is_rejected_and_the_others_count(
    row: str, column: str, reason: RejectReason
) -> None:
    loaded = load("001;RE-1;100,00;;ja", row)
    [rejected] = loaded.rejected
    assert (rejected.line, rejected.column, rejected.reason.code) == (3, column, reason)
    assert (loaded.rows, len(loaded.changes)) == (1, 1)


@pytest.mark.parametrize(
    ("headings", "row", "fault"),
    [
        ("some;words", "only;here", LoadFault.NO_HEADINGS),
        ("mandant;invoice_no;name", "001;RE-1;Muster", LoadFault.NO_COLUMN),
        ("invoice_no;amount", "RE-1;100,00", LoadFault.NO_MANDANT),
        ("mandant;invoice_no;amount", "001;RE-1;1.200", LoadFault.AMBIGUOUS_AMOUNTS),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_as_a_whole(
    headings: str, row: str, fault: LoadFault
) -> None:
    assert refused(row, headings=headings) is fault


def test_json_lines_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "invoices.jsonl"
    path.write_text('{"invoice_no":"RE-1","amount":"1.00"}\n\n{"amount":null,"name":"A"}\n')
    table = table_of_json_lines(path)
    assert table is not None
    assert table.lines == [
        (0, ["invoice_no", "amount", "name"]),
        (1, ["RE-1", "1.00", ""]),
        (3, ["", "", "A"]),
    ]


def test_other_files_are_none_and_torn_ones_refused(tmp_path: Path) -> None:
    path = tmp_path / "invoices"
    path.write_text("invoice_no;amount\n")
    assert table_of_json_lines(path) is None
    path.write_text('{"invoice_no":"RE-1"}\n{"invoice_no":')
    with pytest.raises(ListRefused) as error:
        table_of_json_lines(path)
    assert error.value.message.code is LoadFault.NO_JSON_LINES
