"""The log beside a large store: whatever is cut, flipped or exchanged, the state before the last
commit, the one after it, or a damage that is named; never another one.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import tinydb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.common.data_folder import DataFolder
from engine.messages.store import StoreFault
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.store import tinydb_log, tinydb_storage
from engine.store.opening import begin_store
from engine.store.rebuild import put_in_place, rebuild
from engine.store.tinydb_storage import VERSIONS, AtomicStorage, kept_versions
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, created, entry, item
from tests.refusals import refused
from tests.store.test_store_contract import changed, deleted, undone, use_log, waiting

Step = tuple[str, Random]
State = tuple[list[Item], int, int]
"""Items, acts in the ledger, held imports."""


@pytest.fixture(autouse=True)
def _log_of_a_small_store(monkeypatch: pytest.MonkeyPatch) -> None:
    use_log(monkeypatch)


@pytest.fixture
def store(data: DataFolder) -> TinyDbStore:
    """A snapshot, and three commits in the log: a change, an undo, a held import."""
    store = TinyDbStore(data)
    store.commit(created(item("A"), item("B"), item("C")), entry("run-1"))
    store.fold()
    store.commit([changed(item("A"), open=50_00)], entry("run-2", sha256="cd" * 32))
    store.commit([changed(item("A", open=50_00), open=100_00)], undone("run-3", "run-2"))
    store.hold(waiting(sha256="ef" * 32))
    return store


def state(data: DataFolder) -> State:
    store = TinyDbStore(data)
    return list(store.items().values()), len(store.ledger()), len(store.waiting())


def storage(data: DataFolder) -> AtomicStorage:
    return AtomicStorage(data.store, data.versions)


def twin(data: DataFolder) -> Path:
    (path,) = data.versions.glob("*.log")
    return path


def repair(data: DataFolder) -> None:
    put_in_place(data, rebuild(data), NOW)


def test_a_commit_upon_a_large_store_leaves_its_file_as_it_is(
    data: DataFolder, store: TinyDbStore
) -> None:
    before = data.store.read_bytes()
    assert data.store_log.read_bytes() == twin(data).read_bytes()
    assert state(data) == ([item("A"), item("B"), item("C")], 3, 1)
    store.commit([deleted(item("B"))], entry("run-4", sha256="12" * 32))
    assert data.store.read_bytes() == before
    assert state(data) == ([item("A"), item("C")], 4, 1)
    assert not list(storage(data).version_problems())


def test_a_store_that_is_small_or_whose_log_has_grown_is_written_anew(
    data: DataFolder, store: TinyDbStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(data)
    monkeypatch.setattr(tinydb_storage, "GROWN", 4)
    store.commit([], entry("run-4", sha256="12" * 32))
    assert not data.store_log.exists()
    assert state(data) == (before[0], before[1] + 1, before[2])
    monkeypatch.setattr(tinydb_storage, "LARGE", 10**6)
    store.commit([], entry("run-5", sha256="34" * 32))
    assert not data.store_log.exists()
    assert not list(storage(data).version_problems())


def test_a_fold_is_what_was_written_anew_with_each_commit(
    data: DataFolder, store: TinyDbStore
) -> None:
    before, as_one = state(data), storage(data).read_bytes()
    assert TinyDbStore(data).fold() == 3
    assert TinyDbStore(data).fold() == 0
    assert data.store.read_bytes() == as_one
    assert not data.store_log.exists()
    assert state(data) == before
    assert not list(storage(data).version_problems())
    with tinydb.TinyDB(data.store, access_mode="r") as stranger:
        assert len(stranger.table("items")) == 3


def test_a_log_cut_anywhere_is_the_commit_before_or_a_damage(
    data: DataFolder, store: TinyDbStore
) -> None:
    after, whole = state(data), data.store_log.read_bytes()
    before = (after[0], after[1], after[2] - 1)
    last = whole.rindex(b"\n", 0, -1) + 1
    for length in range(len(whole)):
        data.store_log.write_bytes(whole[:length])
        if length >= last:
            assert state(data) == before, length
        else:
            with pytest.raises(StoreError):
                state(data)
    data.store_log.unlink()
    with refused(StoreError, match="is missing, though"):
        state(data)


def test_every_flipped_bit_of_a_log_is_seen(data: DataFolder, store: TinyDbStore) -> None:
    after, whole = state(data), data.store_log.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for position in range(len(whole)):
        rotten = bytearray(whole)
        rotten[position] ^= 1 << position % 8
        data.store_log.write_bytes(rotten)
        if position >= last:  # the twin has it
            assert state(data) == after, position
            assert list(storage(data).version_problems()), position
        else:
            with pytest.raises(StoreError):
                state(data)


def test_every_flipped_bit_of_its_twin_is_told(data: DataFolder, store: TinyDbStore) -> None:
    after, whole = state(data), twin(data).read_bytes()
    for position in range(len(whole)):
        rotten = bytearray(whole)
        rotten[position] ^= 1 << position % 8
        twin(data).write_bytes(rotten)
        assert state(data) == after, position
        assert list(storage(data).version_problems()), position


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def rot_in_the_last(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-5] + bytes([whole[-5] ^ 4]) + whole[-4:])


def rot_in_the_midst(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 3] ^= 4
    path.write_bytes(whole)


@pytest.mark.parametrize("damage", [cut_short, rot_in_the_last])
@pytest.mark.parametrize("place", ["log", "twin"])
def test_the_next_commit_mends_the_end(
    data: DataFolder, store: TinyDbStore, damage: Callable[[Path], None], place: str
) -> None:
    damage(data.store_log if place == "log" else twin(data))
    items, acts, held = state(data)
    TinyDbStore(data).commit([deleted(item("B"))], entry("run-4", sha256="12" * 32))
    assert state(data) == ([item("A"), item("C")], acts + 1, held)
    assert data.store_log.read_bytes() == twin(data).read_bytes()
    assert not list(storage(data).version_problems())
    assert items


@pytest.mark.parametrize("damage", [Path.unlink, cut_short, rot_in_the_last, rot_in_the_midst])
@pytest.mark.parametrize("place", ["log", "twin", "store"])
def test_a_repair_brings_the_newest_back(
    data: DataFolder, store: TinyDbStore, damage: Callable[[Path], None], place: str
) -> None:
    after = state(data)
    path = {"log": data.store_log, "twin": twin(data), "store": data.store}[place]
    damage(path)
    assert rebuild(data).is_needed
    repair(data)
    assert state(data) == after
    assert not rebuild(data).is_needed
    assert not data.store_log.exists()


def test_a_repair_without_log_and_twin_is_made_from_the_changes(
    data: DataFolder, store: TinyDbStore
) -> None:
    items, acts, _held = state(data)
    data.store_log.unlink()
    twin(data).unlink()
    assert state(data)[1] < acts
    repair(data)
    assert state(data)[:2] == (items, acts)


def test_a_snapshot_that_is_exchanged_gets_no_log_of_another(
    data: DataFolder, store: TinyDbStore
) -> None:
    after, log = state(data), data.store_log.read_bytes()
    TinyDbStore(data).fold()
    store.commit([deleted(item("B"))], entry("run-4", sha256="12" * 32))
    newest, newest_log = data.store.read_bytes(), data.store_log.read_bytes()
    old = kept_versions(data.versions)[1]
    shutil.copy(old, data.store)
    with refused(StoreError, match="goes on from another store"):
        state(data)
    data.store_log.unlink()
    with refused(StoreError, match="is missing, though"):
        state(data)
    data.store_log.write_bytes(log)
    assert state(data) == after
    data.store.write_bytes(newest)
    data.store_log.write_bytes(newest_log)
    assert state(data)[0] == [item("A"), item("C")]


def test_a_log_without_its_snapshot_is_no_beginning(data: DataFolder, store: TinyDbStore) -> None:
    for folder in (data.versions, data.changes):
        shutil.rmtree(folder)
        folder.mkdir()
    data.store.unlink()
    with refused(StoreError, match="store.log tells of one"):
        TinyDbStore(data).items()
    begin_store(data)
    assert not data.store.exists()


def test_what_a_fold_left_behind_is_passed_over(data: DataFolder, store: TinyDbStore) -> None:
    log = data.store_log.read_bytes()
    before = state(data)
    TinyDbStore(data).fold()
    data.store_log.write_bytes(log)
    assert state(data) == before
    store.commit([deleted(item("B"))], entry("run-4", sha256="12" * 32))
    assert state(data) == ([item("A"), item("C")], before[1] + 1, before[2])


def test_logs_go_with_their_versions(data: DataFolder, store: TinyDbStore) -> None:
    for number in range(VERSIONS + 2):
        store.commit(created(item(f"N-{number}")), entry(f"run-n-{number}", sha256="12" * 32))
        TinyDbStore(data).fold()
    assert len(kept_versions(data.versions)) == VERSIONS
    assert len(list(data.versions.glob("*.log"))) == VERSIONS - 1
    assert not list(storage(data).version_problems())


def test_a_twin_of_another_of_its_number_is_none(data: DataFolder, store: TinyDbStore) -> None:
    """A version of that number may be of a commit that never came about."""
    TinyDbStore(data).fold()
    number = storage(data).commit_number()
    stale = data.versions / tinydb_log.log_name(number + 1)
    stale.write_bytes(b"another")
    store.commit([], entry("run-4", sha256="12" * 32))
    TinyDbStore(data).fold()
    assert not stale.exists()
    assert not list(storage(data).version_problems())


def test_of_two_at_one_commit_the_logged_one_happened(
    data: DataFolder, store: TinyDbStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One attempt was killed after it had kept its copy, the next one came into the log."""
    raw = data.store.read_bytes()
    log = data.store_log.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(tinydb_storage, "LARGE", 10**6)
        store.commit([deleted(item("B"))], entry("run-4", sha256="12" * 32))
    data.store.write_bytes(raw)
    data.store_log.write_bytes(log)
    TinyDbStore(data).commit([deleted(item("C"))], entry("run-5", sha256="34" * 32))
    after = state(data)
    data.store.write_bytes(b"")
    repair(data)
    assert state(data) == after


