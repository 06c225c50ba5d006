"""Why an invoice stands as it does: every change of it, with run, file, line and reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.lists.excerpt import excerpt
from engine.model.errors import UsageError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.ledger import Cleared, Imported, LedgerEntry, Undone
from engine.store.opening import open_archive
from engine.store.protocol import Store


class HistoryStep(msgspec.Struct, frozen=True):
    """One change of the invoice, and what made it."""

    entry: LedgerEntry
    change: Change
    started_by: str
    """User, computer and trigger of the run; empty where its journal is gone."""
    raw: str
    """The line as it stands in the archived file, sanitized; empty where there is none."""

    @property
    def file(self) -> str:
        """The list, the file of invoices, or the run that was taken back."""
        return self.entry.undone_run if isinstance(self.entry, Undone) else self.entry.file

    @property
    def sha256(self) -> str:
        """Of the archived file; empty where none made the change."""
        return self.entry.sha256 if isinstance(self.entry, Imported | Cleared) else ""

    @property
    def released_by(self) -> str:
        """Who released the import, where the guard had held it; or who assigned the payment."""
        if isinstance(self.entry, Cleared):
            return self.entry.decided_by
        return self.entry.released_by if isinstance(self.entry, Imported) else ""

    @property
    def released_because(self) -> str:
        return self.entry.reason if isinstance(self.entry, Imported | Cleared) else ""


class InvoiceHistory(msgspec.Struct, frozen=True):
    """One invoice from its first change to now."""

    steps: list[HistoryStep]
    """The oldest first."""
    now: Item | None
    """None where it is no longer in the store."""


def invoice_history(
    store: Store, data: DataFolder, invoice_no: str, mandant: str = ""
) -> InvoiceHistory:
    """The history of the invoice. Raises `UsageError` where none or several are meant."""
    held = _held(store, invoice_no, mandant)
    key = _the_one(store, held, invoice_no, mandant)
    steps = [
        HistoryStep(entry, change, _started_by(data, entry.run), _raw_line(entry, change, data))
        for entry, change in store.history_of(invoice_no)
        if change.key == key
    ]
    return InvoiceHistory(steps, held.get(key))


def _held(store: Store, invoice_no: str, mandant: str) -> Mapping[Key, Item]:
    """The invoices of this number that we hold, of one Mandant or of any."""
    if mandant:
        return store.items_of([(mandant, invoice_no)])
    items = (item for block in store.item_blocks() for item in block)
    return {item.key: item for item in items if item.invoice_no == invoice_no}


def _the_one(store: Store, held: Collection[Key], invoice_no: str, mandant: str) -> Key:
    """The key that is meant; of an invoice that is gone, what the history knows of it."""
    found = {*held}
    if not found:
        once_there = {change.key for _entry, change in store.history_of(invoice_no)}
        found = {key for key in once_there if mandant in ("", key[0])}
    if len(found) == 1:
        return found.pop()
    if found:
        raise UsageError(
            _("{invoice} is an invoice of the Mandanten {mandants}.").format(
                invoice=sanitize(invoice_no),
                mandants=", ".join(sorted(sanitize(key[0]) for key in found)),
            ),
            _("Name one with --mandant."),
        )
    raise UsageError(
        _("There is no invoice {invoice}.").format(invoice=sanitize(invoice_no)),
        _("`opos items TEXT` searches."),
    )


def _raw_line(entry: LedgerEntry, change: Change, data: DataFolder) -> str:
    if not isinstance(entry, Imported | Cleared) or not change.line:
        return ""
    return sanitize(excerpt(open_archive(data).path_of(entry.sha256), change.line, change.sheet))


def _started_by(data: DataFolder, run: str) -> str:
    path = journal.journal_path(data.journals, run)
    glance = journal.glance(path) if path.exists() else None
    if glance is None:
        return ""
    started = glance.started
    return f"{sanitize(started.user)}@{sanitize(started.host)}, {started.trigger}"
