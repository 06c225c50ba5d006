"""What the file says in words of a payment that waits: whose it is and what for.

It is read from the archived original each time, since nothing else keeps it. Once that is gone, the
payment is shown without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from engine.lists.payments.expected import ExpectedPayments
from engine.lists.read import read_list
from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import Content
from engine.model.errors import ListRefused
from engine.posting.clearing import ClearingEntry
from engine.settings.list_limits import expected_payments, file_limits
from engine.settings.load import Configuration
from engine.store.archive import Archive
from engine.store.clearing import WaitingPayment
from engine.store.ledger import Imported
from engine.store.opening import open_archive


class BankWords(msgspec.Struct, frozen=True):
    """From outside: sanitize it before showing."""

    name: str = ""
    """Whoever paid."""
    iban: str = ""
    text: str = ""


NOTHING_SAID = BankWords()


def bank_words(
    configuration: Configuration, waiting: Sequence[WaitingPayment]
) -> Mapping[str, BankWords]:
    """For each entry's id what its file says; missing where it says nothing any more."""
    archive = open_archive(configuration.data)
    by_file: dict[str, tuple[Imported, list[ClearingEntry]]] = {}
    for one in waiting:
        by_file.setdefault(one.imported.run + one.imported.sha256, (one.imported, []))[1].append(
            one.entry
        )
    return {
        entry.id: BankWords(found.name, found.iban, found.text or found.number)
        for imported, entries in by_file.values()
        for entry, found in _found(configuration, archive, imported, entries)
    }


def _found(
    configuration: Configuration,
    archive: Archive,
    imported: Imported,
    entries: Sequence[ClearingEntry],
) -> Iterator[tuple[ClearingEntry, Payment]]:
    """The payments of a file that these entries are; none where the original is not as it came."""
    if not archive.is_whole(imported.sha256):
        return
    interface = configuration.settings.interfaces.get(imported.interface)
    expected, encoding = ExpectedPayments(), "auto"
    if interface is not None:
        encoding = interface.file.encoding
        # Whose the file must be was seen to when it came.
        expected = msgspec.structs.replace(
            expected_payments(interface.file), consultant="", client="", accounts=()
        )
    try:
        payments = read_list(
            archive.path_of(imported.sha256),
            imported.file,
            content=Content.PAYMENTS,
            encoding=encoding,
            limits=file_limits(configuration.settings.limits),
            expected=expected,
            today=imported.at.date(),
        ).payments
    except (ListRefused, OSError):
        return
    by_place = {(one.sheet, one.line, one.part): one for one in payments}
    for entry in entries:
        found = by_place.get((entry.sheet, entry.line, entry.part))
        if found and (found.day, found.currency) == (entry.paid_on, entry.currency):
            yield entry, found
