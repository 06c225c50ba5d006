"""What only .xls has: its containers, its older kinds, and formulas that nobody calculated."""

from __future__ import annotations

import struct
from pathlib import Path

import xlwt
from xlrd.compdoc import CompDoc

from engine.lists.cells.tables import Shown
from tests.lists.files.workbook.workbook_reading import FOLDER, tables, the_list


def test_an_xls_without_its_container_is_read(tmp_path: Path) -> None:
    content = (FOLDER / "list_xlwt.xls").read_bytes()
    path = tmp_path / "bare.xls"
    path.write_bytes(CompDoc(content).get_named_stream("Workbook"))
    assert the_list(path) == the_list(FOLDER / "list_xlwt.xls")


def test_an_xls_of_excel_2_is_read(tmp_path: Path) -> None:
    """As old programs still write it: a few records, and no formats."""
    records = [
        (0x09, struct.pack("<HH", 2, 0x10)),
        (0x04, struct.pack("<HH3sB4s", 0, 0, b"", 4, b"RE-1")),
        (0x03, struct.pack("<HH3sd", 0, 1, b"", 1190.5)),
        (0x02, struct.pack("<HH3sH", 1, 0, b"", 12)),
        (0x06, struct.pack("<HH3sdBB", 1, 1, b"", 1.0, 0, 0)),
        (0x0A, b""),
    ]
    path = tmp_path / "old.xls"
    path.write_bytes(b"".join(struct.pack("<HH", code, len(data)) + data for code, data in records))
    assert tables(path)[0].lines == [(1, ["RE-1", Shown(1190.5)]), (2, [Shown(12.0), Shown(1.0)])]


def test_an_xls_of_excel_5_is_read(tmp_path: Path) -> None:
    """Its records stand in a stream of another name; a directory entry is the name, filled up to 64
    bytes, and its length.
    """
    content = (FOLDER / "list_xlwt.xls").read_bytes()
    new, old = (
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
        for name in ("Workbook", "Book")
    )
    assert new in content
    path = tmp_path / "excel5.xls"
    path.write_bytes(content.replace(new, old))
    assert the_list(path) == the_list(FOLDER / "list_xlwt.xls")


def test_an_xls_that_never_was_calculated_is_doubted() -> None:
    lines = tables(FOLDER / "formulas_xlwt.xls")[0].lines
    assert lines[3][1] == [*[Shown(None, "=")] * 5, Shown(2.0), Shown(None, "=")]
    assert lines[4][1] == [Shown(None, "#REF!")]


def test_an_xls_that_wants_to_be_calculated_when_opened_is_doubted(tmp_path: Path) -> None:
    stream = bytearray(
        CompDoc((FOLDER / "formulas_libreoffice.xls").read_bytes()).get_named_stream("Workbook")
    )
    row, column, flags = 3, 1, 14
    record = next(
        place for place in range(len(stream))
        if stream[place : place + 2] == b"\x06\x00" and stream[place + 4 : place + 8] == struct.pack("<HH", row, column)
    )  # fmt: skip
    stream[record + 4 + flags] |= 2
    path = tmp_path / "bare.xls"
    path.write_bytes(stream)
    assert tables(path)[0].lines[3][1][:4] == [Shown(4.0), Shown(None, "="), "", "RE-7"]


def test_doubt_falls_on_the_sheet_it_belongs_to(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    for name, content in (("A", "Text"), ("B", xlwt.Formula("1+1")), ("C", "Text")):
        book.add_sheet(name).write(0, 0, content)
    book.save(str(tmp_path / "three.xls"))
    assert [table.lines[0][1] for table in tables(tmp_path / "three.xls")] == [
        ["Text"],
        [Shown(None, "=")],
        ["Text"],
    ]


def test_a_time_of_day_in_an_xls_is_text(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, 0.5, xlwt.easyxf(num_format_str="HH:MM"))
    book.save(str(tmp_path / "time.xls"))
    assert tables(tmp_path / "time.xls")[0].lines == [(1, ["12:00:00"])]
