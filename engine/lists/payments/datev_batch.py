"""DATEV's posting batch (EXTF, DTVF; category 21): what the adviser booked.

| a posting | is |
| --- | --- |
| between a debtor and a money account | a payment; Soll or Haben says whether it came in |
| the same with Generalumkehr | that payment taken back |
| of a debtor, with an empty other side or another debtor | waits for a person |
| of a debtor with any other account | no payment; Skonto and other credits are told |
| of no debtor | no payment |

Places and shapes of the fields are DATEV's own [V: developer.datev.de, formate/buchungsstapel]. A
field that is otherwise refuses the whole batch, since a posting left out may be one that took a
payment back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import normal
from engine.lists.files.opened_file import OpenedFile
from engine.lists.layouts.datev_batch import BATCH_OF_POSTINGS, batch_category, refuse_batch
from engine.lists.payments.batch_header import BatchHeader, batch_header
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import DATEV_BATCH
from engine.lists.rows.payments import Payment
from engine.lists.rows.returns import tells_return
from engine.lists.rows.rows import Content, Doubt, Ignored, ListFile, Reach
from engine.messages.clearing import ClearingReason
from engine.messages.payment_files import (
    NoPayment,
    PaymentDoubt,
    PaymentFileRefusal,
    PaymentNotice,
)
from engine.messages.posting import Place
from engine.model.errors import ListRefused
from engine.model.item import Cents
from engine.model.message import Message

_HEADINGS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
    "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
)  # fmt: skip
_AMOUNT, _SIDE, _CURRENCY, _ACCOUNT, _CONTRA, _KEY, _DAY, _FIELD_1, _SKONTO, _TEXT = (
    0, 1, 2, 6, 7, 8, 9, 10, 12, 13,
)  # fmt: skip
_SHORTER = {normal("Umsatz"): 0, normal("Gegenkonto"): 7, normal("Datum"): 9}
"""How some programs head three of these [S]."""
BATCH_HEADINGS = frozenset(map(normal, _HEADINGS))
"""By these the delimiter of a batch is found."""
_REVERSAL, _GUID = normal("Generalumkehr (GU)"), normal("Buchungs GUID")
_EXAMPLES = 5


def read_batch(source: OpenedFile, expected: ExpectedPayments) -> ListFile:
    """The payments of a posting batch, and an account of every other line. Raises `ListRefused`."""
    if batch_category(source) != BATCH_OF_POSTINGS:
        refuse_batch(source)
        raise ListRefused(PaymentFileRefusal.NO_BATCH)
    lines = _lines(source)
    _first, cells = next(lines)
    reader = _BatchReader(batch_header(cells, expected), expected, next(lines, (2, ()))[1])
    last = 2
    for last, cells in lines:
        reader.read(last, cells)
    payments = reader.payments
    return ListFile(
        layout=DATEV_BATCH,
        content=Content.PAYMENTS,
        format=source.container,
        encoding=source.text.encoded.encoding if source.text else "",
        lines=last,
        rows=[],
        payments=payments,
        ignored=reader.ignored,
        notices=reader.notices(),
        doubts=_torn(source, last, reader),
        total=sum(payment.paid for payment in payments if payment.currency == "EUR"),
    )


class _BatchReader:
    """Reads the lines of one batch, each by itself."""

    def __init__(
        self, header: BatchHeader, expected: ExpectedPayments, headings: Sequence[str]
    ) -> None:
        self._header = header
        self._expected = expected
        names = [normal(name) for name in headings]
        _check_headings(names, headings)
        self.width = len(names)
        self._reversal = names.index(_REVERSAL) if _REVERSAL in names else None
        self._guid = names.index(_GUID) if _GUID in names else None
        self._needed = 1 + max(_TEXT, self._reversal or 0)
        self.payments: list[Payment] = []
        self.ignored = [Ignored(number, Message(NoPayment.HEADING)) for number in (1, 2)]
        self.last_width = self.width
        self._skonto: list[Message] = []
        self._credits: list[Message] = []

    def read(self, line: int, cells: Sequence[str]) -> None:
        """Take in one posting."""
        if not any(cells):
            self._ignore(line, NoPayment.BLANK)
            return
        self.last_width = len(cells)
        if len(cells) < self._needed:
            raise ListRefused(
                PaymentFileRefusal.BATCH_LINE, line=line, cells=len(cells), expected=self._needed
            )
        accounts = [_field(line, cells, place, "[0-9]{0,9}") for place in (_ACCOUNT, _CONTRA)]
        debtors = [self._header.is_debtor(each, self._expected) for each in accounts]
        if not any(debtors):
            # Where one account is missing, it may be the debtor's.
            debtors = [not account for account in accounts]
            if not any(self._header.is_money(each, self._expected) for each in accounts if each):
                debtors = []
        if not any(debtors):
            self._ignore(line, NoPayment.NOT_OF_DEBTOR)
            return
        account, other = accounts if debtors[0] else reversed(accounts)
        # Soll and Haben are of the first account; what stands in a debtor's Haben came in.
        side = _field(line, cells, _SIDE, "[SH]")
        came_in = (side == "H") == debtors[0]
        unclear = None
        if all(debtors):
            unclear = ClearingReason.BETWEEN_DEBTORS
        elif not (account and other):
            unclear = ClearingReason.COLLECTIVE
        elif not self._header.is_money(other, self._expected):
            if came_in or not tells_return(cells[_TEXT]):
                self._no_money(line, cells, came_in=came_in)
                return
            # It went over an account that nobody has named, and may open an invoice again.
            unclear = ClearingReason.CALLED_RETURN
        if amount := _cents(line, cells, _AMOUNT):
            self._pay(line, cells, account, amount if came_in else -amount, unclear)
        else:
            self._ignore(line, NoPayment.NO_AMOUNT)

    def notices(self) -> list[Message]:
        """What there is to tell besides the payments."""
        told = (
            (PaymentNotice.SKONTO, self._skonto),
            (PaymentNotice.CREDITS_BESIDES, self._credits),
        )
        return [
            Message.of(
                code, n=len(places), examples=places[:_EXAMPLES] + ["…"] * (len(places) > _EXAMPLES)
            )
            for code, places in told
            if places
        ]

    def _pay(
        self,
        line: int,
        cells: Sequence[str],
        account: str,
        paid: Cents,
        unclear: ClearingReason | None,
    ) -> None:
        number, text = cells[_FIELD_1].strip(), cells[_TEXT].strip()
        reversal = cells[self._reversal].strip() if self._reversal is not None else ""
        if cells[_KEY].strip("0 ") or reversal not in ("", "0", "1", "G"):
            unclear = unclear or ClearingReason.UNKNOWN_KEY
        elif reversal in ("1", "G"):
            # However the two sides are written, a Generalumkehr takes back what was booked.
            paid = -abs(paid)
        elif paid > 0 and tells_return(text):
            unclear = unclear or ClearingReason.CALLED_RETURN
        if _cents(line, cells, _SKONTO):
            self._skonto.append(_place(number, line))
        self.payments.append(
            Payment(
                line=line,
                paid=paid,
                currency=_field(line, cells, _CURRENCY, "(?:[A-Z]{3})?") or self._header.currency,
                day=self._day(line, cells),
                number=number,
                account=account,
                texts=(text,) if text else (),
                is_return=paid < 0,
                unclear=unclear,
                source=self._header.source,
                reference=self._guid_of(cells),
                booked=paid,
            )
        )

    def _no_money(self, line: int, cells: Sequence[str], *, came_in: bool) -> None:
        """A posting that moves no money: an invoice, Skonto, something written off."""
        if came_in:
            self._credits.append(_place(cells[_FIELD_1].strip(), line))
        self._ignore(line, NoPayment.NOT_OF_MONEY)

    def _guid_of(self, cells: Sequence[str]) -> str:
        return cells[self._guid].strip() if self._guid and len(cells) > self._guid else ""

    def _day(self, line: int, cells: Sequence[str]) -> date:
        text = cells[_DAY].strip()
        day = self._header.day(text)
        if day is None or not self._header.first <= day <= self._header.last:
            raise ListRefused(
                PaymentFileRefusal.BATCH_DAY,
                line=line,
                value=sanitize(text, 20) or "–",
                first=self._header.first,
                last=self._header.last,
            )
        return day

    def _ignore(self, line: int, reason: NoPayment) -> None:
        self.ignored.append(Ignored(line, Message(reason)))


def _check_headings(names: Sequence[str], headings: Sequence[str]) -> None:
    for place, expected in enumerate(_HEADINGS):
        found = names[place] if place < len(names) else ""
        if found != normal(expected) and _SHORTER.get(found) != place:
            raise ListRefused(
                PaymentFileRefusal.BATCH_HEADING,
                column=place + 1,
                found=sanitize(headings[place], 40) if found else "–",
                expected=expected,
            )


def _lines(source: OpenedFile) -> Iterator[tuple[int, list[str]]]:
    for numbers, block in source.sheets[0].blocks():
        for number, cells in zip(numbers, block, strict=True):
            yield number, [cell if isinstance(cell, str) else cell.text for cell in cells]


def _torn(source: OpenedFile, last: int, reader: _BatchReader) -> list[Doubt]:
    """A batch that ends without the end of a line is whole only if its last line has all fields."""
    if source.text is None or source.text.ends_with_line_end or reader.last_width >= reader.width:
        return []
    return [Doubt(Message.of(PaymentDoubt.TORN_BATCH, line=last), Reach.LIST, line=last)]


def _cents(line: int, cells: Sequence[str], place: int) -> Cents:
    text = _field(line, cells, place, r"(?:[0-9]{1,10}(?:,[0-9]{1,2})?)?")
    whole, _comma, cents = text.partition(",")
    return int(whole or "0") * 100 + int(cents.ljust(2, "0"))


def _field(line: int, cells: Sequence[str], place: int, shape: str) -> str:
    text = cells[place].strip()
    if not re.fullmatch(shape, text):
        raise ListRefused(
            PaymentFileRefusal.BATCH_VALUE,
            line=line,
            value=sanitize(text, 40),
            field=_HEADINGS[place],
        )
    return text


def _place(number: str, line: int) -> Message:
    return Message.of(Place.NUMBER_IN_LINE, number=sanitize(number) or "–", line=line)
