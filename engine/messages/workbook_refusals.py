"""Why a workbook, or what looks like one, is refused before a list is looked for in it."""

from __future__ import annotations

from engine.model.message import N_, Code

_COPY_ALONE = N_(
    "Copy the list alone into a new workbook, without empty rows and columns around it, or"
    " export it as CSV."
)
_SAVE_AS_LIST = N_("Save the list in Excel as .xlsx or .xls, or as CSV, and send that file.")
_SAVE_ANEW = N_(
    "Open it in Excel, save it anew, and send it again; if Excel cannot open it either,"
    " export the list once more."
)


class WorkbookRefusal(Code):
    """What the process that reads workbooks answers instead of tables, or why it answers none.

    Parameters are text and whole numbers alone, as they come through a pipe.
    """

    FILE_TOO_LARGE = (
        "workbook_file_too_large",
        N_("The file has {size:count} bytes: far more than a list has."),
        N_(
            "Copy the list alone into a new workbook, or export it as CSV; if it is really so"
            " large, raise limits.file_megabytes."
        ),
    )
    UNPACKED_TOO_LARGE = (
        "workbook_unpacked_too_large",
        N_("Unpacked, the workbook has {size:count} bytes: far more than a list has."),
        _COPY_ALONE,
    )
    TOO_MANY_PARTS = (
        "workbook_too_many_parts",
        N_("The file holds {parts:count} parts, or some of them twice."),
        _COPY_ALONE,
    )
    TOO_MANY_SHEETS = (
        "workbook_too_many_sheets",
        N_("The workbook has {sheets:count} sheets."),
        _COPY_ALONE,
    )
    TOO_WIDE = (
        "sheet_too_wide",
        N_("Sheet {sheet} reaches to column {columns:count}."),
        _COPY_ALONE,
    )
    TOO_LONG = (
        "sheet_too_long",
        N_("Sheet {sheet} reaches to row {rows:count}."),
        N_(
            "Copy the list alone into a new workbook, without empty rows around it. If it is really"
            " so long, raise limits.rows."
        ),
    )
    CELL_TOO_LONG = (
        "sheet_cell_too_long",
        N_("Sheet {sheet}, row {row:count}: a cell holds {length:count} characters."),
        N_("Shorten the text, or leave its column out of the list."),
    )
    OUT_OF_MEMORY = (
        "workbook_out_of_memory",
        N_(
            "The workbook needs more memory than any list should. A single cell far outside of the"
            " list is enough for that."
        ),
        N_(
            "Copy the list alone into a new workbook, or export it as CSV; if it is really so"
            " large, raise limits.workbook_megabytes."
        ),
    )
    """Also where the reading process broke down, which is how the libraries answer impossible
    sizes.
    """
    TOOK_TOO_LONG = (
        "workbook_took_too_long",
        N_("Reading the workbook took longer than any list should."),
        N_(
            "Copy the list alone into a new workbook, or export it as CSV; if it is really so"
            " large, raise limits.workbook_seconds."
        ),
    )
    PASSWORD = (
        "workbook_password",
        N_("The workbook is protected by a password, so nothing in it can be read."),
        N_(
            "Save it without a password, and have it sent over an encrypted way instead (SFTP or"
            " FTPS)."
        ),
    )
    OPEN_DOCUMENT = (
        "open_document",
        N_("This is an OpenDocument file (LibreOffice, OpenOffice), which cannot be read."),
        _SAVE_AS_LIST,
    )
    BINARY_WORKBOOK = (
        "binary_workbook",
        N_("This is an Excel binary workbook (.xlsb), which cannot be read."),
        _SAVE_AS_LIST,
    )
    ONLY_ZIP = (
        "only_zip",
        N_("This is a packed file (zip), but no Excel workbook."),
        N_("Unpack it, and send the list itself."),
    )
    NUMBERS = (
        "numbers_file",
        N_("This is a table of Apple's Numbers, which cannot be read."),
        N_("Export it there as Excel (.xlsx) or CSV, and send that file."),
    )
    WORD_DOCUMENT = (
        "word_document",
        N_("This is a Word document, no workbook."),
        N_("Export the list of open items as CSV or Excel (.xlsx), and send that file."),
    )
    OUTLOOK_MAIL = (
        "outlook_mail",
        N_("This is an e-mail saved by Outlook, no workbook."),
        N_("Save the list that is attached to it, and send that file."),
    )
    OTHER_OFFICE_FILE = (
        "other_office_file",
        N_("This is a file of an Office program, but no workbook."),
        _SAVE_AS_LIST,
    )
    PAGE_WITHOUT_TABLE = (
        "page_without_table",
        N_("This is a web page without a table: most likely a login or an error."),
        N_("Look whether the program that fetches the list is logged in, and export it again."),
    )
    LOGIN_PAGE = (
        "login_page",
        N_("This is a web page to log in (a login page), not a list."),
        N_("Look whether the program that fetches the list is logged in, and export it again."),
    )
    OTHER_XML = ("other_xml", N_("This is XML, but no workbook of Excel 2003."), _SAVE_AS_LIST)
    OWN_ENTITIES = (
        "own_entities",
        N_(
            "The file defines words of its own (XML entities), which can make a small file endless."
        ),
        N_("No program that writes workbooks does this: ask where the file comes from."),
    )
    """They may name other files, or grow a thousandfold."""
    VALUES_IN_PIECES = (
        "values_in_pieces",
        N_("The workbook holds values in pieces, as no program known to us writes them."),
        N_("Open it in Excel, save it anew, and send it again."),
    )
    DAMAGED = (
        "workbook_damaged",
        N_("The workbook is damaged and cannot be read ({how})."),
        _SAVE_ANEW,
    )
    """`how` is what a library said or raised: from outside."""
    PAGE_WITHOUT_END = (
        "table_without_end",
        N_("The page is damaged and cannot be read: its end is missing."),
        _SAVE_ANEW,
    )
    SHEET_WITHOUT_ROOT = (
        "sheet_without_root",
        N_("The workbook is damaged and cannot be read: a sheet holds no worksheet."),
        _SAVE_ANEW,
    )
    READER_FAILED = (
        "workbook_reader_failed",
        N_("The program that reads workbooks failed: {error}"),
        N_(
            "This is not the file's fault. Check the installation with opos check; until then, send"
            " the list as CSV."
        ),
    )
