"""What a file says, in each of its shapes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from engine.exports.lines import change_line, full_lines, told_changes
from engine.exports.writing import write_lines
from engine.model.errors import ExportError
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.queries.invoices import item_record
from engine.settings.export_columns import columns_of, kind_of_file
from engine.settings.exports import EXPORT_COLUMNS, Export, FormatName, TargetSettings
from engine.settings.model import OwnLayout
from engine.store.ledger import Undone
from tests.factories import NOW, entry, item

TARGET = TargetSettings(protocol="folder", directory="/srv/")
PAID = Change(
    kind=ChangeKind.PAID,
    rule=Rule.PAYMENT,
    before=item("=RE-1", name="Müller; Łukasz", open=1_190_00, amount=1_190_00),
    after=item(
        "=RE-1",
        name="Müller; Łukasz",
        open=0,
        amount=1_190_00,
        paid_on=date(2026, 11, 19),
        export=False,
        updated_by="run",
        updated_at="2026-11-20T07:00:00Z",
    ),
    line=7,
)
DELETED = Change(kind=ChangeKind.DELETED, rule=Rule.UNLISTED, before=item("RE-2"), after=None)


def written(kind: FormatName, *changes: Change, **settings: Any) -> bytes:
    export = Export(target=TARGET, **settings)
    lines = [change_line(entry(), change) for change in changes]
    return write_lines(kind, export, columns_of(export, {}), lines)


def test_a_line_has_the_names_of_the_items_and_what_happened() -> None:
    line = change_line(entry(), PAID)
    assert tuple(line) == EXPORT_COLUMNS
    assert PAID.after is not None
    assert tuple(item_record(PAID.after)) == EXPORT_COLUMNS[:17]


def test_semicolons_as_a_german_program_wants_them() -> None:
    columns = {"invoice_no": "Rechnung", "open": "Offen", "before_open": "Vorher", "paid_on": "Am"}
    content = written(
        "csv", PAID, columns=columns, decimal="comma", dates="DD.MM.YYYY", encoding="cp1252"
    )
    assert content.decode("cp1252").splitlines() == [
        "Rechnung;Offen;Vorher;Am",
        "'=RE-1;0,00;1190,00;19.11.2026",
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"delimiter": "comma"}, "Müller; Łukasz,2026-11-19,false"),
        ({"delimiter": "tab", "dates": "DDMMYYYY"}, "Müller; Łukasz\t19112026\tfalse"),
        ({"delimiter": "bar", "dates": "YYYYMMDD"}, "Müller; Łukasz|20261119|false"),
    ],
)
def test_delimiters_and_days(settings: dict[str, Any], expected: str) -> None:
    columns = {name: name for name in ("name", "paid_on", "export")}
    line = written("csv", PAID, columns=columns, **settings).decode("utf-8-sig").splitlines()[1]
    assert line == expected


def test_a_name_may_lose_a_letter_and_a_number_never() -> None:
    content = written("csv", PAID, columns={"name": "Name"}, encoding="cp1252")
    assert content.decode("cp1252").splitlines()[1] == '"Müller; ?ukasz"'
    strange = Change(kind=ChangeKind.CREATED, rule=Rule.NOT_HELD, before=None, after=item("RE-Ł"))
    with pytest.raises(ExportError):
        written("csv", strange, encoding="cp1252")


def test_a_deleted_invoice_has_nothing_open() -> None:
    [line] = [json.loads(each) for each in written("jsonl", DELETED).splitlines()]
    told = (line["status"], line["open"], line["before_open"], line["change"])
    assert told == ("deleted", "0.00", "100.00", "deleted")


def test_json_lines_hold_what_the_contract_says() -> None:
    [line] = [json.loads(each) for each in written("jsonl", PAID).splitlines()]
    assert (line["amount"], line["paid_on"], line["export"], line["line"]) == (
        "1190.00", "2026-11-19", False, 7,
    )  # fmt: skip
    assert line["invoice_no"] == "=RE-1"


def test_a_workbook_holds_numbers_days_and_texts_and_no_formula() -> None:
    content = written("xlsx", PAID, DELETED)
    assert content == written("xlsx", PAID, DELETED), "to the byte"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        times = re.findall(r">(\d{4}-[^<]*)<", book.read("docProps/core.xml").decode())
        assert times == ["1980-01-01T00:00:00Z"] * 2, "whenever it is made"
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    heading = [cell.value for cell in rows[0]]
    told = dict(zip(heading, rows[1], strict=True))
    assert (told["before_open"].value, told["before_open"].data_type) == (1190, "n")
    assert (told["invoice_no"].value, told["invoice_no"].data_type) == ("=RE-1", "s")
    assert told["paid_on"].value == datetime(2026, 11, 19)  # noqa: DTZ001 - as openpyxl gives a day
    raw = write_lines("xlsx", Export(target=TARGET), {"open": "open"}, [change_line(entry(), PAID)])
    assert b"<f>" not in raw


def test_a_layout_of_ones_own_gives_the_columns() -> None:
    layout = OwnLayout(
        base="xlsx", columns={"invoice_no": ("Belegnummer", "RgNr"), "doc_date": ("Datum",)}
    )
    export = Export(target=TARGET, format="energypro")
    assert kind_of_file(export, {"energypro": layout}) == "xlsx"
    assert columns_of(export, {"energypro": layout}) == {
        "invoice_no": "Belegnummer",
        "invoice_date": "Datum",
    }


def back(item_there: Item) -> Change:
    return Change(kind=ChangeKind.CREATED, rule=Rule.UNDO, before=None, after=item_there)


def test_what_is_taken_back_is_told_where_it_had_been_told() -> None:
    export = Export(target=TARGET, on=("deleted",))
    undone = Undone(run="u", at=NOW, interface="datev", undone_run="r")
    assert list(told_changes(export, undone, [back(item())])) == [back(item())]
    assert list(told_changes(export, entry(), [back(item())])) == []


def test_only_the_mandanten_that_were_asked_for() -> None:
    export = Export(target=TARGET, mandants=("002",))
    other = item("RE-9", mandant="002")
    assert [line["invoice_no"] for line in full_lines(export, [item(), other])] == ["RE-9"]
    assert list(told_changes(export, entry(), [PAID, DELETED])) == []
