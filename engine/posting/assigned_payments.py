"""Payments become rows where they name an invoice for sure; all others go to the clearing list.

| the payment | goes |
| --- | --- |
| was imported before, by the bank's own reference | nowhere; it is counted |
| names exactly one number of ours, and is at most what is open (of a return: was paid) | there |
| names several, and is to the cent what is open of them together | there |
| went out, says what it is for, names no invoice and is no return | nowhere; it is counted |
| is anything else | to the clearing list |
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import ListFile, Row
from engine.messages.clearing import ClearingReason
from engine.model.item import Cents, Item, Key
from engine.posting.clearing import ClearingEntry, payer_mark
from engine.posting.identity import same_account
from engine.posting.known_payments import KnownPayments, Seen
from engine.posting.matching import match_rows
from engine.posting.named_numbers import NamedNumbers


class Assigned(msgspec.Struct, frozen=True, kw_only=True):
    """What became of all payments of a file."""

    rows: Sequence[Row]
    """Those that go to an invoice, as a list of payments would have them."""
    clearing: Sequence[ClearingEntry]
    known: int = 0
    """How many were imported before."""
    outgoing: int = 0
    """How many went out and are about no invoice."""


def assign_payments(
    items: Mapping[Key, Item],
    list_file: ListFile,
    mandants: frozenset[str],
    known: Collection[str],
) -> Assigned:
    """Find the invoice of every payment. `known` are the payment keys of earlier imports."""
    builder = _AssignmentBuilder(items, mandants or frozenset(key[0] for key in items))
    seen = KnownPayments(known, list_file.payments)
    new: list[Payment] = []
    for payment in list_file.payments:
        match seen.look(payment):
            case Seen.KNOWN:
                builder.known += 1
            case Seen.PERHAPS:
                builder.clear(payment, ClearingReason.MAY_BE_KNOWN)
            case Seen.NEW:
                new.append(payment)
    builder.by_field(list_file, [payment for payment in new if payment.number], mandants)
    for payment in new:
        if not payment.number:
            builder.by_text(payment)
    return builder.build()


class _AssignmentBuilder:
    """Collects rows and entries of the clearing list, and what is open after each payment."""

    def __init__(self, items: Mapping[Key, Item], mandants: frozenset[str]) -> None:
        self._items = items
        self._named = NamedNumbers(items, mandants)
        self._open: dict[Key, Cents] = {}
        self._rows: list[Row] = []
        self._clearing: list[ClearingEntry] = []
        self.known = self._outgoing = 0

    def build(self) -> Assigned:
        """What became of all payments, in the order of the file."""
        return Assigned(
            rows=sorted(self._rows, key=_place),
            clearing=sorted(self._clearing, key=_place),
            known=self.known,
            outgoing=self._outgoing,
        )

    def by_field(
        self, list_file: ListFile, payments: Sequence[Payment], mandants: frozenset[str]
    ) -> None:
        """Payments with a field for the number: matched as the rows of a list are. A row that
        cannot be applied may be one that takes a payment back, so it waits for a person.
        """
        clear: list[Payment] = []
        for payment in payments:
            if payment.unclear:
                self.clear(payment, payment.unclear, self._held(payment.number))
            else:
                clear.append(payment)
        rows = [_row(payment, payment.number, payment.paid) for payment in clear]
        matching = match_rows(self._items, msgspec.structs.replace(list_file, rows=rows), mandants)
        for payment, row, key, item in zip(clear, rows, matching.keys, matching.items, strict=True):
            named = () if item else (*self._named.in_texts(payment.texts),)
            if key is None or named:
                held = self._held(payment.number)
                self.clear(payment, ClearingReason.NOT_FOR_SURE, (*held, *named))
            elif item and item.currency != payment.currency:
                self.clear(payment, ClearingReason.OTHER_CURRENCY, [item.key])
            else:
                self._rows.append(row)
                if item:
                    self._open[item.key] = self._open.get(item.key, item.open) - payment.paid

    def by_text(self, payment: Payment) -> None:
        """A payment whose text may name an invoice."""
        named = self._named.in_texts(payment.texts)
        if payment.end_to_end:
            for key, is_sure in self._named.in_text(payment.end_to_end).items():
                named[key] = named.get(key, False) or is_sure
        sure = [key for key, is_sure in named.items() if is_sure]
        keys = sure or [*named]
        if not keys and payment.paid < 0 and payment.texts and not payment.is_return:
            self._outgoing += 1
        elif reason := payment.unclear or self._refuses(payment, keys, is_sure=bool(sure)):
            self.clear(payment, reason, keys)
        elif len(keys) == 1:
            self._book(payment, keys[0], payment.paid)
        else:
            for key in keys:
                if open_ := self._open_of(key):
                    self._book(payment, key, open_)

    def clear(self, payment: Payment, reason: ClearingReason, keys: Sequence[Key] = ()) -> None:
        """Leave a payment to a person, with the numbers that it may mean."""
        self._clearing.append(
            ClearingEntry(
                line=payment.line,
                sheet=payment.sheet,
                part=payment.part,
                paid=payment.paid,
                currency=payment.currency,
                paid_on=payment.day,
                account=payment.account,
                payer=payer_mark(payment.iban) or payment.account,
                reason=reason.value,
                numbers=(*dict.fromkeys(number for _mandant, number in keys),),
            )
        )

    def _refuses(
        self, payment: Payment, keys: Sequence[Key], *, is_sure: bool
    ) -> ClearingReason | None:
        """Why these numbers do not say what the payment is for; None where they do."""
        if not keys:
            return ClearingReason.NO_NUMBER
        for key in keys:
            if self._items[key].currency != payment.currency:
                return ClearingReason.OTHER_CURRENCY
        if len(keys) > 1:
            numbers = {number for _mandant, number in keys}
            opens = [self._open_of(key) for key in keys]
            fits = sum(opens) == payment.paid > 0 and min(opens) >= 0 and is_sure
            return None if fits and len(numbers) == len(keys) else ClearingReason.SEVERAL_NUMBERS
        (key,), item = keys, self._items[keys[0]]
        if not is_sure and payment.paid != self._open_of(key):
            return ClearingReason.WEAK_NUMBER
        if payment.account and same_account(_row(payment, key[1], payment.paid), item) is False:
            return ClearingReason.NOT_FOR_SURE
        return self._does_not_take(payment, item)

    def _does_not_take(self, payment: Payment, item: Item) -> ClearingReason | None:
        """Why the invoice cannot take the whole payment; None where it can."""
        paid, open_ = payment.paid, self._open_of(item.key)
        if paid > 0:
            return None if 0 < paid <= open_ else ClearingReason.MORE_THAN_OPEN
        if payment.is_return:
            returnable = max(item.amount, 0) - open_
            return None if -paid <= returnable else ClearingReason.MORE_THAN_PAID
        if item.amount > 0:
            return ClearingReason.WRONG_DIRECTION
        return None if open_ <= paid else ClearingReason.MORE_THAN_OPEN

    def _book(self, payment: Payment, key: Key, paid: Cents) -> None:
        self._rows.append(_row(payment, key[1], paid, key[0]))
        self._open[key] = self._open_of(key) - paid

    def _open_of(self, key: Key) -> Cents:
        """What is open of an invoice after the payments so far."""
        return self._open.get(key, self._items[key].open)

    def _held(self, number: str) -> list[Key]:
        return [*self._named.in_text(number)]


def _row(payment: Payment, number: str, paid: Cents, mandant: str = "") -> Row:
    return Row(
        line=payment.line,
        invoice_no=number,
        account=payment.account,
        mandant=mandant,
        paid=paid,
        paid_on=payment.day,
        currency=payment.currency,
        text=payment.text,
        sheet=payment.sheet,
    )


def _place(one: Row | ClearingEntry) -> tuple[str, int]:
    return one.sheet, one.line
