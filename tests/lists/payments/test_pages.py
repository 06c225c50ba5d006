"""A bank statement in pages: within one file, over the files of an archive, and what is held."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from engine.lists.rows.rows import ListFile
from engine.messages.payment_files import PaymentDoubt
from tests.lists.payments.making import Entry, balance, camt_file, read, statement

OPENING, FIRST, SECOND = 1_000_00, Entry(paid=100_00), Entry(paid=19_00)
MIDDLE, CLOSING = 1_100_00, 1_119_00


def page(
    number: int,
    entry: Entry,
    *,
    opening: int | None,
    closing: int | None,
    is_last: bool,
    version: str = "08",
) -> str:
    """One page of statement 1; version 08 alone tells pages within a file."""
    whole = statement(entry, version=version, opening=0)
    before, after = balance("OPBD", 0), balance("CLBD", entry.booked)
    assert before in whole
    assert after in whole
    told = f"<PgNb>{number}</PgNb><LastPgInd>{'true' if is_last else 'false'}</LastPgInd>"
    return (
        whole.replace(before, "" if opening is None else balance("OPBD", opening))
        .replace(after, "" if closing is None else balance("CLBD", closing))
        .replace("</Id><Elctrnc", f"</Id><StmtPgntn>{told}</StmtPgntn><Elctrnc", 1)
    )


def pages(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> list[str]:
    return [
        page(1, FIRST, opening=first[0], closing=first[1], is_last=False),
        page(2, SECOND, opening=second[0], closing=second[1], is_last=True),
    ]


def codes(found: ListFile) -> list[object]:
    return [doubt.message.code for doubt in found.doubts]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((OPENING, MIDDLE), (MIDDLE, CLOSING)),
        ((OPENING, CLOSING), (OPENING, CLOSING)),
        ((OPENING, None), (None, CLOSING)),
        ((OPENING, None), (OPENING, CLOSING)),
    ],
    ids=["of each page", "of the whole", "at both ends", "some"],
)
def test_pages_that_add_up_are_one_statement(
    tmp_path: Path, first: tuple[int, int], second: tuple[int, int]
) -> None:
    for order in (1, -1):
        content = camt_file(pages(first, second)[::order], version="08")
        found = read(tmp_path, content, "camt")
        assert codes(found) == []
        assert sorted(payment.paid for payment in found.payments) == [19_00, 100_00]
        assert len({payment.statement for payment in found.payments}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((OPENING, MIDDLE), (MIDDLE + 1, CLOSING + 1)),
        ((OPENING, CLOSING + 1), (OPENING, CLOSING + 1)),
        ((OPENING, None), (None, None)),
        ((OPENING, MIDDLE + 1), (None, CLOSING)),
        ((OPENING, None), (MIDDLE + 1, CLOSING)),
    ],
)
def test_pages_that_do_not_add_up_are_held(
    tmp_path: Path, first: tuple[int, int], second: tuple[int, int]
) -> None:
    found = read(tmp_path, camt_file(pages(first, second), version="08"), "camt")
    assert codes(found) == [PaymentDoubt.PAGES_APART]


def test_a_page_between_that_is_missing_is_seen(tmp_path: Path) -> None:
    first, last = pages((OPENING, MIDDLE), (MIDDLE, CLOSING))
    content = camt_file([first, last.replace("<PgNb>2", "<PgNb>3")], version="08")
    (doubt,) = read(tmp_path, content, "camt").doubts
    assert (doubt.message.code, doubt.message.params["page"]) == (PaymentDoubt.PAGES_MISSING, 2)


def test_a_page_that_comes_alone_must_hold_by_itself(tmp_path: Path) -> None:
    alone = page(2, SECOND, opening=MIDDLE, closing=CLOSING, is_last=True)
    assert codes(read(tmp_path, camt_file([alone], version="08"), "camt")) == []
    torn = page(2, SECOND, opening=None, closing=CLOSING, is_last=True)
    assert codes(read(tmp_path, camt_file([torn], version="08"), "camt")) == [
        PaymentDoubt.HALF_BALANCE,
        PaymentDoubt.PAGES_MISSING,
    ]


def test_the_only_page_is_none(tmp_path: Path) -> None:
    alone = page(1, FIRST, opening=OPENING, closing=CLOSING, is_last=True)
    found = read(tmp_path, camt_file([alone], version="08"), "camt")
    assert codes(found) == [PaymentDoubt.BALANCE]


def test_counts_may_be_those_of_the_page_or_of_the_statement(tmp_path: Path) -> None:
    told = "<TxsSummry><TtlNtries><NbOfNtries>{}</NbOfNtries></TtlNtries></TxsSummry><Ntry>"
    whole = pages((OPENING, None), (None, CLOSING))
    for first, second, expected in ((1, 1, []), (2, 2, []), (1, 3, [PaymentDoubt.PAGES_APART])):
        counted = [
            each.replace("<Ntry>", told.format(number), 1)
            for each, number in zip(whole, (first, second), strict=True)
        ]
        assert codes(read(tmp_path, camt_file(counted, version="08"), "camt")) == expected


def message(number: int, entry: Entry, opening: int | None, closing: int | None) -> bytes:
    """The same in the version that tells pages of the message alone."""
    one = page(1, entry, opening=opening, closing=closing, is_last=True, version="02")
    content = camt_file([one], version="02")
    last = "true" if number == 2 else "false"
    told = f"<MsgPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></MsgPgntn></GrpHdr>"
    start, end = content.index(b"<StmtPgntn>"), content.index(b"</StmtPgntn>")
    without = content[:start] + content[end + len(b"</StmtPgntn>") :]
    return without.replace(b"</GrpHdr>", told.encode())


def _archive(*messages: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, message in enumerate(messages):
            archive.writestr(f"{number}.xml", message)
    return packed.getvalue()


def test_pages_in_several_files_of_an_archive_are_one_statement(tmp_path: Path) -> None:
    first = message(1, FIRST, OPENING, None)
    last = message(2, SECOND, None, CLOSING)
    for order in ((first, last), (last, first)):
        found = read(tmp_path, _archive(*order), "camt")
        assert codes(found) == []
        assert len({payment.statement for payment in found.payments}) == 1
    (doubt, _missing) = read(tmp_path, _archive(first, camt_file([])), "camt").doubts
    assert (doubt.message.code, doubt.sheet) == (PaymentDoubt.HALF_BALANCE, "0.xml")


def test_pages_may_hold_the_same_entry(tmp_path: Path) -> None:
    twice = [message(number, FIRST, OPENING, OPENING + 200_00) for number in (1, 2)]
    assert codes(read(tmp_path, _archive(*twice), "camt")) == []


def test_pages_of_notifications_have_no_balances_to_hold(tmp_path: Path) -> None:
    told = "<NtfctnPgntn><PgNb>{}</PgNb><LastPgInd>false</LastPgInd></NtfctnPgntn><CreDtTm>"
    parts = [
        statement(entry, message="054", version="08").replace("<CreDtTm>", told.format(number), 1)
        for number, entry in enumerate((FIRST, SECOND), 1)
    ]
    found = read(tmp_path, camt_file(parts, message="054", version="08"), "camt")
    assert codes(found) == []
    assert len({payment.statement for payment in found.payments}) == 1
