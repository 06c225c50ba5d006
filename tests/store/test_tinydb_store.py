"""The embedded store's file: one write per commit, never lost, and a stranger's TinyDB can read it.

What every store promises is in `test_store_contract.py`.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import msgspec
import pytest
import tinydb

from engine.common import atomic_write
from engine.common.data_folder import DataFolder
from engine.common.i18n import advice_of, cause_of
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.store.ledger import Dropped, HeldImport, Imported, Loaded, Undone
from engine.store.opening import begin_store
from engine.store.tinydb_file import document_line, table_lines
from engine.store.tinydb_storage import VERSIONS, AtomicStorage
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, created, entry, item
from tests.refusals import refused


def changed(before: Item, **fields: object) -> Change:
    return Change(
        kind=ChangeKind.CHANGED,
        rule=Rule.DETAILS,
        before=before,
        after=msgspec.structs.replace(before, **fields),
    )


def test_a_second_file_of_a_run_has_changes_of_its_own(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item("A")), entry())
    second = store.commit(created(item("B")), entry(sha256="cd" * 32))
    assert second.changes == f"{second.run}.2.jsonl"


def test_unchanged_items_keep_their_very_bytes(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item("A"), item("B"), item("C")), entry())
    before = table_lines(data.store.read_bytes(), "items")
    store.commit([changed(item("B"), open=0)], entry("run-2"))
    after = table_lines(data.store.read_bytes(), "items")
    assert [line == old for line, old in zip(after, before, strict=True)] == [True, False, True]


def test_a_stranger_opens_it_with_plain_tinydb(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item("A", name="Müller"), item("B")), entry())
    with tinydb.TinyDB(data.store, access_mode="r") as stranger:
        found = stranger.table("items").get(tinydb.where("invoice_no") == "A")
        assert isinstance(found, tinydb.table.Document)
        assert (found["name"], found["open_cents"]) == ("Müller", 100_00)
        assert len(stranger.table("items")) == 2


def test_tinydb_works_on_our_storage(data: DataFolder) -> None:
    with tinydb.TinyDB(data.store, storage=AtomicStorage, versions=data.versions) as database:
        database.table("items").insert(msgspec.to_builtins(item("A")))
        database.table("items").insert(msgspec.to_builtins(item("B")))
        database.table("items").remove(tinydb.where("invoice_no") == "A")
    assert list(TinyDbStore(data).items().values()) == [item("B")]


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"items": {}}', b"not json"])
def test_a_damaged_store_is_refused_with_the_way_back(data: DataFolder, damage: bytes) -> None:
    data.store.write_bytes(damage)
    with pytest.raises(StoreError) as refused:
        TinyDbStore(data).items()
    assert "damaged" in cause_of(refused.value)
    assert "opos store repair" in advice_of(refused.value)


def test_every_flipped_bit_is_seen(data: DataFolder) -> None:
    TinyDbStore(data).commit(created(item()), entry())
    whole = data.store.read_bytes()
    for position in range(0, whole.rindex(b'"meta"'), 7):
        broken = bytearray(whole)
        broken[position] ^= 1
        data.store.write_bytes(broken)
        with pytest.raises(StoreError):
            TinyDbStore(data).items()


def test_a_newer_store_is_refused_as_such(data: DataFolder) -> None:
    TinyDbStore(data).commit(created(item()), entry())
    data.store.write_bytes(data.store.read_bytes().replace(b'"schema":1', b'"schema":2'))
    with refused(StoreError, match="newer opos"):
        TinyDbStore(data).items()


def test_versions_are_kept_up_to_a_number(data: DataFolder) -> None:
    store = TinyDbStore(data)
    for number in range(VERSIONS + 3):
        store.commit(created(item(str(number))), entry(f"run-{number}"))
    versions = sorted(data.versions.iterdir())
    assert len(versions) == VERSIONS
    data.store.write_bytes(versions[-2].read_bytes())
    assert len(TinyDbStore(data).items()) == VERSIONS + 2


def test_the_newest_version_is_kept_twice(data: DataFolder) -> None:
    TinyDbStore(data).commit(created(item()), entry())
    (copy,) = data.versions.iterdir()
    assert copy.read_bytes() == data.store.read_bytes()
    assert copy.stat().st_mode == data.store.stat().st_mode
    with data.store.open("r+b") as file:
        file.write(b"rubbish")
    assert AtomicStorage(copy).read_bytes()


def test_the_mode_of_the_file_is_kept(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item("A")), entry())
    data.store.chmod(0o600)
    store.commit(created(item("B")), entry("run-2"))
    assert data.store.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_store_stays_a_link(data: DataFolder, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.json"
    TinyDbStore(data).commit(created(item("A")), entry())
    data.store.rename(real)
    data.store.symlink_to(real)
    TinyDbStore(data).commit(created(item("B")), entry("run-2"))
    assert data.store.is_symlink()
    assert len(json.loads(real.read_bytes())["items"]) == 2


def test_a_folder_that_cannot_be_written_is_a_clear_refusal(data: DataFolder) -> None:
    shutil.rmtree(data.root)
    with refused(StoreError, match="cannot be written"):
        TinyDbStore(data).hold(waiting())


def test_a_commit_of_another_process_is_never_overwritten(data: DataFolder) -> None:
    """Where locks do nothing, two may have read the same state."""
    first, second = TinyDbStore(data), TinyDbStore(data)
    assert not first.items()
    assert not second.items()
    first.commit(created(item("A")), entry())
    with refused(StoreError, match="changed by somebody else"):
        second.commit(created(item("B")), entry("run-2"))
    assert list(TinyDbStore(data).items().values()) == [item("A")]


def test_a_commit_that_the_disk_does_not_confirm_is_told_as_one(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    store = TinyDbStore(data)
    assert not store.items()
    monkeypatch.setattr(atomic_write, "sync_folder", failing)
    with refused(StoreError, match="was changed, but the disk did not confirm it"):
        store.hold(waiting())
    assert list(store.waiting()) == [waiting()]


def test_no_version_tells_of_a_commit_that_failed(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(written: Path, to: Path) -> None:
        if to == data.store:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        written.rename(to)

    TinyDbStore(data).commit(created(item()), entry())
    before = sorted(data.versions.iterdir())
    monkeypatch.setattr(Path, "replace", failing)
    with refused(StoreError, match="cannot be written"):
        TinyDbStore(data).hold(waiting())
    assert sorted(data.versions.iterdir()) == before
    assert not TinyDbStore(data).waiting()


def test_a_lost_store_is_never_taken_for_an_empty_one(data: DataFolder) -> None:
    TinyDbStore(data).commit(created(item()), entry())
    data.store.unlink()
    with refused(StoreError, match="is missing"):
        TinyDbStore(data).items()
    begin_store(data)
    assert not data.store.exists()


def test_a_link_that_leads_nowhere_is_no_new_store(data: DataFolder, tmp_path: Path) -> None:
    data.store.symlink_to(tmp_path / "not mounted" / "store.json")
    with refused(StoreError, match="a link to"):
        TinyDbStore(data).items()


def test_a_store_is_begun_once(data: DataFolder) -> None:
    begin_store(data)
    TinyDbStore(data).commit(created(item()), entry())
    begin_store(data)
    assert len(TinyDbStore(data).items()) == 1


def test_a_ledger_of_the_first_version_still_reads(data: DataFolder) -> None:
    """It left the act of an import out, and kept the run taken back as a file."""
    of_import = b'{"run":"run-1","at":"2026-11-20T07:00:00Z","interface":"datev","file":"A.csv"'
    lines = [
        of_import + b',"sha256":"ab","size":3,"rows":2,"content":"open","undone_by":"run-2"}',
        b'{"run":"run-2","at":"2026-11-21T07:00:00Z","interface":"datev","act":"undo",'
        b'"file":"run-1"}',
        b'{"run":"run-0","at":"2026-11-19T07:00:00Z","interface":"load","act":"load","file":"I.csv",'
        b'"changes":"run-0.1.jsonl"}',
        b'{"run":"run-3","at":"2026-11-22T07:00:00Z","interface":"datev","act":"reject",'
        b'"file":"B.csv","sha256":"cd","size":4,"released_by":"anna","reason":"twice"}',
    ]
    ledger = [document_line(number, line) for number, line in enumerate(lines, 1)]
    AtomicStorage(data.store).write_tables({"items": [], "ledger": ledger, "waiting": []})
    imported, undone, loaded, dropped = TinyDbStore(data).ledger()
    assert isinstance(imported, Imported)
    assert (imported.file, imported.rows, imported.undone_by) == ("A.csv", 2, "run-2")
    assert isinstance(undone, Undone)
    assert undone.undone_run == "run-1"
    assert isinstance(loaded, Loaded)
    assert (loaded.file, loaded.changes) == ("I.csv", "run-0.1.jsonl")
    assert isinstance(dropped, Dropped)
    assert (dropped.dropped_by, dropped.reason) == ("anna", "twice")


def test_an_entry_that_is_none_is_a_clear_refusal(data: DataFolder) -> None:
    ledger = [document_line(1, b'{"run":"run-1","act":"guess"}')]
    AtomicStorage(data.store).write_tables({"items": [], "ledger": ledger, "waiting": []})
    with pytest.raises(StoreError) as refused:
        TinyDbStore(data).ledger()
    assert "opos store repair" in advice_of(refused.value)


def test_lines_are_found_again() -> None:
    assert table_lines(b'{\n"items":{\n\n},', "items") == []
    assert table_lines(b'{\n"items":{\n"1":{},\n"2":{}\n},', "items") == [
        document_line(1, b"{}"),
        document_line(2, b"{}"),
    ]
    assert table_lines(b"{}", "items") == []


def waiting(interface: str = "datev") -> HeldImport:
    return HeldImport(
        run="run-1", at=NOW, interface=interface, file="OPOS.csv", sha256="ab" * 32, size=10
    )
