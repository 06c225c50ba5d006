"""What a file is that is no list at all, and what to export instead."""

from __future__ import annotations

from engine.model.message import N_, Code

_EXPORT_LIST = N_("Export the list of open items as CSV or Excel (.xlsx), and send that file.")
_NOT_PRINTED = N_(
    "Export the list as CSV or Excel (.xlsx) instead of printing it: only so its figures can be"
    " read without mistakes."
)
_STATEMENT = N_(
    "To import its payments, set file.type to camt or mt940; else import it into bookkeeping, and"
    " send the list of open items that bookkeeping exports then."
)


class ForeignFile(Code):
    """A file of another kind, recognised by how it begins and whatever its name."""

    PDF = ("file_is_pdf", N_("The file is a PDF, a printed page, and no list."), _NOT_PRINTED)
    PICTURE = ("file_is_picture", N_("The file is a picture ({kind}), no list."), _NOT_PRINTED)
    PRINTER = (
        "file_is_for_printer",
        N_("The file is one for a printer (PostScript), no list."),
        _NOT_PRINTED,
    )
    PACKED = (
        "file_is_packed",
        N_("The file is packed ({kind})."),
        N_("Unpack it, and send the list itself."),
    )
    ENCRYPTED = (
        "file_is_encrypted",
        N_("The file is encrypted or signed, so nothing in it can be read."),
        N_("Have the list sent as it is, over an encrypted way instead (SFTP or FTPS)."),
    )
    TEXT_DOCUMENT = (
        "file_is_document",
        N_("The file is a document of a word processor ({kind}), no list."),
        _EXPORT_LIST,
    )
    MAIL = (
        "file_is_mail",
        N_("The file is an e-mail, no list."),
        N_("Save the list that is attached to it, and send that file."),
    )
    JSON = ("file_is_json", N_("The file is JSON, data for programs, and no list."), _EXPORT_LIST)
    STATEMENT = (
        "file_is_statement",
        N_("The file is a bank statement ({kind}), no list of bookkeeping's."),
        _STATEMENT,
    )
    E_INVOICE = (
        "file_is_invoice",
        N_("The file is an electronic invoice (XRechnung, ZUGFeRD), no list."),
        _EXPORT_LIST,
    )
    OTHER_SPREADSHEET = (
        "file_is_other_spreadsheet",
        N_("The file is a table of another program ({kind}), which cannot be read."),
        N_("Save it there as .xlsx, .xls or CSV, and send that file."),
    )
    DATABASE = ("file_is_database", N_("The file is a database ({kind}), no list."), _EXPORT_LIST)
    PROGRAM = (
        "file_is_program",
        N_("The file is a program, no list."),
        N_("Do not start it; ask who put it there, and look whether that place is safe."),
    )
