"""Why a list is refused as a whole: what is wrong with the file, and what to do about it."""

from __future__ import annotations

from engine.model.message import N_, Code

_LOOK_AGAIN = N_("That is far more than a list has; look whether this is one, or export it again.")
_QUOTE_AGAIN = N_("Export the list again; a quotation mark within a text must be doubled.")


class ListRefusal(Code):
    """What a file has that no list may have, or lacks that every list needs."""

    FILE_TOO_LARGE = (
        "file_too_large",
        N_("The file has {size:count} bytes; {limit:count} are allowed."),
        N_(
            "Export fewer items at once; or, if the list is really so large, raise"
            " limits.file_megabytes."
        ),
    )
    FILE_EMPTY = (
        "file_empty",
        N_("The file is empty."),
        N_("Export the list again and look whether it holds any items."),
    )
    TOO_MANY_LINES = (
        "too_many_lines",
        N_("The file has more than {rows} lines."),
        N_("Look whether this is a list. If it is really so long, raise limits.rows."),
    )
    TOO_MANY_CELLS = (
        "too_many_cells",
        N_("Lines {first} to {last}: one has {cells} cells."),
        _LOOK_AGAIN,
    )
    LINE_TOO_LONG = (
        "line_too_long",
        N_("Line {line} has more than {bytes:count} bytes."),
        _LOOK_AGAIN,
    )
    CELL_TOO_LONG = (
        "cell_too_long",
        N_(
            "Line {line}: a cell is far too long; most likely a quotation mark is missing in it"
            " or above it."
        ),
        _QUOTE_AGAIN,
    )
    QUOTE_MISPLACED = (
        "quote_misplaced",
        N_("Line {line}: a quotation mark is missing or out of place here, or somewhere above."),
        _QUOTE_AGAIN,
    )
    NOT_IN_ENCODING = (
        "not_in_encoding",
        N_("Line {line}: this is no text, or it is not written in {encoding}."),
        N_("Save the list as UTF-8, or name its encoding as file.encoding."),
    )
    ENCODING_UNKNOWN = (
        "encoding_unknown",
        N_("The encoding {encoding} is not known."),
        N_("Set file.encoding to auto, utf-8, cp1252 or cp850."),
    )
    HEADING_TWICE = (
        "heading_twice",
        N_("Line {line}: two columns are headed {name}."),
        N_("Give each column a heading of its own, or leave one of them out of the export."),
    )
    RUNNING_BALANCE = (
        "running_balance",
        N_(
            "Column {column}: it holds a running balance (line {line}), not what is open of each"
            " invoice."
        ),
        N_(
            "Export the open amount of each item, in DATEV the OPOS-Liste with one Saldo for each"
            " item."
        ),
    )
    SECOND_LIST = (
        "second_list",
        N_("Line {line}: here a second list begins, with other columns: {names}."),
        N_("Export each list as a file of its own, or both with the same columns."),
    )
    AMOUNTS_AMBIGUOUS = (
        "amounts_ambiguous",
        N_("Column {column}: it cannot be known what the points and commas mean ({examples})."),
        N_("Export the amounts with two decimals throughout, such as 1.200,00."),
    )
    DAYS_AMBIGUOUS = (
        "days_ambiguous",
        N_(
            "Column {column}: it cannot be known which is the day and which the month ({examples})."
        ),
        N_("Export the days as 31.12.2026 or 2026-12-31."),
    )
    DATEV_BATCH = (
        "datev_batch",
        N_("The file is a DATEV batch ({mark}, {kind}), not a list of open items."),
        N_(
            "In DATEV Rechnungswesen export the OPOS-Liste instead; the payments of a"
            ' Buchungsstapel are imported with file.type = "datev_batch".'
        ),
    )
    BATCH_HEADINGS = (
        "datev_batch_headings",
        N_(
            "Line {line}: the headings are those of a DATEV batch ({kind}), not of a list of open"
            " items."
        ),
        N_("In DATEV Rechnungswesen export the OPOS-Liste instead."),
    )
    """A batch whose first line, with its mark, was deleted."""
    WORKBOOK_FOR_TEXT = (
        "workbook_for_text",
        N_("The file is a workbook ({container}), but the layout {layout} is one of text."),
        N_("Set file.type to excel or datev_online."),
    )
    NO_LAYOUT_FITS = (
        "no_layout_fits",
        N_("The file is of no layout that is known: {found}."),
        N_("Propose a layout with: opos read FILE --suggest"),
    )
    SEVERAL_LAYOUTS_FIT = (
        "several_layouts_fit",
        N_("The file may be of several layouts: {names}."),
        N_("Say which, with --type or as file.type."),
    )
    HEADINGS_UNKNOWN = (
        "headings_unknown",
        N_("There is no heading line that the layout {layout} knows: {found}."),
        "{remedy}",
    )
    COLUMNS_MISSING = (
        "columns_missing",
        N_(
            "Line {line}: the layout {layout} needs a column for {missing}; the headings are:"
            " {names}."
        ),
        "{remedy}",
    )
    NO_HEADINGS = (
        "no_headings",
        N_("No line looks like the headings of a list."),
        N_("A list needs a heading line above its rows; export it with headings."),
    )
    COLUMN_UNCLEAR = (
        "column_unclear",
        N_("Line {line}: the column {name} is not understood, and looks like {looks}: {examples}."),
        N_(
            "Describe the list under [layouts] and say there what the column is, such as {field},"
            " or that it means nothing: {ignore}; opos read FILE --suggest writes such a layout."
        ),
    )
    COLUMN_NAMELESS = (
        "column_nameless",
        N_("Line {line}: column {place} has no heading, and looks like {looks}: {examples}."),
        N_("Give the column a heading, or leave it out of the export."),
    )
    NOT_PAYMENTS = (
        "not_payments",
        N_(
            "Line {line}: without a column for the payment each invoice would be paid in"
            " full, but {name} is no payment."
        ),
        N_(
            "If the list holds open items, set file.content to open; else head the column"
            " of payments Zahlbetrag."
        ),
    )
    NOT_OPEN_ITEMS = (
        "not_open_items",
        N_(
            "The list is to be one of open items, but {settled:count} of its {rows:count} items"
            " are settled or have a day of payment."
        ),
        N_("Export the open items; or set file.content to settled or all."),
    )
    NOT_SETTLED_ITEMS = (
        "not_settled_items",
        N_(
            "The list is to be one of settled items, but {rejected:count} of its {rows:count}"
            " items are open or unreadable."
        ),
        N_("Export the settled items; or set file.content to open or all."),
    )


