"""Files that are no list are refused as what they are, and lists never are."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.common.i18n import advice_of, cause_of
from engine.lists.files.foreign_files import refuse_foreign
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import open_file
from engine.lists.layouts.built_in import COLUMNS
from engine.model.errors import ListRefused
from tests.lists.make_lists import CASES

MAIL = (
    "Received: from mx.example.org\r\nFrom: buchhaltung@example.org\r\nSubject: Offene Posten\r\n"
    "Date: Mon, 30 Nov 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\n\r\nAnbei die Liste."
)
MT940 = ":20:STARTUMSE\r\n:25:70070010/1234567890\r\n:28C:00001/001\r\n:60F:C261130EUR1000,00\r\n"
SWIFT = "{1:F01SOLADEST600X0000000000}{2:I940SOLADEST600XN}{4:\r\n" + MT940
CAMT = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/>'
INVOICE = '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard">'
UBL = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def zipped(*names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name in names:
            target.writestr(name, "x")
    return archive.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (b"\xef\xbb\xbf\r\n%PDF-1.3 1 0 obj", "is a PDF"),
        (b"%!PS-Adobe-3.0\n", "for a printer"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (gzip.compress(b"Rechnungsnummer;Offen\r\nRE-1;1,00", mtime=0), "packed (gzip)"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "packed (7z)"),
        (b"Rar!\x1a\x07\x01\0", "packed (RAR)"),
        (zipped("op.csv"), "packed file (zip)"),
        (zipped(), "packed (zip)"),
        (zipped("word/document.xml"), "Word document"),
        (zipped("Index/Document.iwa"), "Numbers"),
        (rb"{\rtf1\ansi Offene Posten}", "RTF"),
        (b"-----BEGIN PGP MESSAGE-----\n", "encrypted"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K\"Rechnung\"\r\n", "SYLK"),
        (b'[{"number": "RE-1", "open": 100.0}]', "JSON"),
        (b'\xef\xbb\xbf{\n  "items": []\n}', "JSON"),
        (MAIL.encode(), "e-mail"),
        (MT940.encode(), "MT940"),
        (SWIFT.encode(), "MT940"),
        ((XML + CAMT).encode(), "camt"),
        (CAMT.encode(), "camt"),
        ((XML + INVOICE).encode(), "electronic invoice"),
        (UBL.encode(), "electronic invoice"),
        (b"<!DOCTYPE html><html><h1>404 Not Found</h1></html>", "a login or an error"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(40), "program"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"SQLite format 3\0", "SQLite"),
        (struct.pack("<B3BIHH", 3, 126, 11, 27, 3, 97, 40) + bytes(20), "dBase"),
    ],
)  # fmt: skip
def test_a_file_is_refused_as_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "op_2026-09-30.csv"
    path.write_bytes(content)
    with pytest.raises(ListRefused) as refusal:
        open_file(path, "auto", frozenset(), FileLimits())
    assert said in cause_of(refusal.value)
    assert advice_of(refusal.value)


HEADINGS = sorted({word for words in COLUMNS.values() for word in words})


@given(
    st.lists(
        st.sampled_from([*HEADINGS, "ID", "PLZ", "From", "Table", "BM", "MZ", "P"]), min_size=1
    ),
    st.sampled_from(";,\t|"),
    st.sampled_from([str.title, str.upper, str]),
)
def test_no_headings_look_like_another_file(words: list[str], delimiter: str, case: object) -> None:
    heading = delimiter.join(map(case, words))  # type: ignore[call-overload]
    refuse_foreign(f"{heading}\r\nRE-1{delimiter}1,00\r\n".encode())


def test_no_golden_list_looks_like_another_file() -> None:
    for case in CASES:
        if isinstance(case.data, bytes) and not case.data.startswith(b"%PDF"):
            refuse_foreign(case.data[:4096])


@pytest.mark.parametrize(
    ("limits", "setting"),
    [
        (FileLimits(file_bytes=10), "limits.file_megabytes"),
        (FileLimits(rows=1), "limits.rows"),
    ],
)
def test_a_refusal_by_size_names_the_setting(
    tmp_path: Path, limits: FileLimits, setting: str
) -> None:
    path = tmp_path / "op.csv"
    path.write_bytes(b"Rechnungsnummer;Offen\r\nRE-1;1,00\r\n")
    with pytest.raises(ListRefused) as refusal:
        open_file(path, "auto", frozenset(), limits)
    assert setting in advice_of(refusal.value)
