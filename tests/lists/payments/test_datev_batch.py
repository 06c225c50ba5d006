"""Posting batches: what is a payment, and what refuses the whole file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.lists.payments.expected import account_range
from engine.lists.rows.rows import Content
from engine.messages.clearing import ClearingReason
from engine.messages.list_refusals import ListRefusal
from engine.messages.payment_files import (
    NoPayment,
    PaymentDoubt,
    PaymentFileRefusal,
    PaymentNotice,
)
from engine.model.message import Code
from tests.lists.payments.making import HEADER, HEADINGS, batch, posting, read, refused_for


def paid(folder: Path, *postings: str, **expected: Any) -> list[int]:
    found = read(folder, batch(*postings), "datev_batch", **expected)
    return [payment.paid for payment in found.payments]


@pytest.mark.parametrize(
    ("line", "cents"),
    [
        (posting(), 119_00),
        (posting(side="H", account="10001", contra="1200"), 119_00),
        (posting(side="H"), -119_00),
        (posting(account="10001", contra="1200"), -119_00),
        (posting(amount="0,05"), 5),
        (posting(amount="49"), 49_00),
        (posting(reversal="1"), -119_00),
        (posting(reversal="G", side="H"), -119_00),
        (posting(account="1000"), 119_00),
    ],
)
def test_a_posting_between_debtor_and_money_is_a_payment(
    tmp_path: Path, line: str, cents: int
) -> None:
    assert paid(tmp_path, line) == [cents]


def test_it_tells_all_of_a_payment(tmp_path: Path) -> None:
    found = read(tmp_path, batch(posting(day="411", text="Zahlung Müller")), "datev_batch")
    (payment,) = found.payments
    assert (payment.number, payment.account, payment.day) == (
        "RE-2026-0001", "10001", date(2026, 11, 4),
    )  # fmt: skip
    assert (payment.text, payment.currency, payment.source) == (
        "Zahlung Müller", "EUR", "29098/55003",
    )  # fmt: skip
    assert (found.content, found.total, found.encoding) == (Content.PAYMENTS, 119_00, "cp1252")


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        batch(
            posting(),
            posting(account="4900", contra="1200"),
            posting(account="10001", contra="8400"),
            posting(amount="2,38", account="8730", contra="10001"),
            posting(amount="0,00"),
            ";" * 14,
        ),
        "datev_batch",
    )
    reasons = [line.reason.code for line in found.ignored]
    assert reasons == [
        NoPayment.HEADING, NoPayment.HEADING, NoPayment.NOT_OF_DEBTOR, NoPayment.NOT_OF_MONEY,
        NoPayment.NOT_OF_MONEY, NoPayment.NO_AMOUNT, NoPayment.BLANK,
    ]  # fmt: skip
    assert len(found.payments) + len(found.ignored) == found.lines
    assert [notice.code for notice in found.notices] == [PaymentNotice.CREDITS_BESIDES]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (posting(key="40"), ClearingReason.UNKNOWN_KEY),
        (posting(reversal="X"), ClearingReason.UNKNOWN_KEY),
        (posting(account=""), ClearingReason.COLLECTIVE),
        (posting(contra=""), ClearingReason.COLLECTIVE),
        (posting(account="10002", contra="10001"), ClearingReason.BETWEEN_DEBTORS),
        (posting(text="Rücklastschrift"), ClearingReason.CALLED_RETURN),
        (posting(account="10001", contra="1360", text="RückLs"), ClearingReason.CALLED_RETURN),
    ],
)
def test_what_is_not_understood_waits_for_a_person(
    tmp_path: Path, line: str, reason: ClearingReason
) -> None:
    (payment,) = read(tmp_path, batch(line), "datev_batch").payments
    assert payment.unclear is reason


def test_skonto_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, batch(posting(amount="116,62", skonto="2,38")), "datev_batch")
    assert [notice.code for notice in found.notices] == [PaymentNotice.SKONTO]
    assert [payment.paid for payment in found.payments] == [116_62]


def test_accounts_are_as_configured(tmp_path: Path) -> None:
    line = posting(account="1360", contra="80001")
    assert paid(tmp_path, line) == []
    assert paid(
        tmp_path, line, money_accounts=(account_range("1300-1399"),),
        debtors=account_range("80000-89999"),
    ) == [119_00]  # fmt: skip


def test_longer_accounts_are_shorter_ones_with_zeros(tmp_path: Path) -> None:
    content = batch(
        posting(account="120000", contra="1000100"), header=HEADER.replace(";4;", ";6;")
    )
    found = read(tmp_path, content, "datev_batch", money_accounts=(account_range("1200"),))
    assert [payment.paid for payment in found.payments] == [119_00]


def _header(old: str, new: str) -> bytes:
    return batch(posting(), header=HEADER.replace(old, new))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (batch(posting(amount="1.119,00")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(amount="-119,00")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(amount="119,005")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(side="X")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(side="")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(contra="1000A")), PaymentFileRefusal.BATCH_VALUE),
        (batch(posting(day="3002")), PaymentFileRefusal.BATCH_DAY),
        (batch(posting(day="2010")), PaymentFileRefusal.BATCH_DAY),
        (batch(posting()[:-2]), PaymentFileRefusal.BATCH_LINE),
        (batch(posting(), headings=HEADINGS.replace("Belegfeld 1", "Belegfeld 2", 1)),
         PaymentFileRefusal.BATCH_HEADING),
        (batch(posting(), headings=HEADINGS.replace("Konto;Geg", "Gegenkonto;Geg")),
         PaymentFileRefusal.BATCH_HEADING),
        (_header('"Buchungsstapel";13', '"Buchungsstapel";14'), PaymentFileRefusal.BATCH_VERSION),
        (_header("20260101", "20261301"), PaymentFileRefusal.BATCH_HEADER),
        (_header(";4;", ";9;"), PaymentFileRefusal.BATCH_HEADER),
        (_header('"03"', '""'), PaymentFileRefusal.NO_MONEY_ACCOUNTS),
        (_header(";21;", ";16;"), ListRefusal.DATEV_BATCH),
        (b"Konto;Rechnungsnummer;Saldo\r\n1;2;3\r\n", PaymentFileRefusal.NO_BATCH),
    ],
)  # fmt: skip
def test_what_departs_from_the_description_is_refused(
    tmp_path: Path, content: bytes, code: Code
) -> None:
    assert refused_for(tmp_path, content, "datev_batch") is code


@pytest.mark.parametrize("version", range(5, 14))
def test_versions_5_to_13_are_read(tmp_path: Path, version: int) -> None:
    content = _header('"Buchungsstapel";13', f'"Buchungsstapel";{version}')
    assert refused_for(tmp_path, content, "datev_batch") is None


def test_another_clients_batch_is_refused(tmp_path: Path) -> None:
    content = batch(posting())
    assert refused_for(tmp_path, content, "datev_batch", consultant="29098", client="55003") is None
    other = PaymentFileRefusal.OTHER_CLIENT
    assert refused_for(tmp_path, content, "datev_batch", client="55004") is other
    assert refused_for(tmp_path, content, "datev_batch", consultant="29099") is other


def test_a_fiscal_year_may_begin_in_the_middle_of_a_year(tmp_path: Path) -> None:
    header = HEADER.replace("20260101", "20260701").replace("20261101", "20270101")
    header = header.replace("20261130", "20270131")
    (payment,) = read(tmp_path, batch(posting(day="1501"), header=header), "datev_batch").payments
    assert payment.day == date(2027, 1, 15)


def test_a_batch_that_ends_within_a_line_is_doubtful(tmp_path: Path) -> None:
    whole = batch(posting(), posting(number="RE-2026-0002"))
    assert not read(tmp_path, whole, "datev_batch").doubts
    assert not read(tmp_path, whole[:-2], "datev_batch").doubts
    headings = HEADINGS + ";Steuersatz;Land"
    torn = batch(posting() + ";;", posting() + ";", headings=headings)[:-2]
    assert [doubt.message.code for doubt in read(tmp_path, torn, "datev_batch").doubts] == [
        PaymentDoubt.TORN_BATCH
    ]


def test_a_list_of_open_items_is_told_from_a_batch(tmp_path: Path) -> None:
    assert refused_for(tmp_path, batch(posting()), "datev_csv") is ListRefusal.DATEV_BATCH
    assert read(tmp_path, batch(posting()), "").layout == "datev_batch"
