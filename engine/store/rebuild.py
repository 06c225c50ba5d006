"""The embedded store, rebuilt where its file is damaged, lost, or an older one than was written.

It is made of the newest good version and the acts after it, from the files of changes; what these
cannot give back becomes imports that wait for a release.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.sources.spool import run_spool
from engine.store.archive import Archive
from engine.store.broken_chains import BrokenChain, broken_chains
from engine.store.change_files import PACKED, ChangeFiles, RecordedAct, changes_name
from engine.store.history_check import history_problems
from engine.store.ledger import HeldImport, LedgerEntry
from engine.store.lost_acts import LostAct, lost_acts
from engine.store.run_chain import contradicts
from engine.store.tinydb_file import commit_of, table_lines
from engine.store.tinydb_fold import folded
from engine.store.tinydb_storage import (
    AtomicStorage,
    is_whole,
    kept_versions,
    remove_version,
    whole_part,
)
from engine.store.tinydb_store import TinyDbStore
from engine.store.tinydb_tables import holds_what_we_write


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """A store as it could be again."""

    raw: bytes
    """Its file."""
    items: list[Item]
    base: str
    """The name of the version that it begins with; empty where there is none."""
    again: list[LedgerEntry]
    """The acts after that version that are done again, as they were."""
    held: list[HeldImport]
    """Lists that must be planned anew: they wait for a release."""
    gone: list[LostAct]
    """What nothing tells enough of."""
    differing: list[tuple[Item | None, Item | None]]
    """Each item that stands otherwise in the file there is, as far as that can be read: there and
    here.
    """
    chains: list[BrokenChain]
    """Hash chains that are damaged."""
    is_needed: bool
    """Whether the present file, or its copy, differs from it."""


_item = JsonDecoder(Item)


def rebuild(data: DataFolder) -> Rebuilt:
    """What the store can be made again; changes nothing. Only for the holder of the store's lock.
    Raises `StoreError`.
    """
    base, raw = _newest_good(data)
    with _scratch(data, raw) as scratch:
        again = list(_done_again(data, scratch, commit_of(raw)))
        held: list[HeldImport] = []
        gone: list[LostAct] = []
        archive, store = Archive(data.archive), TinyDbStore(scratch)
        for lost in list(lost_acts(store, data)):
            if lost.sha256 and archive.is_whole(lost.sha256):
                store.hold(lost.as_held)
                held.append(lost.as_held)
            else:
                gone.append(lost)
        result = AtomicStorage(scratch.store, scratch.versions).read_bytes() or b""
        items = list(store.items().values())
        chains = list(broken_chains(data, store))
    found, is_well_kept = _found(data)
    return Rebuilt(
        raw=result,
        items=items,
        base=base,
        again=again,
        held=held,
        gone=gone,
        chains=chains,
        differing=list(_differing(found, items)),
        is_needed=found != result or not is_well_kept,
    )


def put_in_place(data: DataFolder, rebuilt: Rebuilt, now: datetime) -> Path | None:
    """Make the rebuilt store the store; returns where the file that was there is kept. Raises
    `StoreError`.
    """
    aside = data.root / f"store.damaged-{now:%Y%m%dT%H%M%SZ}.json"
    with os_errors(StoreError, StoreFault.UNWRITABLE, path=str(aside)):
        kept = data.store.exists() and _found(data)[0] != rebuilt.raw
        if kept:
            shutil.copy2(data.store, aside)
            if data.store_log.exists():
                shutil.copy2(data.store_log, aside.with_suffix(".log"))
        for path in kept_versions(data.versions):
            if not is_whole(path):
                remove_version(path)
    AtomicStorage(data.store, data.versions).restore(rebuilt.raw)
    return aside if kept else None


def _newest_good(data: DataFolder) -> tuple[str, bytes]:
    """The name and the bytes of the newest version that is whole and agrees with the history, the
    store itself among them; of the newest that is whole where none agrees. Of one that somebody
    wrote anew the checksum is right.
    """
    states = [
        (path.name, state)
        for path in (*kept_versions(data.versions), data.store)
        if (state := whole_part(path)) and holds_what_we_write(state)
    ]
    # Of two at one commit the one with a log: the other may be of an attempt that failed before it.
    states.sort(key=lambda each: (each[1].log.commit, len(each[1].log.records)), reverse=True)
    whole = [(name, folded(state)) for name, state in states]
    agreeing = (each for each in whole if _agrees(data, each[1]))
    return next(agreeing, whole[0] if whole else ("", b""))


def _found(data: DataFolder) -> tuple[bytes, bool]:
    """The store that there is as one file, or what of it is a file; whether it is kept well."""
    storage = AtomicStorage(data.store, data.versions)
    try:
        return storage.read_bytes() or b"", not any(storage.version_problems())
    except StoreError:
        return read_plain(data.store) if data.store.exists() else b"", False


def _agrees(data: DataFolder, raw: bytes) -> bool:
    """Whether the changes that its ledger names led to its items, and no run left it otherwise."""
    with _scratch(data, raw) as scratch:
        scratch.changes.rmdir()
        scratch.changes.symlink_to(data.changes.resolve())
        store = TinyDbStore(scratch)
        return not any(history_problems(store)) and not contradicts(data, store)


@contextmanager
def _scratch(data: DataFolder, raw: bytes) -> Iterator[DataFolder]:
    """A data folder to rebuild in."""
    with run_spool(data.spool, f"repair-{os.getpid()}") as folder:
        scratch = DataFolder(folder)
        scratch.make()
        if raw:
            scratch.store.write_bytes(raw)
        yield scratch


def _done_again(data: DataFolder, scratch: DataFolder, commit: int) -> Iterator[LedgerEntry]:
    """Do in `scratch` every act after this commit that its ledger does not know and that fits."""
    store = TinyDbStore(scratch)
    for act in _acts_after(data, store, commit):
        if act.commit > commit:
            try:
                yield store.commit(act.changes, act.entry)
            except StoreError:
                continue  # an attempt that failed, before another succeeded under the same number
            commit = act.commit


def _acts_after(data: DataFolder, store: TinyDbStore, commit: int) -> list[RecordedAct]:
    """The acts of later commits in their order; of several attempts at one the last comes first."""
    files = ChangeFiles(data.changes)
    known = {
        changes_name(run, number)
        for run, acts in Counter(entry.run for entry in store.ledger()).items()
        for number in range(1, 1 + acts)
    }
    unknown = [name for name in files.names() if name.removesuffix(PACKED) not in known]
    found = [(name, files.act(name)) for name in unknown]
    later = [(name, act) for name, act in found if act is not None and act.commit > commit]
    later.sort(key=lambda each: each[0], reverse=True)
    later.sort(key=lambda each: each[1].commit)
    return [act for _name, act in later]


def _differing(found: bytes, items: list[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Compare with what can still be read of a file, line by line."""
    there = {}
    for line in _lines_within(found):
        try:
            item = _item(line.partition(b":")[2])
        except Damaged:
            continue
        there[item.key] = item
    here = {item.key: item for item in items}
    for key in (here | there) if there else ():
        if there.get(key) != here.get(key):
            yield there.get(key), here.get(key)


def _lines_within(found: bytes) -> list[bytes]:
    try:
        return table_lines(found, "items")
    except ValueError:  # the table's end is gone
        return [line.removesuffix(b",") for line in found.split(b"\n")]