@pytest.mark.parametrize("failing_call", ["write", "fsync"])
@pytest.mark.parametrize("call", [1, 2])
def test_a_failed_commit_leaves_log_and_twin_as_they_were(
    data: DataFolder,
    store: TinyDbStore,
    monkeypatch: pytest.MonkeyPatch,
    failing_call: str,
    call: int,
) -> None:
    before = state(data), data.store_log.read_bytes(), twin(data).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, failing_call, failing(getattr(os, failing_call), call))
        with refused(StoreError, match="cannot be written"):
            TinyDbStore(data).hold(waiting(sha256="56" * 32))
    assert (state(data), data.store_log.read_bytes(), twin(data).read_bytes()) == before
    TinyDbStore(data).hold(waiting(sha256="56" * 32))
    assert state(data)[2] == before[0][2] + 1


def test_a_failure_that_cannot_be_taken_back_is_told_as_such(
    data: DataFolder, store: TinyDbStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(os.fsync, 2))
        patch.setattr(os, "ftruncate", failing(os.ftruncate, 1))
        with pytest.raises(StoreError) as told:
            TinyDbStore(data).hold(waiting(sha256="56" * 32))
    assert told.value.message.code is StoreFault.NOT_SURELY_WRITTEN
    assert state(data)[2] == 2


