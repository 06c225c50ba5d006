"""The embedded store: what goes in comes out, one write per commit, and a stranger's TinyDB can
read it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
import tinydb
from hypothesis import given
from hypothesis import strategies as st

from engine.common.data_folder import DataFolder
from engine.common.i18n import advice_of, cause_of
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.store.protocol import HeldImport
from engine.store.tinydb_storage import FORMER_VERSIONS, AtomicStorage, document_line, table_lines
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, created, entry, item

names = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12)
items = st.builds(
    Item,
    mandant=st.sampled_from(["001", "002"]),
    invoice_no=names,
    name=names,
    amount=st.integers(-(10**9), 10**9),
    open=st.integers(-(10**9), 10**9),
    handed_over=st.booleans(),
)


def changed(before: Item, **fields: object) -> Change:
    return Change(
        kind=ChangeKind.CHANGED,
        rule=Rule.DETAILS,
        before=before,
        after=msgspec.structs.replace(before, **fields),
    )


def deleted(before: Item) -> Change:
    return Change(kind=ChangeKind.DELETED, rule=Rule.UNLISTED, before=before, after=None)


def test_a_new_store_is_empty(data: DataFolder) -> None:
    store = TinyDbStore(data)
    assert (dict(store.items()), store.ledger(), store.waiting()) == ({}, [], [])
    assert not data.store.exists()


def test_items_come_back_as_they_went_in(data: DataFolder) -> None:
    one, two = item("RE-1", name="Jürgen \n\u2028 Müller"), item("0012", dunning_level=2)
    TinyDbStore(data).commit(created(one, two), entry())
    store = TinyDbStore(data)
    assert list(store.items().values()) == [one, two]
    assert [(held.run, held.changes) for held in store.ledger()] == [
        (entry().run, f"{entry().run}.1.jsonl")
    ]


def test_changes_are_history_once_the_ledger_names_them(data: DataFolder) -> None:
    store = TinyDbStore(data)
    written = store.commit(created(item()), entry())
    assert list(store.changes(written)) == created(item())
    assert list(store.changes(entry())) == []


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


def test_a_plan_made_from_other_items_is_refused_and_changes_nothing(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item(open=50_00)), entry())
    before = data.store.read_bytes()
    with pytest.raises(StoreError, match="changed meanwhile"):
        store.commit([changed(item(open=40_00), open=0)], entry("run-2"))
    with pytest.raises(StoreError, match="changed meanwhile"):
        store.commit(created(item()), entry("run-2"))
    assert data.store.read_bytes() == before


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
    assert str(data.versions) in advice_of(refused.value)


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
    with pytest.raises(StoreError, match="newer opos"):
        TinyDbStore(data).items()


def test_former_versions_are_kept_up_to_a_number(data: DataFolder) -> None:
    store = TinyDbStore(data)
    for number in range(FORMER_VERSIONS + 3):
        store.commit(created(item(str(number))), entry(f"run-{number}"))
    versions = sorted(data.versions.iterdir())
    assert len(versions) == FORMER_VERSIONS
    data.store.write_bytes(versions[-1].read_bytes())
    assert len(TinyDbStore(data).items()) == FORMER_VERSIONS + 2


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
    with pytest.raises(StoreError, match="cannot be written"):
        TinyDbStore(data).hold(waiting())


def test_a_held_import_waits_until_it_is_committed(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.hold(waiting())
    store.hold(waiting(interface="other"))
    assert [held.interface for held in TinyDbStore(data).waiting()] == ["datev", "other"]
    store.commit([], entry())
    assert [held.interface for held in TinyDbStore(data).waiting()] == ["other"]


def test_an_undo_marks_what_it_takes_back(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit(created(item()), entry())
    store.commit([deleted(item())], entry("run-2", act="undo", file=entry().run, sha256=""))
    assert [(held.run, held.undone_by) for held in store.ledger()] == [
        (entry().run, "run-2"),
        ("run-2", ""),
    ]


@given(st.lists(items, unique_by=lambda held: held.key, max_size=8), st.data())
def test_any_changes_leave_what_they_say(
    tmp_path_factory: pytest.TempPathFactory, held: list[Item], draw: st.DataObject
) -> None:
    folder = DataFolder(tmp_path_factory.mktemp("store"))
    folder.make()
    TinyDbStore(folder).commit(created(*held), entry())
    expected = dict(TinyDbStore(folder).items())
    changes = []
    for one in held:
        what = draw.draw(st.sampled_from(["keep", "change", "delete"]))
        if what == "change":
            changes.append(changed(one, open=one.open + 1))
            expected[one.key] = msgspec.structs.replace(one, open=one.open + 1)
        elif what == "delete":
            changes.append(deleted(one))
            del expected[one.key]
    for one in draw.draw(st.lists(items, unique_by=lambda new: new.key, max_size=4)):
        if one.key not in {before.key for before in held}:
            changes.append(*created(one))
            expected[one.key] = one
    TinyDbStore(folder).commit(changes, entry("run-2"))
    assert dict(TinyDbStore(folder).items()) == expected


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