class ColumnLooks(Code):
    """What a column looks like that is not understood."""

    MONEY = ("looks_like_money", N_("amounts"))
    SIDE = ("looks_like_side", N_("Soll and Haben"))
    MARK = ("looks_like_mark", N_("a mark of what is paid"))
    DAY = ("looks_like_day", N_("days of payment"))
    NUMBER = ("looks_like_number", N_("invoice numbers"))


class LayoutRemedy(Code):
    """What to do where a file does not fit the layout of its interface."""

    TAKE_OTHER_LAYOUT = (
        "take_other_layout",
        N_(
            "It looks like {layout}: set file.type to that, or look whether the right file was"
            " delivered."
        ),
    )
    DESCRIBE_LAYOUT = (
        "describe_layout",
        N_(
            "Export the list with these columns, or describe it under [layouts]; opos read FILE"
            " --suggest proposes how."
        ),
    )


class ColumnsNeeded(Code):
    """Columns of which a layout needs at least one."""

    NUMBER = ("number_needed", N_("the invoice number"))
    BALANCE = ("balance_needed", N_("the balance (or debit and credit)"))
    SIDE = ("side_needed", N_("debit or credit (S/H, or two columns)"))
    AMOUNT = ("amount_needed", N_("an amount (open, of the invoice, debit or credit)"))


class FoundInFile(Code):
    """What stands in a file instead of what was looked for."""

    BATCH_CATEGORY = ("batch_category", N_("category {number}"))
    """Of a DATEV batch whose category has no name that we know."""
    LINE_READS = ("line_reads", N_("line {line} reads {cells}"))
    NO_CELLS = ("no_cells", N_("no line has more than one cell"))
