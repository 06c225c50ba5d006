"""Hostile and unfit workbooks end in a refusal that says what to do, within seconds and in bounded
memory.
"""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import read_in_child
from engine.lists.files.workbook.kind import workbook_kind
from engine.lists.files.workbook.workbooks import read_workbook
from engine.model.errors import Cancelled, ListRefused
from tests.lists.files.workbook.workbook_content import cell, xlsx

FOLDER = Path(__file__).with_name("workbooks")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1">{{}}</c></row></sheetData></worksheet>'
)
SS = "urn:schemas-microsoft-com:office:spreadsheet"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Reads bytes, or a file, and returns the cause of their refusal; `apart` reads them in the
    child process.
    """

    def refuse(
        content: bytes | Path,
        limits: FileLimits = FileLimits(),  # noqa: B008 - it cannot be changed
        *,
        apart: bool = False,
    ) -> str:
        path = content if isinstance(content, Path) else tmp_path / "list.xls"
        if isinstance(content, bytes):
            path.write_bytes(content)
        kind = workbook_kind(path.read_bytes()[:4096])
        with pytest.raises(ListRefused) as refusal:
            (read_workbook if apart else read_in_child)(path, kind, limits)
        assert advice_of(refusal.value)
        return cause_of(refusal.value)

    return refuse


@pytest.mark.parametrize("name", ["protected_libreoffice.xls", "protected_msoffcrypto.xlsx"])
def test_a_password_is_named(refused: Refused, name: str) -> None:
    assert "protected by a password" in refused(FOLDER / name)


def test_a_packed_part_with_a_password_is_named(refused: Refused) -> None:
    content = xlsx(cell("A1", 1))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.index(signature) + offset
        content = content[:place] + b"\x01" + content[place + 1 :]
    assert "protected by a password" in refused(content)


def test_other_containers_are_named(refused: Refused) -> None:
    assert "OpenDocument" in refused(FOLDER / "list_libreoffice.ods", apart=True)
    assert "binary workbook" in refused(xlsx("", parts={"xl/workbook.bin": b""}))
    assert "no Excel workbook" in refused(zipped({"OPOS.csv": b"Konto;Saldo"}))
    assert "no workbook" in refused(
        (FOLDER / "list_xlwt.xls")
        .read_bytes()
        .replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
    )
    assert "without a table" in refused(b"<html><body>Sitzung abgelaufen</body></html>")
    assert "no workbook of Excel 2003" in refused(
        b'<?xml version="1.0"?><Document><Rechnung/></Document>'
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return archive.getvalue()


def test_a_page_that_ends_within_its_table_has_lost_rows(refused: Refused) -> None:
    assert "its end is missing" in refused(b"<html><table><tr><td>RE-1</td></tr>")


def test_a_bomb_is_not_unpacked(refused: Refused) -> None:
    assert "Unpacked, the workbook has 30,0" in refused(xlsx(" " * 30_000_000))
    assert "Unpacked" in refused(xlsx(cell("A1", 1)), FileLimits(unpacked_bytes=500))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(refused: Refused) -> None:
    content = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>' * 100_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert "damaged" in refused(content.replace(struct.pack("<I", size), struct.pack("<I", 5_000)))


def test_a_refusal_comes_whole_from_the_child(refused: Refused) -> None:
    far = xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>')
    assert refused(far, apart=True) == "Sheet Liste reaches to column 16,384."


def test_too_many_parts_and_parts_given_twice_are_refused(refused: Refused) -> None:
    assert "2,006 parts" in refused(xlsx("", parts={f"part{n}": b"" for n in range(2_000)}))
    assert "some of them twice" in refused(xlsx("", parts={"XL/Workbook.xml": b""}))


def test_too_many_sheets_are_refused(refused: Refused) -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 12))
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{relations}"><sheets>{sheets}</sheets></workbook>'
    )
    assert "11 sheets" in refused(
        xlsx(cell("A1", 1), parts={"xl/workbook.xml": workbook}), FileLimits(sheets=10)
    )


def test_a_cell_at_the_far_end_costs_only_the_child(refused: Refused) -> None:
    far = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c'
        ' r="XFD1048576"><v>1</v></c></row>'
    )
    assert "more memory" in refused(xlsx(far), apart=True)


@pytest.mark.parametrize("content", ["<v>1</v>", "<f>A1</f>", "<f>A1</f><v/>"])
def test_a_cell_far_to_the_right_or_below_is_told(refused: Refused, content: str) -> None:
    assert "reaches to column 16,384" in refused(
        xlsx(f'<row r="1"><c r="XFD1">{content}</c></row>')
    )
    assert "reaches to row 1,000" in refused(
        xlsx(f'<row r="1000"><c r="A1000">{content}</c></row>'), FileLimits(rows=999)
    )


def test_a_formula_without_a_result_beyond_all_rows_is_told(refused: Refused) -> None:
    assert "reaches to row 99,999,999" in refused(
        xlsx('<row r="99999999"><c r="A99999999"><f>A1</f></c></row>')
    )


def test_far_cells_of_other_kinds_are_told(refused: Refused) -> None:
    assert "reaches to column 9,999,999" in refused(
        b"<html><table><tr><td colspan=9999999>x</table>"
    )
    assert "reaches to row 5" in refused(
        b"<html><table>" + b"<tr><td>x" * 5 + b"</table>", FileLimits(rows=4)
    )
    row = '<Row ss:Index="1999999999"><Cell><Data ss:Type="String">x</Data></Cell></Row>'
    assert "reaches to row 1,999,999,999" in refused(excel_2003(row))
    assert "reaches to column 301" in refused(excel_2003('<Row><Cell ss:MergeAcross="300"/></Row>'))
    assert "reaches to column 9" in refused(FOLDER / "list_xlwt.xls", FileLimits(columns=8))
    assert "reaches to row 8" in refused(FOLDER / "list_xlwt.xls", FileLimits(rows=7))


def excel_2003(rows: str, document_type: str = "") -> bytes:
    sheet = f'<Worksheet ss:Name="Liste"><Table>{rows}</Table></Worksheet>'
    return (
        f'<?xml version="1.0"?>{document_type}<Workbook xmlns="{SS}"'
        f' xmlns:ss="{SS}">{sheet}</Workbook>'.encode()
    )


def test_excel_2003_going_backwards_is_damage(refused: Refused) -> None:
    assert "rows out of order" in refused(excel_2003('<Row ss:Index="3"/><Row ss:Index="2"/>'))
    assert "cells out of order" in refused(
        excel_2003('<Row><Cell ss:Index="3"/><Cell ss:Index="2"/></Row>')
    )


def test_formatted_but_blank_rows_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    blank = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(2, 50_000)
    )
    path.write_bytes(xlsx(f'<row r="1">{cell("A1", "x")}</row>{blank}', formats={1: "0.00"}))
    assert read_in_child(path, "xlsx", FileLimits())[0].lines == [(1, ["x"])]


def test_a_text_without_end_is_told_with_its_place(refused: Refused) -> None:
    long = "x" * 32_768
    assert (
        refused(xlsx(f'<row r="3">{cell("B3", long)}</row>'))
        == "Sheet Liste, row 3: a cell holds 32,768 characters."
    )
    assert "32,768 characters" in refused(f"<html><table><tr><td>{long}</table>".encode())


@pytest.mark.parametrize(
    ("part", "inside"),
    [
        ("xl/worksheets/sheet1.xml", SHEET.format("<v>&a11;</v>")),
        ("xl/worksheets/sheet1.xml", SHEET.format("<f>1</f>")),
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}">&a11;</workbook>'),
        ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">&a11;</styleSheet>'),
    ],
)  # fmt: skip
def test_entities_are_never_unfolded(refused: Refused, part: str, inside: str) -> None:
    document_type = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
    assert any(
        word in refused(xlsx("", parts={part: document_type + inside}))
        for word in ("entities", "entity")
    )


def test_entities_of_excel_2003_neither_grow_nor_read_files(
    refused: Refused, tmp_path: Path
) -> None:
    row = '<Row><Cell><Data ss:Type="String">&a11;</Data></Cell></Row>'
    assert "entities" in refused(excel_2003(row, f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'))
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    assert "entities" in refused(
        excel_2003(row, f'<!DOCTYPE x [<!ENTITY a11 SYSTEM "file://{secret}">]>')
    )


@pytest.mark.parametrize("value", ["12<!-- -->34", "<![CDATA[1234]]>", "1<![CDATA[2]]>"])
def test_a_value_in_pieces_is_never_cut(refused: Refused, value: str) -> None:
    assert "in pieces" in refused(xlsx(f'<row r="1"><c r="A1"><v>{value}</v></c></row>'))


@pytest.mark.parametrize(
    "sheet", ["", "<worksheet", f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1"><v>3']
)
def test_a_cut_off_sheet_is_damage(refused: Refused, sheet: str) -> None:
    assert "damaged" in refused(xlsx("", parts={"xl/worksheets/sheet1.xml": sheet}))


def test_names_from_the_file_are_shown_inert(refused: Refused) -> None:
    row = '<Row ss:Index="1999999999"/>'
    assert "Sheet a\\u202eb" in refused(excel_2003(row).replace(b"Liste", "a\u202eb".encode()))


def test_a_file_too_large_is_not_even_opened(refused: Refused) -> None:
    assert "bytes" in refused(xlsx(""), FileLimits(file_bytes=100), apart=True)


def test_memory_is_bounded(refused: Refused) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="H1048576"><v>1</v></c></row>'
    )
    assert "more memory" in refused(
        xlsx(rows), FileLimits(workbook_memory_bytes=400_000_000), apart=True
    )


def test_processor_time_is_bounded(refused: Refused) -> None:
    page = b"<html><table>" + b"<tr><td>RE-1</td></tr>" * 800_000 + b"</table></html>"
    assert "took longer" in refused(page, FileLimits(workbook_cpu_seconds=1), apart=True)


@pytest.fixture
def as_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a shell script in the place of the child."""

    def replace(script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return replace


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("kill -XCPU $$", "took longer"),
        ("exec /bin/sleep 60", "took longer"),
        ("kill -ABRT $$", "more memory"),
        ("kill -KILL $$", "more memory"),
        (
            "echo 'first'; printf 'Traceback\\nImportError: \\033[31mno module' >&2; exit 1",
            r"failed: ImportError: \x1b[31mno module",
        ),
        ("echo garbage", "damaged"),
        (r"printf '\202\247refusal\256sheet_too_wide\246params\200'", "sheet_too_wide: {}"),
        (r"printf '\201\247refusal\246hostile'", "damaged"),
        ("", "damaged"),
    ],
)
def test_a_child_that_breaks_off_is_a_refusal(
    refused: Refused, as_child: Callable[[str], None], script: str, cause: str
) -> None:
    as_child(script)
    assert cause in refused(xlsx(cell("A1", 1)), FileLimits(workbook_wall_seconds=1), apart=True)


def test_a_child_that_was_told_to_stop_says_nothing_about_the_file(
    tmp_path: Path, as_child: Callable[[str], None]
) -> None:
    as_child("kill -TERM $$")
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(cell("A1", 1)))
    with pytest.raises(Cancelled):
        read_workbook(path, "xlsx", FileLimits())


def test_a_page_that_ends_behind_one_of_its_tables_may_have_lost_others(refused: Refused) -> None:
    table = b"<table><tr><td>RE-1</td></tr></table>"
    assert "its end is missing" in refused(b"<html><body>" + table + table)


def test_a_login_page_is_named(refused: Refused) -> None:
    page = b'<html><table><tr><td>Name<td><input><tr><td><input type="password"></table></html>'
    assert "login page" in refused(page)
    assert "a login or an error" in refused(b"<html><h1>503 Service Unavailable</h1></html>")
