"""What of each export went and what is under way, kept in the data folder: so a crash loses no file
and sends none twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from engine.common.checked_file import read_checked, write_checked
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.file_lock import file_lock
from engine.common.os_errors import os_errors
from engine.messages.exports import ExportFault
from engine.model.errors import StoreError
from engine.store.opening import record_table, shared_place

_KEPT = 1000
"""Files of which is kept how they went."""


class SentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that lies, or lay, where it belongs."""

    number: int
    run: str
    """The run that changed what is in it."""
    file: str
    at: datetime
    """When it was sent, UTC."""
    changes: int
    size: int
    sha256: str


class Underway(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is whole beside its place and about to be renamed. Where it no longer lies there,
    it was renamed, whatever became of it since.
    """

    number: int
    file: str
    renaming: str
    """The name that is given right now: that of the file, or of its ready file."""
    address: str
    """Where: on another target nothing of it was begun."""


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Why the next file waits."""

    since: datetime
    """UTC."""
    times: int
    """How often in a row it failed."""
    code: str
    params: dict[str, Any]
    not_before: datetime | None = None
    """No attempt until then, UTC."""


class ExportRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one export stands."""

    number: int = 0
    """Of the last file that went; all before it went, too."""
    sent: tuple[SentFile, ...] = ()
    """The last of them, the oldest first."""
    underway: Underway | None = None
    failure: Failure | None = None

    def after(self, sent: SentFile) -> ExportRecord:
        """The record once this file went."""
        return ExportRecord(number=sent.number, sent=(*self.sent, sent)[-_KEPT:])


_record = JsonDecoder(ExportRecord)


class ExportRecords:
    """The records of all exports. Raises `StoreError`."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._folder = data.exports
        self._table = record_table(data, "export")

    def load(self, export: str) -> ExportRecord:
        """How the export stands; one that never sent anything has not begun."""
        if self._table is not None:
            stored = self._table.load().get(export)
            return _record(stored) if stored else ExportRecord()
        path = self._path(export)
        try:
            with os_errors(StoreError, ExportFault.RECORD_DAMAGED, path=str(path)):
                return read_checked(path, _record) if path.exists() else ExportRecord()
        except Damaged as error:
            raise StoreError(
                ExportFault.RECORD_DAMAGED, path=str(path), error=str(error)
            ) from error

    def put(self, export: str, record: ExportRecord) -> None:
        """Replace it. Only for whoever holds it `exclusively`."""
        if self._table is not None:
            self._table.put(export, msgspec.json.encode(record))
            return
        path = self._path(export)
        with os_errors(StoreError, ExportFault.RECORD_UNWRITABLE, path=str(path)):
            write_checked(path, record)

    @contextmanager
    def exclusively(self, export: str) -> Iterator[None]:
        """Be the only one who sends files of this export. Raises `Locked` where another run
        does.
        """
        if place := shared_place(self._data):
            with place.leases.held(f"export/{export}"):
                yield
            return
        with os_errors(StoreError, ExportFault.RECORD_UNWRITABLE, path=str(self._folder)):
            self._folder.mkdir(mode=0o770, exist_ok=True)
        with file_lock(self._folder / f"{export}.lock"):
            yield

    def _path(self, export: str) -> Path:
        return self._folder / f"{export}.json"
