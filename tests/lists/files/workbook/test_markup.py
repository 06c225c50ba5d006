"""Web pages and SpreadsheetML named .xls: where their cells stand, and what they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.lists.cells.tables import Cell, Shown, Table, truth
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import read_in_child

SS = "urn:schemas-microsoft-com:office:spreadsheet"


def page(tmp_path: Path, content: bytes | str) -> list[Table]:
    path = tmp_path / "page.xls"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_in_child(path, "html", FileLimits())


def cells(table: Table) -> list[list[Cell]]:
    return [line for _number, line in table.lines]


def test_cells_covered_from_above_and_from_the_left_stay_blank(tmp_path: Path) -> None:
    rows = (
        "<tr><td>a<td rowspan=3>b<td>c<td rowspan=2>d<tr><td>e<td>f<td>g<tr><td"
        " colspan=1>h<td>i<td>j<tr><td colspan=2>k<td>l"
    )
    assert cells(page(tmp_path, f"<table>{rows}</table>")[0]) == [
        ["a", "b", "c", "d"],
        ["e", "", "f", "", "g"],
        ["h", "", "i", "j"],
        ["k", "", "l"],
    ]


def test_spans_that_are_no_numbers_count_as_one(tmp_path: Path) -> None:
    assert cells(
        page(tmp_path, '<table><tr><td colspan="-5" rowspan=x>a<td colspan="">b</table>')[0]
    ) == [["a", "b"]]


def test_every_table_is_one_and_inner_ones_come_first(tmp_path: Path) -> None:
    found = page(
        tmp_path,
        "<table><tr><td>x<table><tr><td>inner</table><td>y</table> <p>und"
        " <table><td>z</td></table>",
    )
    assert [(table.name, cells(table)) for table in found] == [
        ("2", [["inner"]]),
        ("1", [["x", "y"]]),
        ("3", [["z"]]),
    ]


def test_scripts_styles_and_comments_are_not_seen(tmp_path: Path) -> None:
    hidden = "<script>'<td>1'</script><style>td</style><!-- <td>2</td> -->"
    assert cells(page(tmp_path, f"<table><tr><td>a{hidden}b</td></table>")[0]) == [["ab"]]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>Müller".encode(),
        "<table><tr><td>Müller".encode("utf-8-sig"),
        "<table><tr><td>Müller".encode("utf-16"),
        "<table><tr><td>Müller".encode("cp1252"),
        "<meta charset=cp850><table><tr><td>Müller".encode("cp850"),
        "<meta charset=never-heard-of><table><tr><td>Müller".encode("cp1252"),
        "<meta charset='utf-8'><table><tr><td>Müller".encode("cp1252"),
        b"<table><tr><td>M&uuml;ller",
    ],
)
def test_umlauts_come_out_in_every_encoding(tmp_path: Path, content: bytes) -> None:
    end = "</table>".encode("utf-16-le") if content.startswith(b"\xff\xfe") else b"</table>"
    assert cells(page(tmp_path, content + end)[0]) == [["Müller"]]


def excel_2003(tmp_path: Path, table: str, styles: str = "") -> list[list[Cell]]:
    path = tmp_path / "list.xml"
    sheet = f'<Worksheet ss:Name="Liste"><Table>{table}</Table></Worksheet>'
    path.write_text(
        f'<Workbook xmlns="{SS}" xmlns:ss="{SS}"><Styles>{styles}</Styles>{sheet}</Workbook>',
        encoding="utf-8",
    )
    return cells(read_in_child(path, "xml", FileLimits())[0])


def data(value: str, kind: str = "Number", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


def test_a_number_looks_as_its_cell_its_row_or_its_column_says(tmp_path: Path) -> None:
    forms = (
        ("Default", "00"),
        ("five", "00000"),
        ("three", "000"),
        ("RE", "&quot;RE-&quot;0"),
        ("money", "Standard"),
    )
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{form}"/></Style>' for name, form in forms
    )
    columns = (
        '<Column/><Column ss:StyleID="three" ss:Span="1"/><Column ss:Index="5" ss:StyleID="money"/>'
    )
    row = data("7") + data("7") + data("7") + data("7", attributes='ss:StyleID="five"') + data("7")
    assert [[cell.text for cell in line if isinstance(cell, Shown)] for line in excel_2003(
        tmp_path, f'{columns}<Row>{row}</Row><Row ss:StyleID="RE">{row}</Row>', styles)] == [
        ["07", "007", "007", "00007", "7"], ["RE-7", "RE-7", "RE-7", "00007", "RE-7"],
    ]  # fmt: skip


def test_each_type_of_data_is_what_it_is(tmp_path: Path) -> None:
    row = (
        data("12.5") + data("1_000") + data("true, as it were", "String") + data("1",
            "Boolean") + data("#REF!", "Error")
        + data("2026-07-01T00:00:00.000", "DateTime") + data("1899-12-31T08:30:00.000", "DateTime")
    )  # fmt: skip
    assert excel_2003(tmp_path, f"<Row>{row}</Row>") == [
        [
            Shown(12.5),
            "1_000",
            "true, as it were",
            truth(True),
            Shown(None, "#REF!"),
            Shown(date(2026, 7, 1)),
            "08:30:00",
        ]
    ]


def test_a_formula_without_data_is_no_blank_cell(tmp_path: Path) -> None:
    row = '<Cell ss:Formula="=RC[1]"/><Cell/>' + data("1", attributes='ss:Formula="=RC[1]"')
    assert excel_2003(tmp_path, f"<Row>{row}</Row>") == [[Shown(None, "=RC[1]"), "", Shown(1.0)]]


def test_rows_and_cells_may_be_left_out_or_covered(tmp_path: Path) -> None:
    merged = data("a", "String", 'ss:MergeAcross="2"') + data("b", "String")
    assert excel_2003(tmp_path,
        f'<Row>{merged}</Row><Row ss:Index="3">{data("c", "String", "ss:Index=&quot;2&quot;")}</Row>'
                      .replace("&quot;", '"')) == [["a", "", "", "b"], [], ["", "c"]]  # fmt: skip


def test_formatted_text_is_read_without_its_format(tmp_path: Path) -> None:
    rich = (
        '<Cell><ss:Data ss:Type="String"'
        ' xmlns="http://www.w3.org/TR/REC-html40">Mül<B>ler</B></ss:Data></Cell>'
    )
    assert excel_2003(tmp_path, f"<Row>{rich}</Row>") == [["Müller"]]
