"""What of the exports went, what waits and why; which of their files are meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from engine.common.i18n import _
from engine.common.message_json import message_from_json
from engine.common.nearest_word import one_of
from engine.common.sanitize import sanitize
from engine.exports.records import ExportRecord, ExportRecords
from engine.journal.run_names import runs_meant
from engine.model.errors import UsageError
from engine.model.message import Message
from engine.settings.load import Configuration
from engine.store.ledger import LedgerEntry
from engine.store.opening import open_store
from engine.store.protocol import Store


class ExportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an export."""

    export: str
    number: int
    state: Literal["sent", "waiting"]
    run: str
    """The run that changed what is in it."""
    at: datetime
    """When it was sent; of one that waits, when it was changed. UTC."""
    file: str = ""
    """Its name; empty while it waits."""
    changes: int = 0
    sha256: str = ""
    why: Message | None = None
    """Why it waits, and those after it; None where nothing was tried yet."""


def export_rows(configuration: Configuration) -> Iterator[ExportRow]:
    """All that went and all that waits, export by export, the oldest first. Raises `StoreError`."""
    store, records = open_store(configuration.data), ExportRecords(configuration.data)
    for name in configuration.settings.exports:
        record = records.load(name)
        for sent in record.sent:
            yield ExportRow(
                export=name, number=sent.number, state="sent", run=sent.run, at=sent.at,
                file=sanitize(sent.file), changes=sent.changes, sha256=sent.sha256,
            )  # fmt: skip
        yield from _waiting(name, record, store)


def _waiting(name: str, record: ExportRecord, store: Store) -> Iterator[ExportRow]:
    failure = record.failure
    why = message_from_json(failure.code, failure.params) if failure else None
    for entry in store.acts_for(name, record.number):
        yield ExportRow(
            export=name,
            number=entry.exports[name],
            state="waiting",
            run=entry.run,
            at=entry.at,
            why=why,
        )
        why = None


def the_export(configuration: Configuration, name: str) -> str:
    """The export of this name, or the only one. Raises `UsageError`."""
    names = list(configuration.settings.exports)
    if name in names:
        return name
    if not names:
        raise UsageError(
            _("There is no export in {path}.").format(path=sanitize(str(configuration.path))),
            _("Add one below [exports.NAME]; `opos config sample` shows how."),
        )
    if name:
        raise UsageError(
            _("There is no export {name}.").format(name=sanitize(name)), one_of(name, names).strip()
        )
    if len(names) > 1:
        raise UsageError(
            _("There are several exports."),
            _("Say which: {names}.").format(names=", ".join(names)),
        )
    return names[0]


def acts_meant(
    store: Store, export: str, zone: ZoneInfo, *, run: str, number: int, since: date | None
) -> Sequence[LedgerEntry]:
    """The acts of this run, of this number, or of this day and later, of which the export has a
    file. Raises `UsageError` where there is none.
    """
    acts = store.acts_for(export, 0)
    if run:
        runs = runs_meant(run, (entry.run for entry in acts))
        found = [entry for entry in acts if entry.run in runs]
    elif number:
        found = [entry for entry in acts if entry.exports[export] == number]
    else:
        found = [entry for entry in acts if since and entry.at.astimezone(zone).date() >= since]
    if not found:
        raise UsageError(
            _("The export {name} has no such file.").format(name=sanitize(export)),
            _("`opos exports` lists them."),
        )
    return found
