"""A draft as a file, in each container that the layouts have."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import openpyxl
import xlwt

from engine.model.item import Cents
from tests.lists.distortions.books import Dice
from tests.lists.distortions.draft import Cell, Draft, Row, in_cents
from tests.lists.writers import DAYS, MONEY, german, german_plain, letter_behind

Spelling = Callable[[Cents], str]
SHEETS = ("OP-Liste", "Seite 2", "Seite 3")


def euro_behind(cents: Cents) -> str:
    """1.234,56 €"""
    return f"{german(cents)} €"


def euro_in_words(cents: Cents) -> str:
    """1.234,56 Euro"""
    return f"{german(cents)} Euro"


def four_decimals(cents: Cents) -> str:
    """1234,5600"""
    return f"{german_plain(cents)}00"


def as_in_accounts(cents: Cents) -> str:
    """` 1.234,56 € `, and ` -   € ` for nothing"""
    return f" {german(cents)} € " if cents else " -   € "


class Dress(msgspec.Struct):
    """How the file is written."""

    container: str
    money: Spelling
    day: Callable[[date], str]
    encoding: str = "utf-8"
    delimiter: str = ";"
    newline: str = "\r\n"
    quote_all: bool = False
    padded: bool = True
    """Whether every line has as many cells as the headings."""
    typed: bool = True
    """Whether days and amounts are cells of their own kind in a workbook, not text."""
    ends_with_ctrl_z: bool = False
    unquoted: bool = False
    """A distortion: delimiters within cells are written as they are."""
    cut: int = 0
    """A distortion: how many letters are missing at the end."""


def honest_dress(dice: Dice, draft: Draft) -> Dress:
    """Any way to write the list that leaves no doubt."""
    spellings = [*MONEY, euro_behind, euro_in_words, four_decimals, as_in_accounts]
    if draft.content == "payments" or {"side", "paid_before"} & set(draft.columns):
        spellings.remove(letter_behind)
    container = {
        "datev_online": ("html", "xml", "xls"),
        "excel": ("xlsx",),
    }.get(draft.layout, ("csv",))
    dress = Dress(dice.one_of(container), money=dice.one_of(spellings), day=dice.one_of(DAYS))
    if dress.container == "csv":
        dress.encoding = dice.one_of(("utf-8", "cp1252", "utf-8-sig", "utf-16"))
        dress.delimiter = dice.one_of((";", "\t", ",", "|"))
        dress.newline = dice.one_of(("\r\n", "\n"))
        dress.quote_all = dice.in_percent(20)
        dress.padded = not dice.in_percent(20)
        dress.ends_with_ctrl_z = dress.encoding == "cp1252" and dice.in_percent(10)
    else:
        dress.typed = not dice.in_percent(30)
    return dress


def suffix(dress: Dress) -> str:
    return {"html": ".xls", "xml": ".xls"}.get(dress.container, f".{dress.container}")


def write(draft: Draft, dress: Dress) -> bytes:
    """The draft as a file."""
    sheets = draft.sheets()
    match dress.container:
        case "csv":
            return _csv([row for sheet in sheets for row in sheet], dress)
        case "html":
            tables = "<p>Seite</p>".join(_html(rows, dress) for rows in sheets)
            return f"<html><body>{tables}</body></html>".encode()
        case "xml":
            return _spreadsheetml(sheets, dress)
        case "xls":
            return _xls(sheets, dress)
        case _:
            return _xlsx(sheets, dress, hides=draft.apart == "hidden")


def _text(cell: Cell, dress: Dress) -> str:
    if isinstance(cell, Decimal):
        return dress.money(in_cents(cell))
    return dress.day(cell) if isinstance(cell, date) else cell


def _csv(rows: list[Row], dress: Dress) -> bytes:
    width = max(map(len, rows)) if dress.padded else 0
    texts = [[_text(cell, dress) for cell in row] + [""] * (width - len(row)) for row in rows]
    stream = io.StringIO(newline="")
    if dress.unquoted:
        stream.writelines(dress.delimiter.join(row) + dress.newline for row in texts)
    else:
        csv.writer(
            stream,
            delimiter=dress.delimiter,
            lineterminator=dress.newline,
            quoting=csv.QUOTE_ALL if dress.quote_all else csv.QUOTE_MINIMAL,
        ).writerows(texts)
    text = stream.getvalue()
    if dress.cut:
        text = text.removesuffix(dress.newline)[: -dress.cut]
    return (text + "\x1a" * dress.ends_with_ctrl_z).encode(dress.encoding)


def _html(rows: list[Row], dress: Dress) -> str:
    lines = ("".join(f"<td>{html.escape(_text(cell, dress))}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _spreadsheetml(sheets: list[list[Row]], dress: Dress) -> bytes:
    def cell(value: Cell) -> str:
        is_number = dress.typed and isinstance(value, Decimal)
        text = str(value) if is_number else html.escape(_text(value, dress))
        kind = "Number" if is_number else "String"
        return f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>'

    name = "urn:schemas-microsoft-com:office:spreadsheet"
    worksheets = "".join(
        f'<Worksheet ss:Name="{title}"><Table>'
        + "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
        + "</Table></Worksheet>"
        for title, rows in zip(SHEETS, sheets, strict=False)
    )
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">{worksheets}</Workbook>'
    ).encode()


def _typed(cell: Cell) -> Cell | int:
    """As Excel keeps what is typed into it: digits alone are a number."""
    digits = isinstance(cell, str) and cell.isdigit() and cell[0] != "0"
    return int(str(cell)) if digits else cell


def _xls(sheets: list[list[Row]], dress: Dress) -> bytes:
    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for title, rows in zip(SHEETS, sheets, strict=False):
        sheet = book.add_sheet(title)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if not dress.typed or isinstance(cell, str):
                    sheet.write(line, column, _text(cell, dress))
                elif isinstance(cell, date):
                    sheet.write(line, column, cell, day)
                else:
                    sheet.write(line, column, float(cell))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xlsx(sheets: list[list[Row]], dress: Dress, *, hides: bool) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in zip(SHEETS, sheets, strict=False):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_typed(cell) if dress.typed else _text(cell, dress) for cell in row])
    for sheet in book.worksheets[1:] if hides else ():
        sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
