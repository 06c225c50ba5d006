"""Hash chains that are damaged, and how they go on.

The lines that are whole are kept, what the ledger and the archive tell is added, and the file that
was there stays as evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.hash_chain import HashChain, Link
from engine.common.os_errors import os_errors
from engine.credentials.audit import audit_chain
from engine.messages.store import ArchiveFault
from engine.model.errors import StoreError
from engine.settings.change_log import settings_chain
from engine.store.archive import Archive, Archived
from engine.store.ledger import Dropped, HeldImport, Imported
from engine.store.protocol import Store
from engine.store.run_chain import lines_lost, run_chain


class BrokenChain(msgspec.Struct, frozen=True):
    """A chain that must be begun anew."""

    chain: HashChain[Any]
    missing: list[Link]
    """Lines that are lost and that something else tells."""

    def mend(self, now: datetime) -> Path | None:
        """Begin it anew; returns where the file that was there is kept. Raises `StoreError`."""
        path = self.chain.path
        aside = path.with_name(f"{path.stem}.damaged-{now:%Y%m%dT%H%M%SZ}.jsonl")
        with os_errors(StoreError, ArchiveFault.NOT_ARCHIVED, folder=str(path.parent)):
            self.chain.begin_anew(aside, self.missing)
        return aside if aside.exists() else None


def broken_chains(data: DataFolder, store: Store) -> Iterator[BrokenChain]:
    """Each of them. Raises `StoreError`."""
    chains: dict[HashChain[Any], list[Link]] = {
        HashChain(data.archive_chain, Archived): [*_lost_lines(Archive(data.archive), store)],
        run_chain(data): [],
        audit_chain(data.audit): [],
        settings_chain(data): [],
    }
    for chain, missing in chains.items():
        is_short = chain.path == data.run_chain and any(lines_lost(data, store))
        if missing or is_short or any(chain.problems()):
            yield BrokenChain(chain, missing)


def _lost_lines(archive: Archive, store: Store) -> Iterator[Archived]:
    """The lines of originals that are there, and that the chain does not tell of."""
    told = archive.contents()
    for entry in (*store.ledger(), *store.waiting()):
        if isinstance(entry, Imported | Dropped | HeldImport) and entry.sha256 not in told:
            told.add(entry.sha256)
            if archive.is_whole(entry.sha256):
                yield Archived(
                    at=entry.at,
                    run=entry.run,
                    name=entry.file,
                    size=entry.size,
                    sha256=entry.sha256,
                )
