"""A list in the making: the columns, the lines, and what stands around them. Honest ways and
distortions change it until it is written.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import zip_longest

import msgspec

from engine.model.item import Cents
from tests.lists.distortions.books import Invoice

Cell = str | date | Decimal
"""Text, a day or an amount; how days and amounts are spelled is decided when the list is written.
"""
Row = list[Cell]

SUMMED = ("amount", "debit", "credit", "open", "paid", "paid_before")


class Record(msgspec.Struct):
    """One line about an invoice."""

    invoice: Invoice
    cells: dict[str, Cell]
    """By column."""


class Draft(msgspec.Struct):
    """See the module."""

    layout: str
    content: str
    unlisted: str
    name: str
    """What the file is called, without its suffix."""
    written: date
    """The day on which the file was written."""
    columns: list[str]
    """The fields, or names of columns that are not read, in their order."""
    headings: dict[str, str]
    records: list[Record]
    titles: list[Row] = []
    below: list[Row] = []
    """Lines under the list."""
    total: str = ""
    """The label of the line of totals; empty: there is none."""
    figures: dict[str, Cents] = {}
    """What the totals say, by column."""
    total_is_first: bool = False
    """Whether the line of totals stands above the lines it is of."""
    by_account: bool = False
    """Whether each account has a heading and a sum of its own."""
    rule: str = ""
    """What a line above the total is filled with."""
    page: int = 0
    """How many lines a page has, with the headings again on the next; 0: there are no pages."""
    parts: list[list[str]] = []
    """The columns' order in each further part of the list; empty: it is in one piece."""
    apart: str = "below"
    """How the parts stand: below each other, `beside` each other, on `sheets` of their own, or on
    such that are `hidden`.
    """
    unheaded: bool = False
    """Whether a running number without a heading stands before each line."""
    legend: list[Row] = []
    """A sheet of its own that explains the list."""
    distortions: list[str] = []
    """What was done to it."""
    spellings: list[str] = []
    """The numbers that a distortion made of true ones."""

    def add_column(self, place: int, column: str, heading: str) -> None:
        for order in (self.columns, *self.parts):
            order.insert(place, column)
        self.headings[column] = heading

    def drop_column(self, column: str) -> None:
        for order in (self.columns, *self.parts):
            order.remove(column)
        self.figures.pop(column, None)

    def names(self, invoice: Invoice) -> bool:
        return any(record.invoice is invoice for record in self.records)

    def sheets(self) -> list[list[Row]]:
        """The lines of every sheet or table."""
        orders = [self.columns, *self.parts]
        share = -(-len(self.records) // len(orders))
        blocks = [
            self._block(order, self.records[place * share : (place + 1) * share])
            for place, order in enumerate(orders)
        ]
        if self.total_is_first:
            blocks[0][1:1] = self._total(self.columns)
        else:
            blocks[-1] += self._total(orders[-1])
        blocks[-1] += self.below
        if self.apart == "below":
            blocks = [[row for block in blocks for row in [*block, []]][:-1]]
        elif self.apart == "beside":
            blocks = [_beside(blocks)]
        blocks[0][:0] = self.titles
        return [*blocks, self.legend] if self.legend else blocks

    def _block(self, order: list[str], records: list[Record]) -> list[Row]:
        headings: Row = [self.headings[column] for column in order]
        rows: list[Row] = []
        for place, record in enumerate(records):
            if self.page and place and place % self.page == 0:
                rows += [[f"Seite {place // self.page}"], *self.titles[:1], headings]
            if self.by_account and (not place or not _same_account(records[place - 1], record)):
                rows.append([f"{record.invoice.account} {record.invoice.name}"])
            number: Row = [str(place + 1)] if self.unheaded else []
            rows.append(number + [record.cells[column] for column in order])
            if self.by_account and (
                place + 1 == len(records) or not _same_account(record, records[place + 1])
            ):
                rows.append(self._sum_of_account(order, records, record))
        return [headings, *rows]

    def _sum_of_account(self, order: list[str], records: list[Record], last: Record) -> Row:
        of_account = [record for record in records if _same_account(record, last)]
        sums = sums_of([column for column in order if column in SUMMED], of_account)
        return [in_euro(sums[column]) if column in sums else "" for column in order]

    def _total(self, order: list[str]) -> list[Row]:
        rows: list[Row] = []
        if self.rule:
            rows.append([self.rule for _ in order])
        if self.total:
            figures: Row = [
                in_euro(self.figures[column]) if column in self.figures else "" for column in order
            ]
            place = next((place for place, cell in enumerate(figures) if cell == ""), None)
            if place is not None:
                figures[place] = self.total
            rows.append(figures)
        return rows


def sums_of(columns: list[str], records: list[Record]) -> dict[str, Cents]:
    """The sums of these columns that hold an amount in every line."""
    sums: dict[str, Cents] = {}
    for column in columns:
        amounts = [record.cells[column] for record in records]
        if all(isinstance(amount, Decimal) or amount == "" for amount in amounts):
            sums[column] = sum(in_cents(amount) for amount in amounts if amount != "")
    return sums


def in_euro(cents: Cents) -> Decimal:
    return Decimal(cents) / 100


def in_cents(amount: Cell) -> Cents:
    """The amount; nothing where a distortion has put text in its place."""
    return int(amount * 100) if isinstance(amount, Decimal) else 0


def _beside(blocks: list[list[Row]]) -> list[Row]:
    widths = [max(map(len, block)) + 1 for block in blocks]
    return [
        [
            cell
            for width, row in zip(widths, rows, strict=True)
            for cell in [*row, *[""] * (width - len(row))]
        ]
        for rows in zip_longest(*blocks, fillvalue=())
    ]


def _same_account(one: Record, other: Record) -> bool:
    return one.invoice.account == other.invoice.account
