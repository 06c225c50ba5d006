"""Which exports have a file of a commit: asked before it, so that their numbers are part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Self

import msgspec

from engine.common.data_folder import DataFolder
from engine.exports.lines import told_changes
from engine.exports.records import ExportRecords
from engine.model.errors import StoreError
from engine.posting.change import Change
from engine.settings.exports import Export
from engine.settings.load import Configuration
from engine.store.ledger import LedgerEntry


class Exporting(msgspec.Struct, frozen=True):
    """The exports there are, for whoever commits."""

    exports: Mapping[str, Export]
    data: DataFolder

    @classmethod
    def of(cls, configuration: Configuration) -> Self:
        """Those of the configuration."""
        return cls(configuration.settings.exports, configuration.data)

    def numbers(self, entry: LedgerEntry, changes: Sequence[Change]) -> dict[str, int]:
        """The exports that have a file of this act, each with the lowest number it may get: that
        after the last file that went, should the ledger have lost acts since.
        """
        return {
            name: self._next_number(name)
            for name, export in self.exports.items()
            if any(True for _told in told_changes(export, entry, changes))
        }

    def _next_number(self, name: str) -> int:
        with suppress(StoreError):  # told when the file is to be sent
            return ExportRecords(self.data).load(name).number + 1
        return 1
