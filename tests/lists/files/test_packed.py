"""Lists that come packed: what is read, and which archives are refused."""

from __future__ import annotations

import errno
import gzip
import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from engine.lists.excerpt import excerpt
from engine.lists.files import packed as packed_files
from engine.lists.files.limits import FileLimits
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused
from tests.lists.payments.making import TODAY, Entry, camt, mt940

HEADING = "Rechnungsnummer;Zahlbetrag;Zahlungsdatum\r\n"
ONE = (HEADING + "RE-1;50,00;19.11.2026\r\n").encode()
TWO = (HEADING + "RE-2;60,00;19.11.2026\r\nRE-3;1,00;19.11.2026\r\n").encode()


def packed(**files: bytes) -> bytes:
    """A .zip of these files; two underscores in a name are a dot."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as open_archive:
        for name, content in files.items():
            open_archive.writestr(name.replace("__", "."), content)
    return archive.getvalue()


def read(
    folder: Path, content: bytes, name: str = "Zahlungen.zip", kind: str = "payments_csv"
) -> ListFile:
    path = folder / name
    path.write_bytes(content)
    return read_list(path, name, type=kind, content=Content.PAYMENTS, today=TODAY)


def test_one_file_is_read_as_if_it_came_alone(tmp_path: Path) -> None:
    alone = read(tmp_path, ONE, "Zahlungen.csv")
    assert read(tmp_path, packed(Zahlungen__csv=ONE)) == alone
    assert read(tmp_path, gzip.compress(ONE), "Zahlungen.csv.gz") == alone


def test_a_packed_list_is_of_the_day_in_the_name_it_came_under(tmp_path: Path) -> None:
    path = tmp_path / "tmp3q_of_a_spool"
    path.write_bytes(gzip.compress(b"Rechnungsnummer;Kontonummer;Saldo\r\nRE-1;10001;50,00\r\n"))
    name = "OPOS_18112026.csv.gz"
    found = read_list(path, name, type="addison", content=Content.OPEN, today=TODAY)
    assert found.key_date == date(2026, 11, 18)


def test_several_files_are_one_list(tmp_path: Path) -> None:
    found = read(tmp_path, packed(A__csv=ONE, B__csv=TWO))
    assert [(row.invoice_no, row.line, row.sheet) for row in found.rows] == [
        ("RE-1", 2, "A.csv"),
        ("RE-2", 2, "B.csv"),
        ("RE-3", 3, "B.csv"),
    ]
    assert (found.lines, found.total, found.content) == (5, 111_00, Content.PAYMENTS)


def test_banks_pack_each_statement_into_a_file_of_its_own(tmp_path: Path) -> None:
    files = {f"S{number}__xml": camt(Entry(paid=number * 100)) for number in (1, 2)}
    found = read(tmp_path, packed(**files), "camt.zip", "camt")
    assert [(one.paid, one.sheet, one.statement) for one in found.payments] == [
        (100, "S1.xml", 1),
        (200, "S2.xml", 3),
    ]
    path = tmp_path / "camt.zip"
    assert "RE-2026-0001" in excerpt(path, 1, "S2.xml")


def test_what_a_file_manager_adds_is_no_list(tmp_path: Path) -> None:
    archive = io.BytesIO(packed(A__csv=ONE))
    with zipfile.ZipFile(archive, "a") as open_archive:
        open_archive.writestr("__MACOSX/._A.csv", b"\x00\x05\x16\x07")
        open_archive.writestr("folder/.DS_Store", b"Bud1")
    assert len(read(tmp_path, archive.getvalue()).rows) == 1


def _protected() -> bytes:
    content = bytearray(packed(A__csv=ONE))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def _named_in_no_encoding() -> bytes:
    """In the directory the name is as it should be; before the content it is not."""
    content = bytearray(packed(**{"Ä__csv": ONE}))
    content[content.index("Ä".encode())] = 0xAE
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_named_in_no_encoding(), PaymentFileRefusal.ARCHIVE_DAMAGED),
        (packed(), PaymentFileRefusal.ARCHIVE_EMPTY),
        (_protected(), PaymentFileRefusal.ARCHIVE_PROTECTED),
        (gzip.compress(ONE)[:-9], PaymentFileRefusal.ARCHIVE_DAMAGED),
        (packed(A__zip=packed(A__csv=ONE)), PaymentFileRefusal.ARCHIVE_NESTED),
        (packed(A__csv=ONE, B__csv=ONE), PaymentFileRefusal.ARCHIVE_TWICE),
        (packed(A__csv=ONE, B__pdf=b"%PDF-1.7"), PaymentFileRefusal.IN_ARCHIVE),
        (gzip.compress(bytes(1_000_000)), PaymentFileRefusal.ARCHIVE_TOO_LARGE),
        (packed(A__csv=bytes(1_000_000)), PaymentFileRefusal.ARCHIVE_TOO_LARGE),
    ],
    ids=lambda value: value.name if isinstance(value, PaymentFileRefusal) else "",
)
def test_an_archive_that_may_be_wrong_is_refused(
    tmp_path: Path, content: bytes, code: PaymentFileRefusal
) -> None:
    with pytest.raises(ListRefused) as refused:
        read(tmp_path, content)
    assert refused.value.message.code is code


def test_lists_of_several_kinds_are_no_list(tmp_path: Path) -> None:
    with pytest.raises(ListRefused) as refused:
        read(tmp_path, packed(A__xml=camt(Entry()), B__sta=mt940(Entry())), kind="")
    assert refused.value.message.code is PaymentFileRefusal.ARCHIVE_MIXED


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Zahlungen.zip"
    path.write_bytes(packed(**{f"{number}__csv": ONE for number in range(5)}))
    with pytest.raises(ListRefused) as refused:
        read_list(path, path.name, limits=FileLimits(zip_entries=4), today=TODAY)
    assert refused.value.message.code is PaymentFileRefusal.ARCHIVE_TOO_LARGE


def test_an_archive_of_a_later_time_is_refused_in_words(tmp_path: Path) -> None:
    content = bytearray(packed(A__csv=ONE))
    content[content.index(b"PK\x01\x02") + 6] = 84
    with pytest.raises(ListRefused):
        read(tmp_path, bytes(content), kind="")


def test_a_full_disk_is_no_fault_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(packed_files, "_copy", full)
    with pytest.raises(OSError, match="No space"):
        read(tmp_path, packed(A__csv=ONE))
