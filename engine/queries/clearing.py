"""The clearing list as commands and screens show it: each payment, why it waits, and the invoices
that it may be for.

What was decided for a payer is offered the next time, and never applied unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.common.i18n import render
from engine.common.sanitize import sanitize
from engine.messages.clearing import ClearingReason
from engine.model.item import Item, to_decimal
from engine.model.message import Message
from engine.queries.bank_words import NOTHING_SAID, BankWords, bank_words
from engine.settings.load import Configuration
from engine.store.clearing import WaitingPayment
from engine.store.ledger import Cleared
from engine.store.opening import open_store
from engine.store.protocol import Store

_OFFERED = 5
"""So many invoices are offered at most."""
_REASONS = {reason.value: reason for reason in ClearingReason}


class ClearingLine(msgspec.Struct, frozen=True):
    """One payment on the list."""

    waiting: WaitingPayment
    words: BankWords
    offers: Sequence[Item]
    """The invoices it may be for, the likeliest first."""

    @property
    def payer(self) -> str:
        """Whoever paid, as far as anything tells. From outside: sanitize it before showing."""
        return self.words.name or self.words.iban or self.waiting.entry.account

    @property
    def why(self) -> str:
        """Why it waits, in the language in use."""
        entry = self.waiting.entry
        reason = _REASONS.get(entry.reason)
        if reason is None:
            return sanitize(entry.reason)
        numbers = [sanitize(number) for number in entry.numbers] or ["–"]
        return render(Message(reason, {"numbers": numbers}))


def clearing_list(configuration: Configuration, words: Sequence[str] = ()) -> list[ClearingLine]:
    """Every payment that waits, the oldest first; of several `words` all must stand in it."""
    store = open_store(configuration.data)
    waiting = store.clearing()
    said = bank_words(configuration, waiting)
    offers = _Offers(store, waiting)
    lines = (
        ClearingLine(one, said.get(one.entry.id, NOTHING_SAID), offers.of(one)) for one in waiting
    )
    return [line for line in lines if _holds(line, words)]


def clearing_record(line: ClearingLine) -> dict[str, object]:
    """The payment as one object."""
    entry, imported = line.waiting.entry, line.waiting.imported
    return {
        "entry": entry.id,
        "amount": to_decimal(entry.paid),
        "currency": entry.currency,
        "paid_on": entry.paid_on,
        "name": sanitize(line.words.name),
        "iban": sanitize(line.words.iban),
        "account": sanitize(entry.account),
        "text": sanitize(line.words.text),
        "reason": entry.reason,
        "why": line.why,
        "offers": ", ".join(sanitize(item.invoice_no) for item in line.offers),
        "interface": sanitize(imported.interface),
        "run": imported.run,
        "file": sanitize(imported.file),
        "line": entry.line,
    }


def _holds(line: ClearingLine, words: Iterable[str]) -> bool:
    entry, said = line.waiting.entry, line.words
    text = " ".join((entry.id, said.name, said.iban, entry.account, said.text, *entry.numbers))
    folded = f"{text} {to_decimal(entry.paid)}".casefold()
    return all(word.casefold() in folded for word in words)


class _Offers:
    """Looks for invoices once for all payments of the list."""

    def __init__(self, store: Store, waiting: Sequence[WaitingPayment]) -> None:
        items = store.items()
        payers = {one.entry.payer for one in waiting} - {""}
        self._accounts = {
            payer: account
            for payer, item in _decided(store, payers)
            if (account := (item.mandant, item.account))[1]
        }
        wanted = {account for _mandant, account in self._accounts.values()}
        wanted |= {one.entry.account for one in waiting} - {""}
        named = {number for one in waiting for number in one.entry.numbers}
        self._named: dict[str, list[Item]] = {}
        self._of_account: dict[str, list[Item]] = {}
        for item in items.values() if waiting else ():
            if item.invoice_no in named:
                self._named.setdefault(item.invoice_no, []).append(item)
            if item.account in wanted and item.account:
                self._of_account.setdefault(item.account, []).append(item)

    def of(self, one: WaitingPayment) -> list[Item]:
        """What the payment names, then what the same debtor owes; what is just as much first."""
        entry, scope = one.entry, one.imported.scope
        mandant, account = self._accounts.get(entry.payer, ("", entry.account))
        found = [item for number in entry.numbers for item in self._named.get(number, ())]
        found += [
            item for item in self._of_account.get(account, ()) if mandant in ("", item.mandant)
        ]
        allowed = {
            item.key: item
            for item in found
            if (not scope.mandants or item.mandant in scope.mandants)
            and (item.open > 0 if entry.paid > 0 else item.open < item.amount)
        }
        likeliest = sorted(allowed.values(), key=lambda item: item.open != entry.paid)
        return likeliest[:_OFFERED]


def _decided(store: Store, payers: set[str]) -> Iterator[tuple[str, Item]]:
    """For these payers the invoices that people assigned their payments to, the last one last."""
    items = store.items()
    for act in store.ledger() if payers else ():
        if (
            isinstance(act, Cleared)
            and act.payer in payers
            and not act.undone_by
            and (item := items.get(act.key))
        ):
            yield act.payer, item
