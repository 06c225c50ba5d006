"""Reading a list from end to end: what cannot be shown by a golden file."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.limits import FileLimits
from engine.lists.read import read_list
from engine.lists.read_table import read_tables
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ConfigError, ListRefused
from tests.lists.make_lists import GOLDEN, TODAY
from tests.lists.writers import Dress, Written, datev_b1, german

HEAD = "Belegnummer;Kunde;Offener Betrag\r\n"


def read(folder: Path, data: str | bytes, *, limits: FileLimits = FileLimits()) -> ListFile:  # noqa: B008 - frozen
    path = folder / "list.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_list(
        path, path.name, type="addison", content=Content.OPEN, limits=limits, today=TODAY
    )


def test_a_layout_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="datev_cvs") as refused:
        read_list(GOLDEN / "addison_open.csv", "x", type="datev_cvs", today=TODAY)
    assert "datev_csv" in advice_of(refused.value)


def test_the_key_date_is_in_the_name_on_the_server_not_in_ours(tmp_path: Path) -> None:
    path = tmp_path / "spool_2020-01-01.part"
    path.write_bytes(f"{HEAD}RE-1;Muster;1,00\r\n".encode())
    assert str(read_list(path, "opos_2026-08-31.csv", today=TODAY).key_date) == "2026-08-31"


@pytest.mark.parametrize(
    ("data", "limits", "cause"),
    [
        (HEAD + "RE-1;Muster;1,00\r\n" * 5, FileLimits(file_bytes=100), "100 are allowed"),
        (HEAD + "RE-1;Muster;1,00\r\n" * 5, FileLimits(rows=5), "more than 5 lines"),
        (HEAD + "\n" * 50, FileLimits(rows=50), "more than 50 lines"),
        (HEAD + "RE-1;Muster;1,00" + ";" * 300 + "\r\n", FileLimits(), "303 cells"),
        (HEAD + "x" * 200_000, FileLimits(), "Line 2 has more than"),
        (";" * 1_000_000, FileLimits(), "Line 1 has more than"),
        (HEAD + '"' + "x\r\n" * 60_000, FileLimits(), "far too long"),
    ],
)
def test_a_list_beyond_the_limits_is_refused(
    data: str, limits: FileLimits, cause: str, tmp_path: Path
) -> None:
    with pytest.raises(ListRefused) as refused:
        read(tmp_path, data, limits=limits)
    assert cause in cause_of(refused.value)
    assert advice_of(refused.value)


def test_many_blank_lines_are_no_burden(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "RE-1;Muster;1,00\r\n" + "\r\n" * 100_000)
    assert (len(found.rows), len(found.ignored)) == (1, 100_001)


def test_lines_keep_their_numbers_over_many_blocks_and_line_breaks_in_cells(tmp_path: Path) -> None:
    lines = [
        f'RE-{number};"Muster\r\n{number}";1,00'
        if number % 100 == 0
        else f"RE-{number};Muster;1,00"
        for number in range(1000)
    ]
    data = HEAD + "\r\n".join(lines) + "\r\n"
    physical = data.split("\r\n")
    for row in read(tmp_path, data).rows:
        assert physical[row.line - 1].startswith(f"{row.invoice_no};")


def test_a_row_in_a_later_block_is_rejected_where_it_stands(tmp_path: Path) -> None:
    data = HEAD + "".join(
        f"RE-{number};Muster;{'1,00' if number != 700 else 'x'}\r\n" for number in range(1000)
    )
    found = read(tmp_path, data)
    assert [(one.line, one.column, one.value) for one in found.rejected] == [
        (702, "Offener Betrag", "x")
    ]
    assert len(found.rows) == 999


def test_thousands_of_items_read_as_a_few_do(tmp_path: Path) -> None:
    items = [
        Written(f"RE-{n}", str(10_000 + n), f"Kunde {n}", TODAY, None, n, n) for n in range(1, 2000)
    ]
    path = tmp_path / "list.csv"
    path.write_bytes(
        datev_b1(
            items, Dress("cp1252", ";", "\r\n", german, lambda day: f"{day:%d%m%Y}", quote_all=True)
        )
    )
    found = read_list(path, path.name, today=TODAY)
    assert [(row.invoice_no, row.open, row.text) for row in found.rows] == [
        (one.invoice_no, one.open, one.name) for one in items
    ]


def test_a_full_sheet_is_told(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("OPOS")
    for row, cells in ((0, ("Rechnungsnummer", "Saldo")), (1, ("RE-1", 1)), (65_535, ("RE-2", 2))):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    path = tmp_path / "list.xls"
    book.save(str(path))
    found = read_list(path, path.name, today=TODAY)
    assert [row.line for row in found.rows] == [2, 65_536]
    assert "full_sheet" in {doubt.message.code.value for doubt in found.doubts}
    assert len(found.rows) + len(found.ignored) == found.lines == 65_536


def test_the_lines_of_any_table(tmp_path: Path) -> None:
    path = tmp_path / "invoices.csv"
    path.write_bytes('invoice_no;amount\r\n"RE;1";1,00\r\n\r\n'.encode("cp1252"))
    table, encoding = read_tables(path)
    assert table.lines == [(1, ["invoice_no", "amount"]), (2, ["RE;1", "1,00"]), (3, [])]
    assert encoding == "utf-8"
