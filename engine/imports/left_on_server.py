"""Lists that were dealt with before and lie on the server still, known by name, size and time."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from engine.common.sanitize import sanitize
from engine.imports.job import ImportJob
from engine.imports.refused_lists import RefusedLists
from engine.journal.events import Event, FileSkipped
from engine.settings.interface import SourceSettings
from engine.sources.fetch import Fetched
from engine.sources.server import RemoteFile
from engine.store.ledger import Imported
from engine.store.protocol import Store

_Told = tuple[str, int | None, datetime | None]
"""Name, size and time."""


class LeftOnServer:
    """Those of one interface, for one run: `engine.sources.fetch` asks before it fetches."""

    def __init__(self, job: ImportJob, store: Store, refusals: RefusedLists) -> None:
        self._job, self._store, self._refusals = job, store, refusals
        self._held: set[_Told | None] = {
            (held.file, held.size, held.modified)
            for held in store.waiting()
            if held.interface == job.name
        }

    @property
    def most_bytes(self) -> int:
        """So large a list may be: `limits.file_megabytes`."""
        return self._refusals.most_bytes

    def of_file(self, file: RemoteFile) -> Event | None:
        """The refusal, or that it waits for a release. With `acknowledge` it comes again, to be
        moved aside.
        """
        if refused := self._refusals.of_file(file):
            return refused
        if self._settings.acknowledge or _told(file) not in self._held:
            return None
        return FileSkipped(name=sanitize(file.name), reason="waiting_for_release")

    def of_content(self, fetched: Fetched) -> Event | None:
        """The refusal of the same content, in this run too."""
        return self._refusals.of_content(fetched)

    def may_be_to_take_away(self, file: RemoteFile) -> bool:
        """See `engine.sources.fetch.Refusals`."""
        if self._settings.acknowledge and (_told(file) in self._held or self._refusals.knows(file)):
            return True
        return self._settings.after_import != "keep" and _told(file) in self._imported

    @cached_property
    def _imported(self) -> set[_Told | None]:
        return {
            (entry.file, entry.size, entry.modified)
            for entry in self._store.ledger()
            if isinstance(entry, Imported) and entry.interface == self._job.name
        }

    @property
    def _settings(self) -> SourceSettings:
        return self._job.interface.source


def _told(file: RemoteFile) -> _Told | None:
    return (file.name, file.size, file.modified) if file.has_size_and_mtime else None