def failing(real: Callable[..., object], at: int) -> Callable[..., object]:
    """The call of this number fails."""
    calls = iter(range(1, 1000))

    def call(*arguments: object) -> object:
        if next(calls) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    return call


def test_a_commit_of_another_process_is_never_overwritten(
    data: DataFolder, store: TinyDbStore
) -> None:
    first, second, third = TinyDbStore(data), TinyDbStore(data), TinyDbStore(data)
    for reader in (first, second, third):
        assert reader.items()
    first.commit([deleted(item("A"))], entry("run-4", sha256="12" * 32))
    with refused(StoreError, match="changed by somebody else"):
        second.commit([deleted(item("B"))], entry("run-5", sha256="34" * 32))
    TinyDbStore(data).fold()
    with refused(StoreError, match="changed by somebody else"):
        third.commit([deleted(item("C"))], entry("run-6", sha256="56" * 32))
    assert state(data)[0] == [item("B"), item("C")]


def test_a_reader_between_two_writes_looks_again(
    data: DataFolder, store: TinyDbStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fold, and a commit upon it, come after it has read the snapshot."""
    after, read, folds = state(data), tinydb_log.LogFile.read, iter([1])

    def read_later(log: tinydb_log.LogFile, head: tinydb_log.SnapshotId) -> tinydb_log.Log:
        if next(folds, 0):
            TinyDbStore(data).fold()
            TinyDbStore(data).hold(waiting(sha256="56" * 32))
        return read(log, head)

    monkeypatch.setattr(tinydb_log.LogFile, "read", read_later)
    assert state(data) == (after[0], after[1], after[2] + 1)


acts = st.lists(
    st.tuples(st.sampled_from(["commit", "hold", "undo", "fold"]), st.randoms()), max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_any_acts_leave_what_a_store_written_anew_holds(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, steps: list[Step]
) -> None:
    logged, anew = (DataFolder(tmp_path_factory.mktemp("store")) for _ in range(2))
    for folder in (logged, anew):
        folder.make()
    for place, (act, random) in enumerate(steps):
        if act == "fold":
            TinyDbStore(logged).fold()
            continue
        seed = random.random()
        for folder, large in ((logged, 0), (anew, 10**9)):
            random.seed(seed)
            monkeypatch.setattr(tinydb_storage, "LARGE", large)
            do(TinyDbStore(folder), act, f"run-{place}", random)
        assert everything(logged) == everything(anew)
        assert not list(storage(logged).version_problems())


def do(store: TinyDbStore, act: str, run: str, random: Random) -> None:
    """The same act upon both."""
    sha256 = f"{random.randrange(4):02d}" * 32
    if act == "hold":
        store.hold(waiting(sha256=sha256))
        return
    changes = [
        deleted(each) if random.random() < 0.4 else changed(each, open=each.open + 1)
        for each in store.items().values()
        if random.random() < 0.4
    ]
    new = [
        item(f"N-{random.randrange(20)}", mandant=random.choice(["001", "002"]))
        for _ in range(random.randrange(4))
    ]
    held = set(store.items())
    changes += created(*{each.key: each for each in new if each.key not in held}.values())
    if act == "undo":
        store.commit(changes, undone(run, f"run-{random.randrange(12)}"))
    else:
        store.commit(changes, entry(run, sha256=sha256))


def everything(folder: DataFolder) -> tuple[object, ...]:
    store = TinyDbStore(folder)
    items = list(store.items().values())
    assert [each for block in store.item_blocks() for each in block] == items
    wanted = [each.key for each in items[::2]]
    assert list(TinyDbStore(folder).items_of([*wanted, ("001", "none")])) == wanted
    return items, list(store.ledger()), list(store.waiting())
