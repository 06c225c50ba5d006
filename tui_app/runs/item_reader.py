"""Reads the store's items when they were written since the last time, or the day is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.common.data_folder import DataFolder
from engine.store.opening import open_store
from tui_app.runs.stored_items import StoredItems

_GROWTH = 4
"""How many times as many items there are when they are shown again while more are read: putting
them in order again and again costs a third more than once.
"""


class ItemReader:
    """Keeps what it read last."""

    def __init__(self, data: Callable[[], DataFolder], zone: Callable[[], ZoneInfo]) -> None:
        self._data = data
        self._zone = zone
        self._read: tuple[str, date, StoredItems] | None = None

    def read(self) -> Iterator[StoredItems]:
        """Return the items as they are now: the first soon, more of them in the same object with
        every step, and after the last step all. Each step is for a thread; raises `StoreError`.
        """
        store, today = open_store(self._data()), datetime.now(self._zone()).date()
        version = store.version()
        if self._read is None or self._read[:2] != (version, today):
            items = StoredItems(today)
            for block in store.item_blocks():
                if items.count_added and items.count_added >= _GROWTH * len(items):
                    items.order_anew()
                    yield items
                items.add(block)
            items.order_anew()
            self._read = (version, today, items)
        yield self._read[2]

    def read_all(self) -> StoredItems:
        """Return all items as they are now; raises `StoreError`. Safe in any thread."""
        *_steps, items = self.read()
        return items
