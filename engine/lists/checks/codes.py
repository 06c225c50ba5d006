"""The notices a list can come with: stable codes that the guard, the journal and scripts rely on.

With one of the first four nobody can say that the list is whole and ours; the guard then lets its
silence settle nothing unseen.
"""

from __future__ import annotations

from engine.model import message
from engine.model.message import Message


class Code(message.Code):
    """What a notice is about."""

    CONTROL_TOTAL_MISMATCH = "control_total_mismatch", "{text}"
    """A printed total differs from the sum of the rows."""
    TORN_LAST_LINE = "torn_last_line", "{text}"
    """The last line has no end, and no total says that the list is whole."""
    FULL_SHEET = "full_sheet", "{text}"
    """A sheet of .xls with exactly 65,536 rows: there may have been more."""
    CREDITORS = "creditors", "{text}"
    """A list of suppliers, or one that holds such accounts."""
    FOREIGN_CURRENCY = "foreign_currency", "{text}"
    DRAFTS = "drafts", "{text}"
    """Documents that are no invoices yet; they are ignored."""
    DUPLICATE_ROWS = "duplicate_rows", "{text}"
    """Lines alike in every cell. Of open items they count once, of payments each counts."""
    WITHOUT_INVOICE_NUMBER = "without_invoice_number", "{text}"
    """Postings that name no invoice, such as a payment on account."""
    JOINED_CELLS = "joined_cells", "{text}"
    """A line whose last text holds an unquoted delimiter."""
    UNREADABLE_CELLS = "unreadable_cells", "{text}"
    """Due dates, document dates or dunning levels that are none; their rows are kept without them.
    """
    ODD_DATES = "odd_dates", "{text}"
    """Invoices or payments dated before 2000, or more than a week ahead."""
    UNKNOWN_COLUMNS = "unknown_columns", "{text}"
    OTHER_SHEETS = "other_sheets", "{text}"
    """Sheets of the workbook that were not read."""
    ENCODING = "encoding", "{text}"
    """The text may be in another encoding; names may be wrong, figures cannot be."""
    SETTLED_ITEMS = "settled_items", "{text}"
    """A list of open items that holds settled ones too: it is one of all items."""
    KEY_DATES_DIFFER = "key_dates_differ", "{text}"
    KEY_DATE_IN_FUTURE = "key_date_in_future", "{text}"
    KEY_DATE_WITHOUT_YEAR = "key_date_without_year", "{text}"


def notice(code: Code, text: str) -> Message:
    """A notice with a code of the table above."""
    return Message.of(code, text=text)
