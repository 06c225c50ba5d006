"""One list, the invoices held before it comes, and what is right: `expected.json` has the files of
`files/`, `variations.json` has others with their lines or sheets in it.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import xlwt

FOLDER = Path(__file__).parent


class Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `opos read` must say of the file."""

    rows: dict[str, str] | None = None
    """The open amounts by invoice number."""
    rejected: int | None = None
    refuse: bool = False
    says: list[str] = []
    """Words of the refusal."""


class Held(msgspec.Struct, frozen=True, array_like=True):
    """An invoice of Mandant 001, handed over."""

    invoice_no: str
    amount: Decimal
    open: Decimal
    invoice_date: date
    further: dict[str, str] = {}
    """Other fields, by name."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the module."""

    id: str
    gist: str
    type: str
    content: str
    name: str
    """What the file is called on the server."""
    safe: bool
    """Whether to refuse or hold it, changing nothing and saying why, is right too."""
    posting: dict[str, str]
    cls: str = ""
    severity: str = ""
    why: str = ""
    source: str = ""
    items: list[Held] = []
    """Invoices held before."""
    after: dict[str, str] = {}
    """What must be open afterwards, by invoice number; of a deleted invoice nothing."""
    absent: list[str] = []
    """Invoice numbers that must not exist afterwards."""
    exit_not: list[int] = []
    """Exit codes that are wrong, since something must be told."""
    read: Read | None = None
    file: str = ""
    """Where the list lies in `files/`; else it is made of `lines` or `sheets`."""
    lines: list[str] = []
    encoding: str = "utf-8"
    sheets: dict[str, list[list[Any]]] = {}

    @property
    def data(self) -> bytes:
        """The bytes of the list."""
        if self.file:
            return (FOLDER / "files" / self.file).read_bytes()
        if self.sheets:
            return _xls(self.sheets) if self.name.endswith(".xls") else _xlsx(self.sheets)
        return "".join(f"{line}\r\n" for line in self.lines).encode(self.encoding)


def all_cases() -> list[Case]:
    """Every case, in the order of the files."""
    return [
        case
        for name in ("expected.json", "variations.json")
        for case in msgspec.json.decode((FOLDER / name).read_bytes(), type=list[Case])
    ]


def _xlsx(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xls(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
