"""What each act changed, in files of their own; those of very many changes are packed."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.model.errors import StoreError
from engine.store import change_files
from engine.store.rebuild import put_in_place, rebuild
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, created, entry, item

ITEMS = [item(f"RE-{number}", name="Müller") for number in range(9)]


@pytest.fixture
def packed(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an act of too many changes to be written as they are."""
    monkeypatch.setattr(change_files, "_MANY", 8)
    monkeypatch.setattr(change_files, "_BLOCK", 1000)
    store = TinyDbStore(data)
    store.commit(created(*ITEMS), entry())
    store.commit(created(item("one more")), entry("run-2", sha256="cd" * 32))
    plain, packed = sorted(data.changes.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert (plain.suffix, packed.suffix) == (".jsonl", ".gz")
    return packed


def test_it_reads_as_it_was_written(data: DataFolder, packed: Path) -> None:
    first, second = TinyDbStore(data).ledger()
    assert first.changes == packed.name
    assert list(TinyDbStore(data).changes(first)) == created(*ITEMS)
    assert list(TinyDbStore(data).changes(second)) == created(item("one more"))
    assert len(gzip.decompress(packed.read_bytes()).splitlines()) == len(ITEMS) + 1


def test_it_gives_the_store_again(data: DataFolder, packed: Path) -> None:
    before = data.store.read_bytes()
    for path in (data.store, *data.versions.iterdir()):
        path.unlink()
    put_in_place(data, rebuild(data), NOW)
    assert data.store.read_bytes() == before
    assert packed.exists()


def test_whatever_is_wrong_with_it_is_told_in_words(data: DataFolder, packed: Path) -> None:
    whole = packed.read_bytes()
    (first, _second) = TinyDbStore(data).ledger()
    changes = list(TinyDbStore(data).changes(first))
    spoilt = [whole[:length] for length in range(0, len(whole), 7)]
    for position in range(0, len(whole), 3):
        rotten = bytearray(whole)
        rotten[position] ^= 1 << position % 8
        spoilt.append(bytes(rotten))
    for content in spoilt:
        packed.write_bytes(content)
        with suppress(StoreError):
            assert list(TinyDbStore(data).changes(first)) == changes  # in what gzip passes over
