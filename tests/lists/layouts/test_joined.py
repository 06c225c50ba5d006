"""Lists in several tables, a sheet for each month or a table for each page, and tables beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.common.i18n import render
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile, Reach

Row = Sequence[str]
TODAY = date(2026, 11, 20)
HEADINGS = ("Rechnungsnummer", "Kunde", "Rechnungsdatum", "Fällig am", "Betrag", "Offen")


def row(number: str, cents: int = 10_000, name: str = "Arndt") -> Row:
    amount = f"{cents // 100},{cents % 100:02d}"
    return (number, name, "01.06.2026", "01.07.2026", amount, amount)


def page(*tables: Sequence[Row], between: Sequence[str] = ()) -> str:
    """An HTML page with these tables and texts before them."""
    text = ""
    for place, table in enumerate(tables):
        text += f"<p>{escape(between[place])}</p>" if place < len(between) else ""
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in line) for line in table)
        text += "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"
    return f"<html><body>{text}</body></html>"


def workbook(sheets: Mapping[str, Sequence[Row]], hidden: Sequence[str] = ()) -> str:
    """A workbook of SpreadsheetML with these sheets."""
    text = ""
    for name, table in sheets.items():
        rows = "".join(
            "<Row>"
            + "".join(f'<Cell><Data ss:Type="String">{escape(one)}</Data></Cell>' for one in line)
            + "</Row>"
            for line in table
        )
        visible = "SheetHidden" if name in hidden else "SheetVisible"
        text += (
            f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>'
            f"<x:WorksheetOptions><x:Visible>{visible}</x:Visible></x:WorksheetOptions></Worksheet>"
        )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
        f' xmlns:x="urn:schemas-microsoft-com:office:excel">{text}</Workbook>'
    )


def read(folder: Path, text: str, content: Content = Content.OPEN) -> ListFile:
    path = folder / "list.xls"
    path.write_text(text, encoding="utf-8")
    return read_list(path, path.name, type="datev_online", content=content, today=TODAY)


def facts(found: ListFile) -> list[tuple[object, ...]]:
    """What the rows tell, wherever they stand."""
    return sorted(
        (one.invoice_no, one.name, one.doc_date, one.due_date, one.amount, one.open)
        for one in found.rows
    )


def seen(found: ListFile) -> list[tuple[str, int | None]]:
    return sorted((one.invoice_no, one.open) for one in found.rows)


TITLES: tuple[list[Row], ...] = ([], [("Offene Posten",)], [("Seite 2", ""), ()])


@st.composite
def split_lists(draw: st.DrawFn) -> tuple[list[Row], str]:
    """Rows, and the same rows split over the tables of a file, some of them without headings."""
    amounts = draw(st.lists(st.integers(1, 99_999), min_size=1, max_size=12))
    rows = [row(f"RE-{n:03d}", cents) for n, cents in enumerate(amounts)]
    cuts = sorted(draw(st.sets(st.integers(1, len(rows)), max_size=3)) - {len(rows)})
    tables: list[list[Row]] = []
    order: Sequence[int] = ()
    for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True):
        has_headings = not tables or draw(st.booleans())
        if has_headings:
            order = draw(st.permutations(range(len(HEADINGS))))
        table = [HEADINGS, *rows[start:end]] if has_headings else rows[start:end]
        titles = draw(st.sampled_from(TITLES)) if has_headings else []
        tables.append([*titles, *([line[place] for place in order] for line in table)])
    if draw(st.booleans()):
        return rows, page(*tables)
    return rows, workbook({f"Blatt {n}": table for n, table in enumerate(tables)})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(split_lists())
def test_a_list_split_over_tables_has_the_rows_of_the_whole(
    tmp_path: Path, case: tuple[list[Row], str]
) -> None:
    rows, text = case
    found = read(tmp_path, text)
    whole = read(tmp_path, page([HEADINGS, *rows]))
    assert (facts(found), found.rejected, found.doubts) == (facts(whole), [], [])


def test_rows_and_what_is_told_name_their_sheet(tmp_path: Path) -> None:
    total = ("Summe", "", "", "", "", "999,00")
    found = read(
        tmp_path,
        workbook(
            {
                "Juni": [HEADINGS, row("RE-1")],
                "Juli": [("Juli",), HEADINGS, row("RE-2"), row("RE-3", name="x" * 9), total],
            }
        ),
    )
    assert [(one.sheet, one.line) for one in found.rows] == [("Juni", 2), ("Juli", 3), ("Juli", 4)]
    assert [(one.sheet, one.line) for one in found.ignored] == [
        ("Juni", 1), ("Juli", 1), ("Juli", 2), ("Juli", 5),
    ]  # fmt: skip
    assert found.lines == 7
    [doubt] = found.doubts
    assert render(doubt.message).startswith("Line 5 (Juli): the total")


def test_totals_of_each_sheet_and_of_all_hold(tmp_path: Path) -> None:
    def total(figure: str) -> Row:
        return ("Summe", "", "", "", "", figure)

    june = [HEADINGS, row("RE-1"), row("RE-2"), total("200,00")]
    july = [HEADINGS, row("RE-3"), total("100,00"), ("Gesamtsumme", *total("300,00")[1:])]
    assert read(tmp_path, workbook({"Juni": june, "Juli": july})).doubts == []
    parts = [row("RE-3"), total("100,00"), row("RE-4"), total("100,00")]
    august = [HEADINGS, *parts, ("Endsumme", *total("200,00")[1:])]
    assert read(tmp_path, workbook({"Juni": june, "August": august})).doubts == []


def test_an_item_above_the_headings_of_any_sheet_is_doubted(tmp_path: Path) -> None:
    sheets = {"Juni": [HEADINGS, row("RE-1")], "Juli": [row("RE-2"), HEADINGS, row("RE-3")]}
    [doubt] = read(tmp_path, workbook(sheets)).doubts
    assert (doubt.reach, doubt.sheet, doubt.line) == (Reach.LIST, "Juli", 1)


def test_a_pivot_by_due_date_tells_no_key_date(tmp_path: Path) -> None:
    pivot = [("Fälligkeit", "Summe"), ("01.07.2026", "100,00"), ("31.12.2027", "70,00")]
    found = read(tmp_path, workbook({"OP": [HEADINGS, row("RE-1")], "Pivot": pivot}))
    assert (found.key_date, found.doubts) == (None, [])


def test_an_item_on_two_sheets_counts_once_and_contradictions_are_rejected(
    tmp_path: Path,
) -> None:
    sheets = {
        "Alle": [HEADINGS, row("RE-1"), row("RE-2")],
        "Ulm": [HEADINGS, row("RE-1"), row("RE-2", 5_000)],
    }
    found = read(tmp_path, workbook(sheets))
    assert seen(found) == [("RE-1", 10_000)]
    assert [(one.sheet, one.line) for one in found.rejected] == [("Alle", 3), ("Ulm", 3)]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("Juli", True), ("OP alt", False), ("Kopie von OP", False), ("Archiv_2025", False)],
)
def test_old_and_hidden_sheets_are_doubted_by_what_the_list_lacks(
    tmp_path: Path, name: str, hidden: bool
) -> None:
    def found(*rows: Row) -> ListFile:
        sheets = {name: [HEADINGS, *rows], "OP": [HEADINGS, row("RE-1"), row("RE-2")]}
        return read(tmp_path, workbook(sheets, [name] if hidden else []))

    [doubt] = found(row("RE-1"), row("RE-7")).doubts
    assert (doubt.reach, doubt.sheet, doubt.line) == (Reach.LIST, name, 3)
    assert seen(found(row("RE-7"))) == [("RE-1", 10_000), ("RE-2", 10_000)]
    assert found(row("RE-1")).doubts == [] == found().doubts


def test_a_sheet_named_as_old_is_read_where_it_is_the_only_one(tmp_path: Path) -> None:
    found = read(tmp_path, workbook({"Kopie von OP": [HEADINGS, row("RE-1")]}))
    assert seen(found) == [("RE-1", 10_000)]


@pytest.mark.parametrize(
    "table",
    [
        [("Beleg-ID", "Wer", "Noch zu tun"), ("RE-8", "Busch", "70,00")],
        [("Vorgang", "Firma", "Summe"), ("R2026/0008", "Busch", "1.200,00")],
        [("Nummer des Postens", "wann", "wie viel"), ("acht", "01.06.2026", "70,00")],
        [("Rechnungsnummer", "Kunde", "Betrag"), ("RE-8", "Busch", "70,00")],
    ],
)
def test_a_sheet_that_may_be_a_list_is_doubted(tmp_path: Path, table: list[Row]) -> None:
    found = read(tmp_path, workbook({"OP": [HEADINGS, row("RE-1")], "Weitere": table}))
    assert seen(found) == [("RE-1", 10_000)]
    assert [(one.reach, one.sheet, one.line) for one in found.doubts] == [
        (Reach.LIST, "Weitere", 2)
    ]


@pytest.mark.parametrize(
    "table",
    [
        [("Mahnstufe", "Bedeutung"), ("1", "Erinnerung"), ("2", "Mahnung")],
        [("Kunde", "Offen"), ("Arndt", "100,00"), ("Gesamtergebnis", "100,00")],
        [("Fälligkeit", "Summe"), ("bis 30 Tage", "100,00"), ("über 30 Tage", "0,00")],
        [("Offene Posten der Hörwelt GmbH",), ("Seite 1 von 2",), ()],
        [("Ansprechpartner", "Telefon"), ("Frau Busch", "0711 123456")],
    ],
)
def test_legends_covers_and_pivots_are_harmless(tmp_path: Path, table: list[Row]) -> None:
    for sheets in (
        {"OP": [HEADINGS, row("RE-1")], "Dazu": table},
        {"Dazu": table, "OP": [HEADINGS, row("RE-1")]},
    ):
        found = read(tmp_path, workbook(sheets))
        assert (seen(found), found.doubts) == ([("RE-1", 10_000)], [])


def test_texts_beside_tables_tell_the_key_date(tmp_path: Path) -> None:
    for text in (
        page([HEADINGS, row("RE-1")], between=["Stichtag: 30.09.2026"]),
        page([("Offene Posten, Stichtag 30.09.2026",)], [HEADINGS, row("RE-1")]),
        page([HEADINGS, row("RE-1")], [HEADINGS, row("RE-2")], between=["", "Stand 30.09.2026"]),
    ):
        assert read(tmp_path, text).key_date == date(2026, 9, 30)


def test_a_number_of_a_saved_page_has_its_exact_value(tmp_path: Path) -> None:
    text = page([HEADINGS, row("RE-1")]).replace(
        "<td>100,00</td></tr>", '<td x:num="1234.56">1.235 €</td></tr>'
    )
    assert seen(read(tmp_path, text)) == [("RE-1", 123_456)]
    text = page([HEADINGS, row("0012")]).replace("<td>0012</td>", '<td x:str="0012">0012</td>')
    assert seen(read(tmp_path, text)) == [("0012", 10_000)]


def test_hidden_rows_and_columns_are_read(tmp_path: Path) -> None:
    table = [HEADINGS, row("RE-1"), row("RE-2")]
    all_rows = [("RE-1", 10_000), ("RE-2", 10_000)]
    hidden = workbook({"OP": table}).replace("<Row>", '<Row ss:Hidden="1">')
    assert seen(read(tmp_path, hidden)) == all_rows
    hidden = page(table).replace("<tr>", '<tr style="display:none">')
    assert seen(read(tmp_path, hidden)) == all_rows
    hidden = workbook({"OP": table}).replace("<Table>", '<Table><Column ss:Hidden="1"/>')
    assert seen(read(tmp_path, hidden)) == all_rows
