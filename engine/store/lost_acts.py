"""Acts that the journals tell of and the ledger does not: taken away by a damage or an old copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.plain_file import read_plain
from engine.journal.events import (
    Act,
    Committed,
    FileFetched,
    GuardHeld,
    RunFinished,
    RunStarted,
)
from engine.journal.journal import read_journal
from engine.store.ledger import Dropped, HeldImport, Imported
from engine.store.protocol import Store

_TOLD = (b'"type":"committed"', b'"type":"guard_held"')


class LostAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act that was done and that the store knows nothing of."""

    run: str
    at: datetime
    interface: str
    act: Act
    file: str
    sha256: str = ""
    """Of the original; empty where the act had none."""
    size: int = 0
    committed: bool
    """Whether it was committed; else it was held."""

    @property
    def as_held(self) -> HeldImport:
        """The same list as one that waits for a release."""
        return HeldImport(
            run=self.run,
            at=self.at,
            interface=self.interface,
            file=self.file,
            sha256=self.sha256,
            size=self.size,
        )


def lost_acts(store: Store, data: DataFolder) -> Iterator[LostAct]:
    """Each of them, the oldest first. Reads all journals; raises `StoreError`."""
    ledger, waiting = store.ledger(), store.waiting()
    contents = {entry.sha256 for entry in ledger if isinstance(entry, Imported | Dropped)}
    contents |= {held.sha256 for held in waiting}
    runs = {entry.run for entry in ledger}
    for act in _told(data):
        if act.sha256 not in contents if act.sha256 else act.run not in runs:
            yield act


def _told(data: DataFolder) -> Iterator[LostAct]:
    """Every act that the journals tell of, but the dropping and releasing of a held import.

    What holds a list is told before it is held: a run that failed or was killed may not have come
    to it.
    """
    for path in sorted(data.journals.glob("*.jsonl")):
        whole = read_plain(path)
        if not any(told in whole for told in _TOLD):
            continue
        act: Act = "import"
        ended_well = False
        fetched: dict[str, FileFetched] = {}
        found: dict[str, LostAct] = {}
        for entry in read_journal(path):
            match entry.event:
                case RunStarted(dry_run=True):
                    break
                case RunStarted(act=act):
                    if act in ("release", "reject", "repair", "move"):
                        break
                case FileFetched(name=name):
                    fetched[name] = entry.event
                case Committed(name=name) | GuardHeld(name=name) if name not in found:
                    original = fetched.get(name)
                    found[name] = LostAct(
                        run=entry.run,
                        at=entry.at,
                        interface=entry.interface,
                        act=act,
                        file=name,
                        sha256=original.sha256 if original else "",
                        size=original.size if original else 0,
                        committed=isinstance(entry.event, Committed),
                    )
                case RunFinished(outcome=outcome):
                    ended_well = outcome not in ("failed", "cancelled")
        yield from (lost for lost in found.values() if lost.committed or ended_well)
