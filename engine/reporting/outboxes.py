"""Where the outboxes are kept: in the data folder, or in the store that several hosts share."""

from __future__ import annotations

import msgspec

from engine.common.checked_file import read_checked, write_checked
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.file_lock import PATIENCE, file_lock
from engine.reporting.outbox import Outbox
from engine.store.opening import record_table

_box = JsonDecoder(Outbox)
_boxes = JsonDecoder(dict[str, Outbox])


class Outboxes:
    """The outboxes by the name of their interface, and of the way they go where that is no mail."""

    def __init__(self, data: DataFolder) -> None:
        self._path = data.outboxes
        self._table = record_table(data, "outbox")

    def read(self) -> dict[str, Outbox]:
        """What is still to be sent. Raises `OSError`, `Damaged`, `StoreError`."""
        if self._table is not None:
            return {name: _box(record) for name, record in self._table.load().items()}
        return read_checked(self._path, _boxes)

    def load(self) -> dict[str, Outbox]:
        """The same; nothing where it is missing or damaged, since reports are no books."""
        try:
            return self.read()
        except (OSError, Damaged):
            return {}

    def put(self, name: str, box: Outbox) -> None:
        """Replace this one. Raises `OSError`, `Locked`, `StoreError`."""
        if self._table is not None:
            self._table.put(name, msgspec.json.encode(box))
            return
        with file_lock(self._path.with_suffix(".lock"), PATIENCE):
            write_checked(self._path, {**self.load(), name: box})
