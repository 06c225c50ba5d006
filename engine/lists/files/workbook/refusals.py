"""The refusals that workbooks of several kinds share."""

from __future__ import annotations

from engine.common.i18n import _, format_number
from engine.common.sanitize import sanitize
from engine.model.errors import ListRefused


def too_large(cause: str) -> ListRefused:
    """Beyond one of the limits."""
    return ListRefused(
        cause,
        _(
            "Copy the list alone into a new workbook, without empty rows and columns around it, or"
            " export it as CSV."
        ),
    )


def too_wide(sheet: str, columns: int) -> ListRefused:
    """A sheet with more columns than a list may have."""
    return too_large(
        _("Sheet {sheet} reaches to column {columns}.").format(
            sheet=sanitize(sheet), columns=format_number(columns)
        )
    )


def too_long(sheet: str, rows: int) -> ListRefused:
    """A sheet with more rows than a list may have."""
    return too_large(
        _("Sheet {sheet} reaches to row {rows}.").format(
            sheet=sanitize(sheet), rows=format_number(rows)
        )
    )


def cell_too_long(sheet: str, row: int, length: int) -> ListRefused:
    """A cell with more text than a cell may have."""
    return ListRefused(
        _("Sheet {sheet}, row {row}: a cell holds {length} characters.").format(
            sheet=sanitize(sheet), row=format_number(row), length=format_number(length)
        ),
        _("Shorten the text, or leave its column out of the list."),
    )


def password_protected() -> ListRefused:
    """The content is encrypted."""
    return ListRefused(
        _("The workbook is protected by a password, so nothing in it can be read."),
        _(
            "Save it without a password, and have it sent over an encrypted way instead (SFTP or"
            " FTPS)."
        ),
    )


def not_a_list(cause: str) -> ListRefused:
    """A file of another kind."""
    return ListRefused(
        cause, _("Save the list in Excel as .xlsx or .xls, or as CSV, and send that file.")
    )


def own_entities() -> ListRefused:
    """XML with a document type, whose entities may name other files or grow a thousandfold."""
    return ListRefused(
        _("The file defines words of its own (XML entities), which can make a small file endless."),
        _("No program that writes workbooks does this: ask where the file comes from."),
    )


def damaged(how: str) -> ListRefused:
    """`how` is what a library said or raised: from outside."""
    return ListRefused(
        _("The workbook is damaged and cannot be read ({how}).").format(how=sanitize(how, 200)),
        _(
            "Open it in Excel, save it anew, and send it again; if Excel cannot open it either,"
            " export the list once more."
        ),
    )


def out_of_memory() -> ListRefused:
    """The reading process had no memory left, or broke down, which is how the libraries answer
    impossible sizes.
    """
    return too_large(
        _(
            "The workbook needs more memory than any list should. A single cell far outside of the"
            " list is enough for that."
        )
    )


def took_too_long() -> ListRefused:
    """The reading process was stopped by its limit of time."""
    return too_large(_("Reading the workbook took longer than any list should."))
