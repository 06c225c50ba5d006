"""The index of a large store: it finds what reading all finds, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.store import tinydb_index, tinydb_snapshot, tinydb_tables
from engine.store.tinydb_file import table_lines
from engine.store.tinydb_store import TinyDbStore
from tests.factories import created, entry, item
from tests.store.test_store_contract import changed, deleted, use_log

ONE, TWO, MANY = (
    [item(f"{mandant}-{n}", mandant=mandant) for n in range(number)]
    for mandant, number in (("001", 5), ("002", 5), ("003", 60))
)
NEW = item("new", mandant="002")


@pytest.fixture(autouse=True)
def _log_of_a_small_store(monkeypatch: pytest.MonkeyPatch) -> None:
    use_log(monkeypatch)


@pytest.fixture
def held(data: DataFolder) -> dict[tuple[str, str], Item]:
    """What a store holds whose last commit stands in the log."""
    store = TinyDbStore(data)
    store.commit(created(*ONE, *TWO, *MANY), entry())
    changes = [changed(TWO[0], open=0), deleted(TWO[1]), *created(NEW)]
    store.commit(changes, entry("run-2", sha256="cd" * 32))
    assert data.store_log.exists()
    return dict(TinyDbStore(data).items())


@pytest.fixture
def index(data: DataFolder) -> Path:
    return data.root / "store.index"


def not_read(_raw: object) -> None:
    raise AssertionError("the whole store was read")


def test_single_items_are_read_alone(
    data: DataFolder, held: dict[tuple[str, str], Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tinydb_snapshot, "refuse_damaged", not_read)
    monkeypatch.setattr(tinydb_snapshot, "item_blocks", not_read)
    store = TinyDbStore(data)
    wanted = [NEW.key, TWO[2].key, TWO[1].key, TWO[0].key, ("004", "none")]
    assert list(store.items_of(wanted).items()) == [
        (each.key, held[each.key]) for each in (TWO[0], TWO[2], NEW)
    ]
    assert list(store.items(frozenset({"002"})).values()) == [
        each for each in held.values() if each.mandant == "002"
    ]
    assert len(store.ledger()) == 2
    store.commit([changed(ONE[0], open=0), *created(TWO[1])], entry("run-3", sha256="12" * 32))
    with pytest.raises(StoreError):
        store.commit(created(ONE[1]), entry("run-4", sha256="34" * 32))
    monkeypatch.undo()
    assert list(TinyDbStore(data).items()) == [*held, TWO[1].key]


def test_of_most_items_all_are_read(data: DataFolder, held: dict[tuple[str, str], Item]) -> None:
    store = TinyDbStore(data)
    assert store.items(frozenset({"003"})) == held


def test_items_of_the_same_checksum_are_told_apart(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tinydb_index, "_hash", lambda _mandant, _number: 7)
    monkeypatch.setattr(tinydb_tables, "_SOME", 0)
    TinyDbStore(data).commit(created(*ONE, *TWO), entry())
    assert TinyDbStore(data).items_of([TWO[3].key]) == {TWO[3].key: TWO[3]}
    assert list(TinyDbStore(data).items(frozenset({"002"})).values()) == TWO


def gone(index: Path) -> None:
    index.unlink()


def empty(index: Path) -> None:
    index.write_bytes(b"")


def of_another(index: Path) -> None:
    whole = index.read_bytes()
    index.write_bytes(whole[:8] + bytes([whole[8] ^ 1]) + whole[9:])


@pytest.mark.parametrize("spoil", [gone, empty, of_another])
def test_without_it_all_is_read_until_the_next_commit(
    data: DataFolder,
    held: dict[tuple[str, str], Item],
    index: Path,
    spoil: Callable[[Path], None],
) -> None:
    spoil(index)
    assert TinyDbStore(data).items_of([TWO[2].key]) == {TWO[2].key: TWO[2]}
    TinyDbStore(data).commit([deleted(ONE[0])], entry("run-3", sha256="12" * 32))
    assert not data.store_log.exists()
    assert list(TinyDbStore(data).items()) == [key for key in held if key != ONE[0].key]
    snapshot = tinydb_snapshot.Snapshot(data.store)
    assert snapshot.index
    assert len(snapshot.index) == len(held) - 1


def test_every_flipped_bit_of_it_is_seen(
    data: DataFolder, held: dict[tuple[str, str], Item], index: Path
) -> None:
    whole, wanted = index.read_bytes(), [*held]
    for position in range(len(whole)):
        rotten = bytearray(whole)
        rotten[position] ^= 1 << position % 8
        index.write_bytes(rotten)
        assert TinyDbStore(data).items_of(wanted) == held, position


def test_a_flipped_bit_of_what_is_found_is_seen(
    data: DataFolder, held: dict[tuple[str, str], Item]
) -> None:
    raw = data.store.read_bytes()
    line = table_lines(raw, "items")[7]
    first = raw.index(line)
    for position in range(first, first + len(line), 3):
        rotten = bytearray(raw)
        rotten[position] ^= 4
        data.store.write_bytes(rotten)
        with pytest.raises(StoreError):
            TinyDbStore(data).items_of([TWO[2].key])
        assert TinyDbStore(data).items_of([TWO[3].key]) == {TWO[3].key: TWO[3]}
    end = raw.index(b'"ledger"')
    data.store.write_bytes(raw[:end] + raw[end:].replace(b"2026", b"2025"))
    with pytest.raises(StoreError):
        TinyDbStore(data).ledger()


@pytest.mark.parametrize("size", [1, 2, 61, 199, 1000, 1 << 16])
def test_in_parts_of_any_size_it_holds_the_same(
    data: DataFolder,
    held: dict[tuple[str, str], Item],
    size: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tinydb_snapshot, "_PART", size)
    blocks = [*TinyDbStore(data).items_in_turn(frozenset())]
    assert [one for block in blocks for one in block] == [*held.values()]
    assert (len(blocks) > 50) == (size < 200)
    TinyDbStore(data).fold()
    assert TinyDbStore(data).items() == held


def test_a_flipped_bit_is_seen_once_all_is_read(
    data: DataFolder, held: dict[tuple[str, str], Item]
) -> None:
    raw = data.store.read_bytes()
    for position in range(0, raw.index(b'"ledger"'), 41):
        rotten = bytearray(raw)
        rotten[position] ^= 1 << position % 8
        data.store.write_bytes(rotten)
        with pytest.raises(StoreError) as error:
            list(TinyDbStore(data).items_in_turn(frozenset()))
        assert error.value.message.code is StoreFault.DAMAGED, position
        with pytest.raises(StoreError):
            TinyDbStore(data).fold()
        assert data.store.read_bytes() == rotten


def test_a_file_exchanged_meanwhile_is_read_as_it_was(
    data: DataFolder, held: dict[tuple[str, str], Item]
) -> None:
    store = TinyDbStore(data)
    assert store.waiting() == []
    TinyDbStore(data).fold()
    assert store.items_of([NEW.key, ONE[0].key]) == {ONE[0].key: ONE[0], NEW.key: NEW}
    assert store.items() == held
