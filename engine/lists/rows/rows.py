"""What a reader makes of a file: typed rows, and an account of every line that is not one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from engine.lists.rows.payments import Payment
from engine.model.item import Cents
from engine.model.message import Message


class Content(StrEnum):
    """What a list tells."""

    OPEN = "open"
    """What is still open; its silence about an invoice may mean that it is paid."""
    SETTLED = "settled"
    """What is fully paid."""
    ALL = "all"
    """Open and settled items in one list, told apart by their settlement mark or balance."""
    PAYMENTS = "payments"
    """Money that came in, in full or in part."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """One invoice as the list tells of it. Amounts are signed cents: a credit note is negative."""

    line: int
    """Where it stands: the line of a text file, counted from 1, or the row of a sheet; of several,
    the first.
    """
    invoice_no: str
    account: str = ""
    name: str = ""
    mandant: str = ""
    """Only where the list has such a column; else empty."""
    branch: str = ""
    doc_date: date | None = None
    due_date: date | None = None
    amount: Cents | None = None
    """The invoice's own amount."""
    open: Cents | None = None
    """What is still open by this list; None in lists of payments, None or 0 in lists of settled
    items.
    """
    paid: Cents | None = None
    """A payment's amount; None where the list gives none, which means the whole rest."""
    paid_on: date | None = None
    settled: bool = False
    """The list itself says that this item is settled: by its mark, its balance or its kind."""
    currency: str = ""
    """ISO code; empty where the list has none."""
    dunning_level: int | None = None
    text: str = ""
    sheet: str = ""


class Rejected(msgspec.Struct, frozen=True):
    """A line that should have been a row and cannot be read. `value` is as it stands in the file:
    escape it before showing.
    """

    line: int
    column: str
    value: str
    reason: Message
    sheet: str = ""


class Ignored(msgspec.Struct, frozen=True):
    """A line that is no data: blank, title, heading, total, account heading."""

    line: int
    reason: Message
    sheet: str = ""


class Reach(StrEnum):
    """How far a doubt reaches: about what the list may not be silent."""

    ITEM = "item"
    """The invoice that `Doubt.about` names."""
    ACCOUNT = "account"
    """Every invoice of the account that `Doubt.about` names."""
    LIST = "list"
    """The list as a whole."""
    ROWS = "rows"
    """Not only silence: what the rows say may be something else."""


class Doubt(msgspec.Struct, frozen=True):
    """Something in the file that was not understood, so that silence may be no silence.

    Whatever stands in a file is used, ignored for a stated harmless reason, or doubtful. An invoice
    changes by not being named only where no doubt reaches it.
    """

    message: Message
    reach: Reach
    about: str = ""
    """An invoice number or an account, as it stands in the file; empty for the whole list."""
    line: int = 0
    """Where it stands; 0 where that is no line."""
    sheet: str = ""


class StatementPage(msgspec.Struct, frozen=True, kw_only=True):
    """A bank statement that says it is one page of several, before anybody knows the others."""

    statement: int
    """Which statement of the file it is."""
    account: str
    currency: str
    name: str
    """What all pages of one statement are called."""
    number: int
    """Counted from 1."""
    is_last: bool
    has_balances: bool
    opening: Cents | None
    counted: Cents
    closing: Cents | None
    entries: int
    summed: Cents
    """What its entries come to, all counted positive."""
    printed_entries: int | None
    printed_sum: Cents | None
    doubts: list[Doubt]
    """What does not hold where it is taken by itself."""


class StandingRows(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that change nothing and are only counted, where the others are read or planned."""

    rows: int = 0
    total: Cents = 0
    days: frozenset[date] = frozenset()
    """The days of their invoices."""
    mandants: frozenset[str] = frozenset()
    """The Mandanten of their invoices."""
    of_lines: int = 0
    """So many lines the list has, those that are read among them."""
    read: Sequence[Row] = ()
    """Themselves, where they were read."""

    @property
    def newest(self) -> date | None:
        """The day of their youngest invoice."""
        return max(self.days, default=None)


NOTHING_STANDS = StandingRows()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """How a text list is written of which each line can be read by itself, once this is known."""

    layout: str
    content: Content
    encoding: str
    delimiter: str
    quotes: str
    heading: int
    """The number of the heading line."""
    names: tuple[str, ...]
    """The headings."""
    columns: dict[str, int]
    """Where each field stands."""
    styles: dict[str, str]
    """How the amounts and the days of a column are written, where it shows that."""
    cells: dict[int, list[str]]
    """All that stands in the columns that are not read and judged by what stands in them."""


class ListFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file, read: every line is a row, rejected, ignored, or `merged` into the row of
    another line.
    """

    layout: str
    """The name of the layout it was read with, such as `datev_csv`."""
    content: Content
    format: str
    """The container: `csv`, `xls`, `xlsx`, `html`, `xml`."""
    encoding: str
    """The text's encoding as Python names it; empty for workbooks."""
    columns: dict[str, str] = {}
    """For each field that has a column its heading as it stands in the file; empty headings where
    the file has none.
    """
    unread: list[str] = []
    """The headings of the columns that are not read, as they stand in the file: harmless ones."""
    lines: int
    """How many lines or sheet rows the file has."""
    rows: list[Row]
    standing: StandingRows = NOTHING_STANDS
    """What there is besides `rows`."""
    payments: list[Payment] = []
    """Of a bank statement or a posting batch, which name no invoice as a list does: the money that
    moved. Then there are no `rows`.
    """
    merged: int = 0
    """How many lines were combined into the row of another line (DATEV items of several postings).
    """
    rejected: list[Rejected] = []
    ignored: list[Ignored] = []
    notices: list[Message] = []
    """What is worth telling and stops nothing."""
    doubts: list[Doubt] = []
    """What keeps the list's silence from counting."""
    pages: list[StatementPage] = []
    """Statements that are pages of others."""
    total: Cents = 0
    """The sum over `rows`: what is open, what was paid, or what the settled items were about."""
    control_total: Cents | None = None
    """The total printed in the file, where there is one."""
    key_date: date | None = None
    """The day the list speaks of, from its content or its name."""
    key_date_text: str = ""
    """The title or the name that says so."""
    written: Written | None = None
    """How it is written; None where its lines tell something only together."""

    @property
    def row_count(self) -> int:
        """How many rows the file has, read again or not."""
        return len(self.rows) + self.standing.rows
