"""What there is to tell of a list besides its rows. Each code is stable: the guard, the journal and
scripts rely on it.

With one of the first four nobody can say that the list is whole and ours; the guard then lets its
silence settle nothing unseen.
"""

from __future__ import annotations

from engine.model.message import N_, Code, plural


class ListNotice(Code):
    """What a notice is about."""

    CONTROL_TOTAL_MISMATCH = ("control_total_mismatch", "{what}")
    """A printed total differs from the sum of the rows: one of `TotalMismatch`."""
    TORN_LAST_LINE = (
        "torn_last_line",
        N_("Line {line}: the file ends without the end of a line; it may have been cut."),
    )
    """The last line has no end, and no total says that the list is whole."""
    FULL_SHEET = (
        "full_sheet",
        N_("The sheet has {rows:count} rows, as many as .xls can hold: there may have been more."),
    )
    """A sheet of .xls with exactly 65,536 rows: there may have been more."""
    CREDITORS = ("creditors", "{what}")
    """A list of suppliers, or one that holds such accounts: one of `CreditorSign`."""
    FOREIGN_CURRENCY = (
        "foreign_currency",
        plural(
            "{n:count} row is in a foreign currency: {codes}.",
            "{n:count} rows are in a foreign currency: {codes}.",
        ),
    )
    DRAFTS = (
        "drafts",
        plural(
            "{n:count} line is a draft and is ignored.",
            "{n:count} lines are drafts and are ignored.",
        ),
    )
    """Documents that are no invoices yet; they are ignored, and so is silence about them."""
    DUPLICATE_ROWS = ("duplicate_rows", N_("These lines stand in the file twice: {lines}."))
    """Lines alike in every cell. Of open items they count once, of payments each counts."""
    WITHOUT_INVOICE_NUMBER = (
        "without_invoice_number",
        N_("These lines name no invoice and are ignored: {lines}."),
    )
    """Amounts that name no invoice: a payment on account, or an item whose number is missing."""
    ROWS_AGAIN = (
        "rows_again",
        N_("From line {line} on the payments are those above once more."),
        N_("Deliver each payment once; look whether a file was put behind another."),
    )
    """Payments several on end that stand above in the same order: they would be booked twice."""
    ABOVE_HEADINGS = (
        "above_headings",
        N_("Line {line} looks like an item, but stands above the headings and is not read."),
    )
    """Lines above the headings are titles; one with several cells and an amount is none."""
    JOINED_CELLS = (
        "joined_cells",
        N_("In these lines the last text holds a delimiter without quotation marks: {lines}."),
    )
    """A line whose last text holds an unquoted delimiter."""
    UNREADABLE_CELLS = (
        "unreadable_cells",
        N_("{column}: these cells cannot be read and are left out: {cells}."),
    )
    """Due dates, document dates or dunning levels that are none; their rows are kept without them.
    """
    STATUS_IN_WORDS = (
        "status_in_words",
        plural(
            "{column}: {n:count} cell says nothing of a payment that opos knows ({words}); the open"
            " amount counts.",
            "{column}: {n:count} cells say nothing of a payment that opos knows ({words}); the open"
            " amounts count.",
        ),
    )
    """Free text as settlement mark, beside an amount that says what is open."""
    ODD_DATES = (
        "odd_dates",
        N_("{column}: these days are long past or still to come: {days}."),
    )
    """Invoices or payments dated before 2000, or more than a week ahead."""
    UNKNOWN_COLUMNS = ("unknown_columns", N_("These columns are not read: {names}."))
    OTHER_SHEETS = ("other_sheets", N_("These sheets are not read: {names}."))
    """Sheets of the workbook that were not read."""
    ENCODING = (
        "encoding",
        N_(
            "The text is read as {encoding}, which may be wrong; look whether the names are spelt"
            " right."
        ),
    )
    """The text may be in another encoding; names may be wrong, figures cannot be."""
    SETTLED_ITEMS = (
        "settled_items",
        plural(
            "{n:count} item of the list is settled.", "{n:count} items of the list are settled."
        ),
    )
    """A list of open items that holds settled ones too: it is one of all items."""


class TotalMismatch(Code):
    """Which totals do not hold."""

    ONE = (
        "total_mismatch",
        N_(
            "Line {line}: the total is printed as {printed:money}, but the rows add up to"
            " {counted:money}."
        ),
    )
    MORE = (
        "more_total_mismatches",
        plural("{n:count} more total does not hold.", "{n:count} more totals do not hold."),
    )


class CreditorSign(Code):
    """By what a list shows that it is one of suppliers."""

    HEADINGS = (
        "creditor_headings",
        N_("The headings are those of a list of suppliers (creditors)."),
    )
    TITLE = (
        "creditor_title",
        N_("The title, or the name of the file, says that it is a list of suppliers (creditors)."),
    )
    ACCOUNTS = (
        "creditor_accounts",
        plural(
            "{n:count} line stands on an account that begins with 7, 8 or 9: a creditor in DATEV's"
            " order of accounts.",
            "{n:count} lines stand on accounts that begin with 7, 8 or 9: creditors in DATEV's"
            " order of accounts.",
        ),
    )


class Named(Code):
    """What one notice names of many."""

    AND_MORE = ("and_more", N_("{shown} and {left:count} more"))
    """The first few, and how many are left."""
    CELL = ("cell", N_("line {line} ({text})"))
    DAY = ("day", "{day:date}")
    LINE_OF_SHEET = ("line_of_sheet", "{line} ({sheet})")
