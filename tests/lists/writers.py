"""Writes any items as a list, in each layout, encoding, delimiter and notation that the reader must
understand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import msgspec

from engine.model.item import Cents


class Written(msgspec.Struct, frozen=True):
    """One invoice, as it is written into a list."""

    invoice_no: str
    account: str
    name: str
    doc_date: date
    due_date: date | None
    amount: Cents
    open: Cents


class Dress(msgspec.Struct, frozen=True):
    """How a list is written."""

    encoding: str
    delimiter: str
    newline: str
    money: Callable[[Cents], str]
    day: Callable[[date], str]
    quote_all: bool

    def write(self, rows: list[list[str]]) -> bytes:
        """The rows as a file."""
        stream = io.StringIO(newline="")
        writer = csv.writer(
            stream,
            delimiter=self.delimiter,
            lineterminator=self.newline,
            quoting=csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL,
        )
        writer.writerows(rows)
        return stream.getvalue().encode(self.encoding)


def german(cents: Cents) -> str:
    """1.234,56"""
    return english(cents).translate(str.maketrans(",.", ".,"))


def english(cents: Cents) -> str:
    """1,234.56"""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def german_plain(cents: Cents) -> str:
    """1234,56"""
    return german(cents).replace(".", "")


def minus_behind(cents: Cents) -> str:
    """1.234,56-"""
    return german(abs(cents)) + ("-" if cents < 0 else "")


def brackets(cents: Cents) -> str:
    """(1,234.56)"""
    return f"({english(-cents)})" if cents < 0 else english(cents)


def letter_behind(cents: Cents) -> str:
    """1.234,56 H"""
    return f"{german(abs(cents))} {'H' if cents < 0 else 'S'}"


MONEY = (german, english, german_plain, minus_behind, brackets, letter_behind)
DAYS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day}.{day.month}.{day:%Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: f"{day:%d%m%Y}".lstrip("0"),
    lambda day: f"{day:%d.%m.%Y} 00:00:00",
)


def datev_b1(items: list[Written], dress: Dress) -> bytes:
    """The ASCII export: balances without a sign, S/H beside them; in Haben what was paid."""
    head = (
        "Kontonummer Rechnungsnummer Rechnungsdatum Faelligkeit Gegenkonto BetragSoll BetragHaben"
        " Saldo SHSaldo Text".split()
    )
    rows = [
        [
            item.account, item.invoice_no, dress.day(item.doc_date), _day(item, dress), "8400",
            dress.money(max(item.amount, 0) + max(item.open - item.amount, 0)),
            dress.money(max(-item.amount, 0) + max(item.amount - item.open, 0)),
            dress.money(abs(item.open)),
            "H" if item.open < 0 else "S", item.name,
        ]
        for item in items
    ]  # fmt: skip
    return dress.write([head, *rows])


def addison(items: list[Written], dress: Dress) -> bytes:
    """Signed amounts, with title lines above."""
    head = [
        "Konto",
        "Kontobezeichnung",
        "Belegnummer",
        "Belegdatum",
        "Fälligkeit",
        "Betrag",
        "Offener Betrag",
    ]
    rows = [
        [
            item.account, item.name, item.invoice_no, dress.day(item.doc_date), _day(item, dress),
            dress.money(item.amount),
            dress.money(item.open),
        ]
        for item in items
    ]  # fmt: skip
    return dress.write([["Offene Posten"], [], head, *rows])


def _day(item: Written, dress: Dress) -> str:
    return dress.day(item.due_date) if item.due_date else ""
