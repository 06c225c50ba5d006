"""The notices a list can come with: stable codes that the guard, the journal and scripts rely on.

With one of the first four nobody can say that the list is whole and ours; the guard then lets its
silence settle nothing unseen.
"""

from __future__ import annotations

from enum import StrEnum

from engine.lists.rows.rows import Notice


class Code(StrEnum):
    """What a notice is about."""

    CONTROL_TOTAL_MISMATCH = "control_total_mismatch"
    """A printed total differs from the sum of the rows."""
    TORN_LAST_LINE = "torn_last_line"
    """The last line has no end, and no total says that the list is whole."""
    FULL_SHEET = "full_sheet"
    """A sheet of .xls with exactly 65,536 rows: there may have been more."""
    CREDITORS = "creditors"
    """A list of suppliers, or one that holds such accounts."""
    FOREIGN_CURRENCY = "foreign_currency"
    DRAFTS = "drafts"
    """Documents that are no invoices yet; they are ignored."""
    DUPLICATE_ROWS = "duplicate_rows"
    """Lines alike in every cell. Of open items they count once, of payments each counts."""
    WITHOUT_INVOICE_NUMBER = "without_invoice_number"
    """Postings that name no invoice, such as a payment on account."""
    JOINED_CELLS = "joined_cells"
    """A line whose last text holds an unquoted delimiter."""
    UNREADABLE_CELLS = "unreadable_cells"
    """Due dates, document dates or dunning levels that are none; their rows are kept without them.
    """
    ODD_DATES = "odd_dates"
    """Invoices or payments dated before 2000, or more than a week ahead."""
    UNKNOWN_COLUMNS = "unknown_columns"
    OTHER_SHEETS = "other_sheets"
    """Sheets of the workbook that were not read."""
    ENCODING = "encoding"
    """The text may be in another encoding; names may be wrong, figures cannot be."""
    SETTLED_ITEMS = "settled_items"
    """A list of open items that holds settled ones too: it is one of all items."""
    KEY_DATES_DIFFER = "key_dates_differ"
    KEY_DATE_IN_FUTURE = "key_date_in_future"
    KEY_DATE_WITHOUT_YEAR = "key_date_without_year"


def notice(code: Code, text: str) -> Notice:
    """A notice with a code of the table above."""
    return Notice(code.value, text)
