"""Whether a file is a workbook, and of which kind: by its content, never by its extension."""

from __future__ import annotations

import re

_OLE2 = b"\xd0\xcf\x11\xe0"
_BARE_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
"""The first record of .xls files without a container: Excel 2, 3, 4, 5 and 97, still written by old
programs.
"""
_ODS = b"mimetypeapplication/vnd.oasis.opendocument"
_HTML = re.compile(rb"<!doctype\s+html|<html|<table|<head|<body", re.IGNORECASE)


def workbook_kind(head: bytes) -> str:
    """The container of a file by its first 4 kB: `xls`, `xlsx` (any zip), `ods`, `html`, `xml` or
    `text`.
    """
    if head.startswith((_OLE2, *_BARE_BIFF)):
        return "xls"
    if head.startswith(b"PK\x03\x04"):
        return "ods" if _ODS in head else "xlsx"
    # UTF-16 with its NULs left out is ASCII enough to know markup by.
    text = (
        head.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\0", b"")
        .lstrip()
    )
    if not text.startswith(b"<"):
        return "text"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "xml"
    if _HTML.search(text):
        return "html"
    return "xml" if text.startswith(b"<?xml") else "text"
