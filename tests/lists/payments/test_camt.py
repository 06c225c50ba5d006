"""Bank statements in XML: entries, sums with and without details, returns, balances, defects."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.messages.clearing import ClearingReason
from engine.messages.list_notices import ListNotice
from engine.messages.payment_files import (
    NoPayment,
    PaymentDoubt,
    PaymentFileRefusal,
)
from engine.model.errors import ListRefused
from tests.lists.payments.making import (
    IBAN,
    PAYER,
    TODAY,
    Entry,
    camt,
    camt_file,
    read,
    refused_for,
    statement,
)

KINDS = [("053", "02"), ("053", "08"), ("054", "02"), ("054", "08")]


@pytest.mark.parametrize(("message", "version"), KINDS)
def test_a_credit_is_a_payment(tmp_path: Path, message: str, version: str) -> None:
    entry = Entry(reference="2026112000001", end_to_end="E2E-7")
    found = read(tmp_path, camt(entry, message=message, version=version), "camt", accounts=(IBAN,))
    (payment,) = found.payments
    assert (payment.paid, payment.currency, payment.day) == (119_00, "EUR", TODAY)
    assert (payment.name, payment.iban, payment.end_to_end) == ("Anna Müller", PAYER, "E2E-7")
    assert (payment.text, payment.reference) == ("Rechnung RE-2026-0001", "2026112000001")
    assert (payment.is_return, payment.unclear, found.doubts) == (False, None, [])
    assert (found.layout, found.lines, found.total) == ("camt", 1, 119_00)


@pytest.mark.parametrize(("message", "version"), KINDS)
def test_a_return_goes_back_without_its_charges(tmp_path: Path, message: str, version: str) -> None:
    entry = Entry(paid=-119_00, charges=3_00, is_return=True)
    (payment,) = read(tmp_path, camt(entry, message=message, version=version), "camt").payments
    assert (payment.paid, payment.booked, payment.is_return) == (-119_00, -122_00, True)
    assert payment.name == "Anna Müller"


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_sum_with_its_details_is_all_of_them(tmp_path: Path, version: str) -> None:
    entry = Entry(batch=((100_00, "RE-1"), (19_00, "RE-2")))
    found = read(tmp_path, camt(entry, version=version), "camt")
    assert [(one.paid, one.text, one.line) for one in found.payments] == [
        (100_00, "RE-1", 1),
        (19_00, "RE-2", 1),
    ]
    assert not found.doubts


def _changed(content: bytes, old: str, new: str, times: int = -1) -> bytes:
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), times)


SUM = camt(Entry(batch=((100_00, "RE-1"), (19_00, "RE-2"))))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_changed(SUM, '<TxAmt><Amt Ccy="EUR">19.00', '<TxAmt><Amt Ccy="EUR">18.00'),
         ClearingReason.DETAILS_DIFFER),
        (_changed(SUM, "<NbOfTxs>2", "<NbOfTxs>3"), ClearingReason.NO_DETAILS),
        (_changed(SUM, '<AmtDtls><TxAmt><Amt Ccy="EUR">19.00</Amt></TxAmt></AmtDtls>', ""),
         ClearingReason.NO_DETAILS),
        (_changed(SUM, '<TxAmt><Amt Ccy="EUR">19.00', '<TxAmt><Amt Ccy="CHF">19.00'),
         ClearingReason.NO_DETAILS),
        (_changed(camt(Entry()), "<NtryDtls>", "<NtryDtls><Btch><NbOfTxs>7</NbOfTxs></Btch>"),
         ClearingReason.NO_DETAILS),
        (_changed(camt(Entry()), '<TxAmt><Amt Ccy="EUR">119', '<TxAmt><Amt Ccy="USD">119'),
         ClearingReason.TWO_CURRENCIES),
        (_changed(camt(Entry()), '<TxAmt><Amt Ccy="EUR">119', '<TxAmt><Amt Ccy="EUR">120'),
         ClearingReason.DETAILS_DIFFER),
        (_changed(camt(Entry()), "<Sts>BOOK", "<RvslInd>true</RvslInd><Sts>BOOK"),
         ClearingReason.REVERSAL),
    ],
)  # fmt: skip
def test_what_the_bank_leaves_open_waits_for_a_person(
    tmp_path: Path, content: bytes, reason: ClearingReason
) -> None:
    (payment,) = read(tmp_path, content, "camt").payments
    assert (payment.unclear, payment.paid) == (reason, 119_00)


def test_a_sum_without_any_details_waits_for_a_person(tmp_path: Path) -> None:
    content = camt(Entry())
    start, end = content.index(b"<NtryDtls>"), content.index(b"</NtryDtls>")
    announced = content[:start] + b"<NtryDtls><Btch><NbOfTxs>5</NbOfTxs></Btch>" + content[end:]
    (payment,) = read(tmp_path, announced, "camt").payments
    assert payment.unclear is ClearingReason.NO_DETAILS
    bare = content[:start] + content[end + len(b"</NtryDtls>") :]
    (payment,) = read(tmp_path, bare, "camt").payments
    assert (payment.unclear, payment.texts) == (None, ())


@pytest.mark.parametrize("status", ["PDNG", "INFO"])
def test_what_is_not_booked_is_no_payment(tmp_path: Path, status: str) -> None:
    found = read(tmp_path, camt(Entry(), Entry(status=status, paid=50_00)), "camt")
    assert [one.paid for one in found.payments] == [119_00]
    assert [line.reason.code for line in found.ignored] == [NoPayment.NOT_BOOKED]
    assert not found.doubts


def test_balances_must_be_what_the_entries_come_to(tmp_path: Path) -> None:
    def doubts(content: bytes) -> list[object]:
        return [doubt.message.code for doubt in read(tmp_path, content, "camt").doubts]

    assert doubts(camt(Entry(), Entry(paid=-20_00), opening=-5_00)) == []
    assert doubts(camt(Entry(), closing=1_118_99)) == [PaymentDoubt.BALANCE]
    assert doubts(_changed(camt(Entry()), "<Cd>CLBD", "<Cd>ITBD")) == [PaymentDoubt.HALF_BALANCE]
    summary = (
        "<TxsSummry><TtlNtries><NbOfNtries>{}</NbOfNtries><Sum>{}</Sum></TtlNtries></TxsSummry>"
    )
    for number, amount, expected in ((2, "139", []), (3, "139", 1), (2, "119.00", 1)):
        content = _changed(
            camt(Entry(), Entry(paid=-20_00), message="054"),
            "<Ntry>", summary.format(number, amount) + "<Ntry>", 1,
        )  # fmt: skip
        assert doubts(content) == ([PaymentDoubt.SUMMARY] if expected else [])


def test_statements_follow_one_another(tmp_path: Path) -> None:
    first = statement(Entry(), opening=100_00)
    second, gap = (statement(Entry(), opening=cents, number=2) for cents in (219_00, 300_00))
    assert not read(tmp_path, camt_file([first, second]), "camt").doubts
    (doubt,) = read(tmp_path, camt_file([first, gap]), "camt").doubts
    assert doubt.message.code is PaymentDoubt.BALANCES_APART
    found = read(tmp_path, camt_file([first, second]), "camt")
    assert [one.statement for one in found.payments] == [1, 2]


def test_only_a_notification_needs_no_balances(tmp_path: Path) -> None:
    found = read(tmp_path, camt(Entry(), message="054"), "camt")
    assert (found.notices, found.doubts) == ([], [])
    content = camt(Entry())
    start, end = content.index(b"<Bal>"), content.rindex(b"</Bal>")
    (doubt,) = read(tmp_path, content[:start] + content[end + len(b"</Bal>") :], "camt").doubts
    assert doubt.message.code is PaymentDoubt.NO_BALANCES


@pytest.mark.parametrize(
    "content",
    [
        camt(Entry(), prefix="ns2"),
        _changed(camt(Entry()), ' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"', ""),
        b"\xef\xbb\xbf" + camt(Entry()),
        _changed(camt(Entry()), 'encoding="UTF-8"', 'encoding="windows-1252"')
        .decode().encode("cp1252"),
        _changed(camt(Entry()), 'encoding="UTF-8"', 'encoding="ISO-8859-1"')
        .decode().encode("latin-1"),
    ],
    ids=["prefix", "no namespace", "byte order mark", "cp1252", "latin-1"],
)  # fmt: skip
def test_it_is_read_however_a_bank_writes_xml(tmp_path: Path, content: bytes) -> None:
    (payment,) = read(tmp_path, content, "camt").payments
    assert (payment.paid, payment.name) == (119_00, "Anna Müller")


def test_what_windows_writes_under_the_name_of_utf8_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, camt(Entry()).decode().encode("cp1252"), "camt")
    assert [one.name for one in found.payments] == ["Anna Müller"]
    assert [notice.code for notice in found.notices] == [ListNotice.ENCODING]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    b"<Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, PaymentFileRefusal.XML_HOSTILE),
        (b"<Document><BkToCstmrStmt><Stmt>" + b"<a>" * 60, PaymentFileRefusal.XML_HOSTILE),
        (camt(Entry())[:-30], PaymentFileRefusal.XML_BROKEN),
        (_changed(camt(Entry()), "</Sts>", "</St>"), PaymentFileRefusal.XML_BROKEN),
        (_changed(camt(Entry()), "camt.053.001.02", "camt.053.001.04"),
         PaymentFileRefusal.OTHER_MESSAGE),
        (_changed(camt(Entry()), "camt.053.001.02", "camt.052.001.02"),
         PaymentFileRefusal.OTHER_MESSAGE),
        (_changed(camt(Entry()), "BkToCstmrStmt", "BkToCstmrAcctRpt"),
         PaymentFileRefusal.OTHER_MESSAGE),
        (_changed(camt(Entry()), "119.00</Amt><CdtDbtInd>CRDT", "119.00</Amt><CdtDbtInd>XXXX"),
         PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), "119.00</Amt><Cdt", "119,00</Amt><Cdt"),
         PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), "119.00</Amt><Cdt", "-119.00</Amt><Cdt"),
         PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), "119.00</Amt><Cdt", "119.005</Amt><Cdt"),
         PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), "<BookgDt><Dt>2026-11-20", "<BookgDt><Dt>20.11.2026"),
         PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), "<Sts>BOOK", "<Sts>BUCH"), PaymentFileRefusal.STATEMENT_VALUE),
        (_changed(camt(Entry()), f"<IBAN>{IBAN}</IBAN>", ""), PaymentFileRefusal.OTHER_ACCOUNT),
        (b"Rechnungsnummer;Zahlbetrag\r\nRE-1;5,00\r\n", PaymentFileRefusal.NO_STATEMENT),
    ],
)  # fmt: skip
def test_what_no_bank_writes_is_refused(
    tmp_path: Path, content: bytes, code: PaymentFileRefusal
) -> None:
    assert refused_for(tmp_path, content, "camt") is code


def test_another_accounts_statement_is_refused(tmp_path: Path) -> None:
    ours, other = camt(Entry()), camt(Entry(), iban="DE75512108001245126199")
    assert refused_for(tmp_path, ours, "camt", accounts=("DE89 3704 0044 0532 0130 00",)) is None
    assert refused_for(tmp_path, other, "camt", accounts=(IBAN,)) is (
        PaymentFileRefusal.OTHER_ACCOUNT
    )


@pytest.mark.parametrize("encoding", ["WTF-8", "U", "base64", "idna"])
def test_an_encoding_that_there_is_not_is_broken_xml(tmp_path: Path, encoding: str) -> None:
    content = camt(Entry()).replace(b"UTF-8", encoding.encode())
    assert refused_for(tmp_path, content, "camt") is PaymentFileRefusal.XML_BROKEN


@pytest.mark.parametrize("end", [b"", b"</a>" * 60 + b"</Ntry></Stmt></BkToCstmrStmt></Document>"])
def test_what_is_nested_too_deep_is_told_with_its_line(tmp_path: Path, end: bytes) -> None:
    begun = b"<Document>\n<BkToCstmrStmt>\n<Stmt>\n<Ntry>" + b"\n<a>" * 60
    with pytest.raises(ListRefused) as refused:
        read(tmp_path, begun + end, "camt")
    assert refused.value.message.code is PaymentFileRefusal.XML_HOSTILE
    assert refused.value.message.params["line"] == 41
