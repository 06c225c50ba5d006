"""Sending what waits: each export's files in their order, one after the other, once the commit that
numbered them is done. What cannot be sent waits for the next run, whichever that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.message_json import message_from_json
from engine.common.sanitize import sanitize
from engine.exports.export_file import ExportFile, export_file
from engine.exports.publishing import publish
from engine.exports.records import ExportRecord, ExportRecords, Failure, SentFile, Underway
from engine.journal.event_message import code_and_params, export_failed
from engine.journal.events import Exported, ExportFailed
from engine.model.errors import Cancelled, Locked, LoginRefused, OposError
from engine.model.message import Message
from engine.settings.exports import TargetSettings
from engine.settings.load import Configuration
from engine.settings.model import Settings
from engine.settings.secrets import password_of
from engine.sources.connection import ServerConnection
from engine.sources.server import Server, Timeouts
from engine.store.opening import open_store
from engine.store.protocol import Store

_PAUSE = timedelta(hours=1)
"""Until the next attempt after a login was refused; sooner would lock the account."""
_PATIENCE = 30
"""Seconds that another run may send files of the same export."""
_TIMEOUTS = Timeouts(pauses=(1.0,))


def deliver_exports(
    configuration: Configuration, token: CancelToken, now: datetime, *, at_once: str = ""
) -> Iterator[Exported | ExportFailed]:
    """Send the files of every export that has some; of the one named `at_once` even where the next
    attempt is to wait. Raises `StoreError` where the store cannot be read; what keeps a file from
    its place is told and tried again.
    """
    data = configuration.data
    store, records = open_store(data), ExportRecords(data)
    for name in configuration.settings.exports:
        last = store.last_number(name)
        try:
            if last > records.load(name).number:
                with ExitStack() as held:
                    _hold(records, name, token, held)
                    fresh = open_store(data)
                    delivery = _Delivery(configuration.settings, name, fresh, records, token, now)
                    yield from delivery.send(at_once=name == at_once)
        except Cancelled:
            return
        except Locked:
            continue  # another run is sending for longer than we wait; the next one sends ours
        except OposError as error:  # its record cannot be read or written
            yield export_failed(name, last, error.message)


def _hold(records: ExportRecords, name: str, token: CancelToken, held: ExitStack) -> None:
    """Wait for a run that sends files of the same export. Raises `Locked`, `Cancelled`."""
    for _second in range(_PATIENCE):
        try:
            held.enter_context(records.exclusively(name))
        except Locked:
            token.sleep(1.0)
        else:
            return
    held.enter_context(records.exclusively(name))


class _Delivery:
    """The files of one export that wait; for whoever is the only one to send them."""

    def __init__(
        self,
        settings: Settings,
        name: str,
        store: Store,
        records: ExportRecords,
        token: CancelToken,
        now: datetime,
    ) -> None:
        self._settings = settings
        self._name = name
        self._store = store
        self._records = records
        self._token = token
        self._now = now
        self._record = records.load(name)

    def send(self, *, at_once: bool) -> Iterator[Exported | ExportFailed]:
        """Send one after the other; what goes wrong is noted and told, and ends it."""
        waiting = self._store.acts_for(self._name, self._record.number)
        if not waiting:
            return
        failure = self._record.failure
        if failure and not at_once and (why := _still_waits(failure, self._now)):
            yield export_failed(self._name, waiting[0].exports[self._name], why)
            return
        target = self._settings.exports[self._name].target
        password = partial(password_of, self._name, target)
        number = 0
        try:
            with ServerConnection(target, password, self._token, _TIMEOUTS) as connection:
                for entry in waiting:
                    number = entry.exports[self._name]
                    file = export_file(self._settings, self._name, entry, self._store)
                    yield self._sent(file, connection)
        except Cancelled:
            raise
        except OposError as error:
            number = number or waiting[0].exports[self._name]
            self._put(msgspec.structs.replace(self._record, failure=self._failure(error)))
            yield export_failed(self._name, number, error.message)

    def _sent(self, file: ExportFile, connection: ServerConnection[TargetSettings]) -> Exported:
        """Send this file and note it; what was interrupted keeps its name."""
        ready_file = self._settings.exports[self._name].ready_file
        if begun := self._begun(file.number, connection.address):
            file = msgspec.structs.replace(file, name=begun.file)

        def put_there(server: Server) -> None:
            begun = self._begun(file.number, connection.address)
            publish(server, connection.settings, file, ready_file, begun, self._note)

        connection.with_retries(put_there)
        sent = SentFile(
            number=file.number,
            run=file.run,
            file=file.name,
            at=self._now,
            changes=file.changes,
            size=len(file.content),
            sha256=file.sha256,
        )
        self._put(self._record.after(sent))
        return Exported(
            export=self._name, number=file.number, file=sanitize(file.name), changes=file.changes
        )

    def _begun(self, number: int, address: str) -> Underway | None:
        """What was interrupted of this file on this target."""
        begun = self._record.underway
        is_this = begun is not None and (begun.number, begun.address) == (number, address)
        return begun if is_this else None

    def _note(self, underway: Underway) -> None:
        self._put(msgspec.structs.replace(self._record, underway=underway))

    def _failure(self, error: OposError) -> Failure:
        before = self._record.failure
        return Failure(
            since=before.since if before else self._now,
            times=before.times + 1 if before else 1,
            not_before=self._now + _PAUSE if isinstance(error, LoginRefused) else None,
            **code_and_params(error.message),
        )

    def _put(self, record: ExportRecord) -> None:
        self._records.put(self._name, record)
        self._record = record


def _still_waits(failure: Failure, now: datetime) -> Message | None:
    """Why no attempt is made now; None where one is."""
    if failure.not_before is None or not now < failure.not_before <= now + _PAUSE:
        return None
    return message_from_json(failure.code, failure.params)
