"""Bank statements in MT940: entries and their details, returns, balances, defects of banks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.messages.clearing import ClearingReason
from engine.messages.payment_files import PaymentDoubt, PaymentFileRefusal
from tests.lists.payments.making import IBAN, PAYER, TODAY, Entry, mt940, read, refused_for


def test_a_credit_is_a_payment(tmp_path: Path) -> None:
    entry = Entry(reference="POS42", end_to_end="E2E-7")
    found = read(tmp_path, mt940(entry), "mt940", accounts=(IBAN,))
    (payment,) = found.payments
    assert (payment.paid, payment.currency, payment.day) == (119_00, "EUR", TODAY)
    assert (payment.name, payment.iban, payment.end_to_end) == ("Anna Müller", PAYER, "E2E-7")
    assert (payment.text, payment.reference) == ("Rechnung RE-2026-0001", "POS42")
    assert (payment.is_return, payment.unclear, found.doubts) == (False, None, [])
    assert (found.layout, found.encoding, found.total) == ("mt940", "cp1252", 119_00)


def test_a_return_goes_back_without_its_charges(tmp_path: Path) -> None:
    entry = Entry(paid=-119_00, charges=3_00, is_return=True)
    (payment,) = read(tmp_path, mt940(entry), "mt940").payments
    assert (payment.paid, payment.booked, payment.is_return) == (-119_00, -122_00, True)


@pytest.mark.parametrize(
    ("mark", "paid", "is_return"),
    [("CR", 119_00, False), ("DR", -119_00, False), ("RCR", -119_00, True), ("RDR", 119_00, True)],
)
def test_the_mark_says_which_way_the_money_went(
    tmp_path: Path, mark: str, paid: int, *, is_return: bool
) -> None:
    content = mt940(Entry(), closing=1_000_00 + paid).replace(b"CR119", mark.encode() + b"119")
    found = read(tmp_path, content, "mt940")
    (payment,) = found.payments
    assert (payment.paid, payment.is_return) == (paid, is_return)
    assert payment.unclear is (ClearingReason.REVERSAL if mark == "RDR" else None)
    assert not found.doubts


def test_a_text_is_read_both_ways_where_a_line_may_have_cut_a_word(tmp_path: Path) -> None:
    (payment,) = read(
        tmp_path, mt940(Entry(text="Danke fuer alles RE-2026-0001 vom 1.9.")), "mt940"
    ).payments
    likely, unlikely = payment.texts
    assert likely == "Danke fuer alles RE-2026-0001 vom 1.9."
    assert "RE-2026-0001" not in unlikely or unlikely != likely


def test_a_statement_may_be_written_as_swift_does(tmp_path: Path) -> None:
    bare = mt940(Entry()).replace(b"-\r\n", b"-}\r\n")
    content = b"{1:F01AAAABB99BSMK3513951576}{2:O9400934081223BBBBAA33XXXX}{4:\r\n" + bare
    assert len(read(tmp_path, content, "mt940").payments) == 1


def test_details_may_be_free_text(tmp_path: Path) -> None:
    content = mt940(Entry())
    start, end = content.index(b":86:"), content.index(b":62F:")
    content = content[:start] + b":86:Zahlung\r\n- RE-2026-0001 -\r\n" + content[end:]
    (payment,) = read(tmp_path, content, "mt940").payments
    assert payment.text == "Zahlung - RE-2026-0001 -"


def test_what_stands_below_the_closing_balance_is_of_no_entry(tmp_path: Path) -> None:
    content = mt940(Entry()).replace(b"-\r\n", b":64:C261120EUR1,00\r\n:86:Zins RE-9\r\n-\r\n")
    (payment,) = read(tmp_path, content, "mt940").payments
    assert payment.text == "Rechnung RE-2026-0001"


def test_the_booking_day_may_lie_in_another_year_than_the_value_day(tmp_path: Path) -> None:
    content = mt940(Entry(day=date(2026, 12, 31))).replace(b":61:2612311231", b":61:2612310102")
    (payment,) = read(tmp_path, content, "mt940").payments
    assert payment.day == date(2027, 1, 2)


def test_balances_must_be_what_the_entries_come_to(tmp_path: Path) -> None:
    def doubts(content: bytes) -> list[object]:
        return [doubt.message.code for doubt in read(tmp_path, content, "mt940").doubts]

    assert doubts(mt940(Entry(), Entry(paid=-20_00))) == []
    assert doubts(mt940(Entry(), closing=999_00)) == [PaymentDoubt.BALANCE]
    whole = mt940(Entry())
    assert doubts(whole[: whole.index(b":62F")]) == [PaymentDoubt.HALF_BALANCE]
    assert doubts(whole + mt940(Entry(), opening=1_119_00)) == []
    assert doubts(whole + mt940(Entry(), opening=1_200_00)) == [PaymentDoubt.BALANCES_APART]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"CR119,00", b"CR119.00", PaymentFileRefusal.MT940_LINE),
        (b"CR119,00", b"XR119,00", PaymentFileRefusal.MT940_LINE),
        (b"C261120EUR1000", b"X261120EUR1000", PaymentFileRefusal.MT940_LINE),
        (b":61:2611201120", b":61:2613201320", PaymentFileRefusal.MT940_LINE),
        (b":60F:", b":13:", PaymentFileRefusal.MT940_LINE),
        (b"\r\n:86:", b":86:", PaymentFileRefusal.MT940_LINE),
        (b"532013000", b"532013001", PaymentFileRefusal.OTHER_ACCOUNT),
        (b":20:STARTUMS", b"STARTUMS", PaymentFileRefusal.NO_STATEMENT),
    ],
)
def test_what_no_bank_writes_is_refused(
    tmp_path: Path, old: bytes, new: bytes, code: PaymentFileRefusal
) -> None:
    content = mt940(Entry())
    assert old in content
    found = refused_for(tmp_path, content.replace(old, new), "mt940", accounts=(IBAN,))
    assert found is code
