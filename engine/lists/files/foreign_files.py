"""Files that are no list whatever their name: recognised by how they begin, and refused as what
they are.
"""

from __future__ import annotations

import re

from engine.messages.foreign_files import ForeignFile
from engine.model.errors import ListRefused

_STARTS: tuple[tuple[bytes, ForeignFile, str], ...] = (
    (b"\x89PNG", ForeignFile.PICTURE, "PNG"),
    (b"\xff\xd8\xff", ForeignFile.PICTURE, "JPEG"),
    (b"GIF8", ForeignFile.PICTURE, "GIF"),
    (b"II*\0", ForeignFile.PICTURE, "TIFF"),
    (b"MM\0*", ForeignFile.PICTURE, "TIFF"),
    (b"%!PS", ForeignFile.PRINTER, ""),
    (b"\x1b%-12345X", ForeignFile.PRINTER, ""),
    (b"\x1f\x8b", ForeignFile.PACKED, "gzip"),
    (b"7z\xbc\xaf\x27\x1c", ForeignFile.PACKED, "7z"),
    (b"Rar!\x1a\x07", ForeignFile.PACKED, "RAR"),
    (b"\xfd7zXZ", ForeignFile.PACKED, "xz"),
    (b"\x28\xb5\x2f\xfd", ForeignFile.PACKED, "Zstandard"),
    (b"PK\x05\x06", ForeignFile.PACKED, "zip"),
    (b"-----BEGIN PGP", ForeignFile.ENCRYPTED, ""),
    (b"{\\rtf", ForeignFile.TEXT_DOCUMENT, "RTF"),
    (b"\0\0\x1a\0", ForeignFile.OTHER_SPREADSHEET, "Lotus 1-2-3"),
    (b"\0\0\x02\0", ForeignFile.OTHER_SPREADSHEET, "Lotus 1-2-3"),
    (b"SQLite format 3\0", ForeignFile.DATABASE, "SQLite"),
    (b"\0\x01\0\0Standard ", ForeignFile.DATABASE, "Access"),
    (b"\x7fELF", ForeignFile.PROGRAM, ""),
    (b"\xcf\xfa\xed\xfe", ForeignFile.PROGRAM, ""),
    (b"\xca\xfe\xba\xbe", ForeignFile.PROGRAM, ""),
    (b"#!/", ForeignFile.PROGRAM, ""),
)
_LOOKS: tuple[tuple[re.Pattern[bytes], ForeignFile, str], ...] = tuple(
    (re.compile(look, re.DOTALL), kind, name)
    for look, kind, name in (
        (rb"[^<;]{0,1024}?%PDF-[0-9]", ForeignFile.PDF, ""),
        (rb".{4}ftyp(?:hei[cfmsx]|mif1|msf1|avif)", ForeignFile.PICTURE, "HEIC"),
        (rb"RIFF.{4}WEBP", ForeignFile.PICTURE, "WebP"),
        (rb"BM.{4}\0\0\0\0", ForeignFile.PICTURE, "BMP"),
        (rb"BZh[1-9]1AY", ForeignFile.PACKED, "bzip2"),
        (rb".{257}ustar", ForeignFile.PACKED, "tar"),
        (rb"MZ.{0,400}(?:\0PE\0|This program|\0{8})", ForeignFile.PROGRAM, ""),
        (rb"\x03[\x50-\xff][\x01-\x0c][\x01-\x1f].{4}.{4}\0\0", ForeignFile.DATABASE, "dBase"),
    )
)
_CAMT = rb"<.*(?:urn:iso:std:iso:20022|<(?:\w+:)?BkToCstmr)"
_MT940 = rb"(?:\{1:.{1,200}|.{0,80}?^)?:20:.*^:(?:25|28C?|60[FM]):"
_TEXTS: tuple[tuple[re.Pattern[bytes], ForeignFile, str], ...] = tuple(
    (re.compile(look, re.DOTALL | re.MULTILINE), kind, name)
    for look, kind, name in (
        (rb'[\[{]\s*(?:["\[{]|[\]}]\s*\Z)', ForeignFile.JSON, ""),
        (_CAMT, ForeignFile.STATEMENT, "camt, ISO 20022"),
        (
            rb"<.*(?:urn:cen\.eu:en16931|CrossIndustry(?:Invoice|Document)|ubl:schema:xsd:Invoice)",
            ForeignFile.E_INVOICE,
            "",
        ),
        (_MT940, ForeignFile.STATEMENT, "MT940"),
        (rb"ID;P\w{0,10}[;\r\n].*^[BCFP];[A-Z]", ForeignFile.OTHER_SPREADSHEET, "SYLK"),
        (rb"TABLE\r?\n0,1\r?\n", ForeignFile.OTHER_SPREADSHEET, "DIF"),
    )
)  # fmt: skip
_MAIL_FIELD = re.compile(
    rb"^(From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_BEGINS = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]{1,40}:[ \t])")
_MAIL_FIELDS = 3
"""So many different ones make an e-mail."""


def statement_kind(head: bytes) -> str:
    """`camt` or `mt940` where a file that begins so is a bank statement; else empty."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for look, kind in ((_CAMT, "camt"), (_MT940, "mt940")):
        if re.match(look, text, re.DOTALL | re.MULTILINE):
            return kind
    return ""


def refuse_foreign(head: bytes) -> None:
    """Raise `ListRefused` where a file that begins so is of a kind that holds no list."""
    for start, kind, name in _STARTS:
        if head.startswith(start):
            raise _refused(kind, name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for looks, begin in ((_LOOKS, head), (_TEXTS, text)):
        for look, kind, name in looks:
            if look.match(begin):
                raise _refused(kind, name)
    fields = {found.lower() for found in _MAIL_FIELD.findall(text)}
    if _MAIL_BEGINS.match(text) and len(fields) >= _MAIL_FIELDS:
        raise _refused(ForeignFile.MAIL, "")


def _refused(kind: ForeignFile, name: str) -> ListRefused:
    return ListRefused(kind, kind=name) if name else ListRefused(kind)
