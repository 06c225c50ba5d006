"""What only .xlsx has, and what calamine does not tell of it."""

from __future__ import annotations

import io
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.lists.cells.tables import Cell, Shown
from tests.lists.files.workbook.workbook_content import cell, xlsx
from tests.lists.files.workbook.workbook_reading import padded, tables, texts, values


def made(tmp_path: Path, cells: str, **more: Any) -> list[tuple[int, list[Cell]]]:
    path = tmp_path / "made.xlsx"
    path.write_bytes(xlsx(cells, **more))
    return tables(path)[0].lines


def test_results_that_wait_for_a_calculation_are_doubted(tmp_path: Path) -> None:
    """As XlsxWriter leaves them: 0 for every formula, and the order to calculate when opened."""
    row = '<row r="1"><c r="A1"><f>1190-0</f><v>0</v></c><c r="B1"><v>5</v></c></row>'
    assert made(tmp_path, row, workbook='<calcPr calcId="124519" fullCalcOnLoad="1"/>') == [
        (1, [Shown(None, "=1190-0"), Shown(5.0)])
    ]
    assert made(tmp_path, row, workbook='<calcPr calcId="191029"/>') == [
        (1, [Shown(0.0), Shown(5.0)])
    ]


def test_errors_and_lost_results_at_the_end_make_rows_of_their_own(tmp_path: Path) -> None:
    lines = made(
        tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><f>A1</f></c></row>'
    )
    assert lines == [(1, [Shown(1.0)]), (2, []), (3, ["", Shown(None, "=A1")])]
    assert made(tmp_path, '<row r="2"><c r="C2" t="e"><v>#REF!</v></c></row>') == [
        (1, []),
        (2, ["", "", Shown(None, "#REF!")]),
    ]


def test_cells_and_rows_without_numbers_follow_each_other(tmp_path: Path) -> None:
    cells = '<row><c s="1"><v>1</v></c><c><f>A1</f></c></row><row/><row><c s="1"><v>3</v></c></row>'
    lines = made(tmp_path, cells, formats={1: "000"})
    assert lines == [
        (1, [Shown(1.0, "001"), Shown(None, "=A1")]),
        (2, []),
        (3, [Shown(3.0, "003")]),
    ]


def test_tags_may_have_a_prefix(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert made(tmp_path, "", parts={"xl/worksheets/sheet1.xml": sheet}) == [
        (1, [Shown(1.0), Shown(None, "=A1")])
    ]


def test_strict_files_and_absolute_targets_are_read(tmp_path: Path) -> None:
    office = "http://purl.oclc.org/ooxml"
    relations = f"{office}/officeDocument/relationships"
    parts = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{office}/spreadsheetml/main" xmlns:r="{relations}">'
            '<sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            "<Relationships"
            ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
            f' Id="r1" Type="{relations}/worksheet"'
            ' Target="/xl/worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{office}/spreadsheetml/main"><sheetData><row r="1">'
            '<c r="A1"><v>5</v></c><c r="B1"><f>A1</f></c></row></sheetData></worksheet>'
        ),
    }
    assert made(tmp_path, "", parts=parts) == [(1, [Shown(5.0), Shown(None, "=A1")])]


def test_a_formula_is_found_wherever_blocks_of_a_large_sheet_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formula = '<row r="1"><c r="A1"><f>B9</f></c></row>'
    for block in range(400, 460):
        monkeypatch.setattr("engine.lists.files.workbook.xlsx_marks._BLOCK", block)
        assert made(tmp_path, f"{' ' * 300}{formula}") == [(1, [Shown(None, "=B9")])]


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1001))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<worksheet xmlns="{main}"><dimension'
        f' ref="A1:C2"/><sheetData>{rows}</sheetData></worksheet>'
    )
    assert len(made(tmp_path, "", parts={"xl/worksheets/sheet1.xml": sheet})) == 1000


def test_macros_and_links_to_other_workbooks_stay_asleep(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>[1]Tabelle1!A1</f><v>7</v></c></row>'
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    parts = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 no macro",
        "xl/externalLinks/externalLink1.xml": link,
    }
    assert made(tmp_path, cells, parts=parts) == [(1, [Shown(7.0)])]


def test_times_of_day_and_durations_are_text(tmp_path: Path) -> None:
    formats = {1: "hh:mm", 2: "[h]:mm", 3: "DD.MM.YYYY HH:MM"}
    cells = (
        f'<row r="1">{cell("A1", 0.5, 1)}{cell("B1", 1.5, 2)}{cell("C1", 46204.99999999, 3)}</row>'
    )
    assert made(tmp_path, cells, formats=formats) == [
        (1, ["12:00:00", "1 day, 12:00:00", Shown(date(2026, 7, 2))])
    ]


def test_a_truth_value_is_never_taken_for_a_number(tmp_path: Path) -> None:
    ((_number, cells),) = made(
        tmp_path,
        f'<row r="1">{cell("A1", 0)}{cell("B1", False)}{cell("C1", 1)}{cell("D1", True)}</row>',
    )
    assert texts(cells) == ["0", "FALSE", "1", "TRUE"]
    assert len(set(cells)) == 4


def test_a_formula_that_shows_nothing_is_blank_only_if_that_was_stored(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="str"><f>D1</f></c><c r="B1" t="str"><f>D1</f><v></v></c><c'
        ' r="C1"><f>D1</f><v></v></c>'
    )
    assert made(tmp_path, f'<row r="1">{cells}{cell("D1", 1)}</row>') == [
        (1, [Shown(None, "=D1"), "", Shown(None, "=D1"), Shown(1.0)])
    ]


def test_an_error_without_a_name_is_no_blank_cell(tmp_path: Path) -> None:
    assert made(tmp_path, f'<row r="1"><c r="A1" t="e"><v></v></c>{cell("B1", 1)}</row>') == [
        (1, [Shown(None, "#"), Shown(1.0)])
    ]


def test_attributes_may_have_single_quotes(tmp_path: Path) -> None:
    row = "<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1' s='1'><v>1</v></c></row>"
    assert made(tmp_path, row) == [(1, [Shown(None, "#N/A"), Shown(1.0)])]


def test_numbers_that_are_none_stay_text(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1_000</v></c><c r="B1"><v>١٢٣</v></c><c'
        ' r="C1"><v>0x10</v></c></row>'
    )
    assert made(tmp_path, cells) == [(1, ["1_000", "١٢٣", "0x10"])]


def test_the_noise_of_floats_is_kept_as_value_and_not_shown(tmp_path: Path) -> None:
    ((_number, cells),) = made(tmp_path, f'<row r="1">{cell("A1", 0.1 + 0.2)}</row>')
    assert (values(cells), texts(cells)) == ([0.1 + 0.2], ["0.3"])


cells_of_any_kind = st.one_of(
    st.none(),
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="_"
        ),
        max_size=12,
    ),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(float),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2999, 12, 31)),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(cells_of_any_kind, min_size=1, max_size=5), min_size=1, max_size=8))
def test_calamine_and_openpyxl_give_the_same_rows(rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            target = sheet.cell(row, column, value)
            if isinstance(value, str):
                target.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content.getvalue())
        file.flush()
        ours = [padded(values(cells)) for _number, cells in tables(Path(file.name))[0].lines]
    theirs = [
        padded(
            [
                value.date() if isinstance(value, datetime) else "" if value is None else value
                for value in line
            ]
        )
        for line in openpyxl.load_workbook(content).worksheets[0].iter_rows(values_only=True)
    ]
    while theirs and not any(value != "" for value in theirs[-1]):
        theirs.pop()
    assert ours == theirs
