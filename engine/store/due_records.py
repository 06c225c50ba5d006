"""Up to when what was due is dealt with, for each interface: kept where all its workers see it."""

from __future__ import annotations

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.decoding import JsonDecoder
from engine.schedule.due import Records, load_records, renew_records, renewed, store_record
from engine.schedule.schedule import Handled
from engine.settings.load import Configuration

_handled = JsonDecoder(Handled)


class DueRecords:
    """Those in a data folder, or in the store that several hosts share. Its methods raise
    `StoreError`.
    """

    def __init__(self, configuration: Configuration, data: DataFolder | None = None) -> None:
        """Those that the configuration means, or another data folder's of the same interfaces."""
        data = data or configuration.data
        self._names = configuration.settings.interfaces
        self._path = data.schedule
        self._table = None
        if data.shared:
            from engine.store.opening import record_table  # a tick with nothing due pays for none

            self._table = record_table(data, "schedule")

    def load(self) -> Records:
        """What is stored; nothing before the first tick."""
        if self._table is None:
            return load_records(self._path)
        stored = self._table.load()
        return {name: _handled(stored[name]) for name in self._names if name in stored}

    def renew(self, judged: Records) -> None:
        """Store how the interfaces stand by what was judged. Raises `Locked`."""
        if self._table is None:
            renew_records(self._path, judged)
            return
        stored = self.load()
        for name, record in renewed(stored, judged).items():
            if record != stored.get(name):
                self.put(name, record)

    def put(self, name: str, record: Handled) -> None:
        """Store how one interface stands, for whoever runs it. Raises `Locked`."""
        if self._table is None:
            store_record(self._path, name, record)
        else:
            self._table.put(name, msgspec.json.encode(record))
