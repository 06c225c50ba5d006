"""Bank statements in MT940, as German banks still write them [V: SWIFT; Deutsche Kreditwirtschaft,
Anlage 3].

| a field | holds |
| --- | --- |
| `:25:` | our account: an IBAN, or the bank's code and the number |
| `:60F:`, `:60M:` | the opening balance |
| `:61:` | an entry: days, side, amount, the bank's reference |
| `:86:` | what it is for; see `mt940_details.py` |
| `:62F:`, `:62M:` | the closing balance |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from engine.common.sanitize import sanitize
from engine.lists.files.dialect import text_lines
from engine.lists.files.text import Text
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import MT940
from engine.lists.payments.mt940_details import described
from engine.lists.payments.statement import BankStatement
from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import Content, Doubt, Ignored, ListFile
from engine.messages.payment_files import NoPayment, PaymentFileRefusal
from engine.model.errors import ListRefused
from engine.model.item import Cents
from engine.model.message import Message

_TAG = re.compile(r":(?P<tag>[0-9]{2}[A-Z]?|NS):(?P<value>.*)", re.DOTALL)
_TAG_WITHIN = re.compile(r":[0-9]{2}[A-Z]?:")
"""Where the end of a line was lost, the next field stands within this one."""
_BALANCE = re.compile(r"(?P<side>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})(?P<amount>[0-9,]+)")
_ENTRY = re.compile(
    r"""(?P<value>[0-9]{6}) (?P<booked>[0-9]{4})? \s? (?P<side>R?[CD]) [A-Z]? \s?
        (?P<amount>[0-9]{1,13},[0-9]{0,2}) (?P<kind>[NSF][A-Z0-9]{3})
        (?P<ours>(?:(?!//)[^\n])*) (?://(?P<bank>[^\n]*))? (?:\n.*)?""",
    re.VERBOSE | re.DOTALL,
)
_CENTS = re.compile(r"([0-9]{1,13}),([0-9]{0,2})")
_NO_REFERENCE = ("", "NONREF", "NOREF")


def read_mt940(text: Text, expected: ExpectedPayments) -> ListFile:
    """The payments of all statements in the file. Raises `ListRefused` for what is no such
    statement, or of an account that is not ours.
    """
    reader = _Mt940Reader(expected)
    last = 0
    for last, tag, value in _fields(text):
        reader.read(last, tag, value)
    return reader.result(text.encoded.encoding, last)


class _Mt940Reader:
    """Reads the fields of one file in their order."""

    def __init__(self, expected: ExpectedPayments) -> None:
        self._expected = expected
        self._statements: list[BankStatement] = []
        self._payments: list[Payment] = []
        self._ignored: list[Ignored] = []
        self._doubts: list[Doubt] = []
        self._described = True
        """Whether the last entry has its details, so that the next `:86:` is the statement's."""

    def read(self, line: int, tag: str, value: str) -> None:
        """Take in the next field."""
        if tag == "20":
            self._statements.append(BankStatement(len(self._statements) + 1))
            self._described = True
        elif not self._statements:
            raise ListRefused(PaymentFileRefusal.NO_STATEMENT, type=MT940)
        elif tag == "25":
            self._take_account(value.strip())
        elif tag in ("60F", "60M"):
            self._take_opening(line, value)
        elif tag == "61":
            self._take_entry(line, value)
        elif tag == "86" and not self._described:
            self._payments[-1] = described(self._payments[-1], value)
            self._described = True
        elif tag in ("62F", "62M"):
            statement = self._statements[-1]
            statement.closing, statement.currency = _balance(line, value)
            self._described = True

    def result(self, encoding: str, last: int) -> ListFile:
        """What all fields came to."""
        if not self._statements:
            raise ListRefused(PaymentFileRefusal.NO_STATEMENT, type=MT940)
        doubts = [*self._doubts]
        for statement in self._statements:
            doubts += statement.doubts()
        return ListFile(
            layout=MT940,
            content=Content.PAYMENTS,
            format="text",
            encoding=encoding,
            lines=last,
            rows=[],
            payments=self._payments,
            ignored=self._ignored,
            doubts=doubts,
            total=sum(payment.paid for payment in self._payments if payment.currency == "EUR"),
        )

    def _take_account(self, account: str) -> None:
        self._statements[-1].name_account(account)
        if not self._expected.expects_account(account):
            shown = sanitize(account, 40) or "–"
            raise ListRefused(PaymentFileRefusal.OTHER_ACCOUNT, account=shown)

    def _take_opening(self, line: int, value: str) -> None:
        statement = self._statements[-1]
        statement.opening, statement.currency = _balance(line, value)
        before = [one for one in self._statements[:-1] if one.account == statement.account]
        self._doubts += statement.follows(before[-1]) if before else ()

    def _take_entry(self, line: int, value: str) -> None:
        statement, found = self._statements[-1], _ENTRY.fullmatch(value)
        if found is None or _TAG_WITHIN.search(value):
            raise _wrong(line, value)
        if not statement.account or not statement.currency:
            raise _wrong(line, value)
        cents = _cents(line, found["amount"])
        # RC takes back what came in, RD what went out.
        booked = cents if found["side"] in ("C", "RD") else -cents
        statement.add(booked)
        self._described = not booked
        if not booked:
            self._ignored.append(Ignored(line, Message(NoPayment.NO_AMOUNT)))
            return
        bank = (found["bank"] or "").strip()
        self._payments.append(
            Payment(
                line=line,
                paid=booked,
                currency=statement.currency,
                day=_booked_on(line, found["value"], found["booked"]),
                is_return=found["side"].startswith("R"),
                source=statement.source,
                reference="" if bank in _NO_REFERENCE or not bank.strip("0") else bank,
                booked=booked,
                statement=statement.number,
            )
        )


def _fields(text: Text) -> Iterator[tuple[int, str, str]]:
    """Each field with its line: a line that begins with no tag goes on with the one before."""
    start, tag, value = 0, "", ""
    for number, line_with_end in enumerate(text_lines(text.encoded), 1):
        line = line_with_end.rstrip("\r\n")
        shown = line.removeprefix("@@") if line.startswith("@@") else line
        found = _TAG.fullmatch(shown) or (None if tag else _TAG.search(shown))
        if found is not None:
            if tag:
                yield start, tag, value
            start, tag, value = number, found["tag"], found["value"]
        elif shown.strip() in ("-", "-}", ""):
            continue
        elif tag:
            value += "\n" + line
        elif not re.fullmatch(r"(?:\{[0-9]:.*|\s*)", line):
            raise _wrong(number, line)
    if tag:
        yield start, tag, value


def _balance(line: int, value: str) -> tuple[Cents, str]:
    found = _BALANCE.fullmatch(value.strip().rstrip("-}").strip())
    if found is None:
        raise _wrong(line, value)
    cents = _cents(line, found["amount"])
    return (cents if found["side"] == "C" else -cents), found["currency"]


def _cents(line: int, text: str) -> Cents:
    found = _CENTS.fullmatch(text)
    if found is None:
        raise _wrong(line, text)
    return int(found[1]) * 100 + int(found[2].ljust(2, "0"))


def _booked_on(line: int, value: str, booked: str | None) -> date:
    """The booking day, whose year is that of the value day next to it; else the value day."""
    try:
        return _day(value, booked)
    except ValueError:
        raise _wrong(line, value + (booked or "")) from None


@lru_cache(maxsize=1000)
def _day(value: str, booked: str | None) -> date:
    day = date(2000 + int(value[:2]), int(value[2:4]), int(value[4:]))
    if not booked:
        return day
    near = [date(year, int(booked[:2]), int(booked[2:])) for year in _years_near(day, booked)]
    return min(near, key=lambda one: abs(one - day))


def _years_near(day: date, booked: str) -> Iterator[int]:
    """The years in which a booking of this month may lie next to the value day."""
    return iter([day.year] if booked == "0229" else [day.year - 1, day.year, day.year + 1])


def _wrong(line: int, value: str) -> ListRefused:
    return ListRefused(PaymentFileRefusal.MT940_LINE, line=line, value=sanitize(value, 60) or "–")
