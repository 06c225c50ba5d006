"""What every store promises, whatever it is made of: add it to `opens`, and it is held to
`engine.store.protocol`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.common.data_folder import DataFolder
from engine.model.errors import StoreError
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.posting.clearing import ClearingEntry
from engine.store import tinydb_storage
from engine.store.ledger import Cleared, Dropped, HeldImport, Undone
from engine.store.postgresql.database import Database
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.store import PostgresStore
from engine.store.protocol import Store
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, created, entry, item, loaded
from tests.servers.postgresql import fresh_schema, programs_of_wheel, quick_postgresql

Opens = Callable[[DataFolder], Store]

SHA, OTHER = "ab" * 32, "cd" * 32

names = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
items = st.builds(
    Item,
    mandant=st.sampled_from(["001", "002"]),
    invoice_no=names,
    name=names,
    amount=st.integers(-(10**9), 10**9),
    open=st.integers(-(10**9), 10**9),
    handed_over=st.booleans(),
)


@pytest.fixture(params=["tinydb", "tinydb_log", "postgresql", "newest_postgresql"], scope="session")
def opens(request: pytest.FixtureRequest) -> Iterator[Opens]:
    """How a store of each kind is opened; what one has written, the next one reads."""
    if request.param in ("tinydb", "tinydb_log"):
        yield TinyDbStore
        return
    with ExitStack() as stack:
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres")
        else:
            server = stack.enter_context(quick_postgresql(programs_of_wheel()))
        by_folder: dict[Path, Database] = {}

        def open_postgres(data: DataFolder) -> Store:
            if data.root not in by_folder:
                by_folder[data.root] = stack.enter_context(fresh_schema(server))
            return PostgresStore(by_folder[data.root], Leases(by_folder[data.root]))

        yield open_postgres


@pytest.fixture(autouse=True)
def _kept_as_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.callspec.params.get("opens") == "tinydb_log":
        use_log(monkeypatch)


def use_log(patch: pytest.MonkeyPatch) -> None:
    """Let even a small store be a snapshot and a log, however much that grows."""
    patch.setattr(tinydb_storage, "LARGE", 0)
    patch.setattr(tinydb_storage, "GROWN", 1e-6)


def changed(before: Item, **fields: Any) -> Change:
    after = msgspec.structs.replace(before, **fields)
    return Change(kind=ChangeKind.CHANGED, rule=Rule.DETAILS, before=before, after=after)


def deleted(before: Item) -> Change:
    return Change(kind=ChangeKind.DELETED, rule=Rule.UNLISTED, before=before, after=None)


def waiting(interface: str = "datev", sha256: str = SHA) -> HeldImport:
    return HeldImport(
        run="run-1", at=NOW, interface=interface, file="OPOS.csv", sha256=sha256, size=10
    )


def dropped(run: str = "run-9", sha256: str = SHA) -> Dropped:
    return Dropped(
        run=run,
        at=NOW,
        interface="datev",
        file="OPOS.csv",
        sha256=sha256,
        size=10,
        dropped_by="anna",
        reason="twice",
    )


def payment(name: str = "p1", paid: int = 100_00) -> ClearingEntry:
    return ClearingEntry(id=name, line=3, paid=paid, payer="12ab3", reason="no_number")


def cleared(run: str = "run-8", paid: int = 100_00) -> Cleared:
    return Cleared(
        run=run,
        at=NOW,
        interface="bank",
        file="camt.xml",
        sha256=SHA,
        source_run="run-1",
        entry="p1",
        paid=paid,
        payer="DE1",
        mandant="001",
        invoice_no="RE-1",
        decided_by="anna",
        reason="by phone",
    )


def undone(run: str, of: str) -> Undone:
    return Undone(run=run, at=NOW, interface="datev", undone_run=of)


def test_items_come_in_blocks_too(opens: Opens, data: DataFolder) -> None:
    assert not list(opens(data).item_blocks())
    opens(data).commit(created(*(item(f"RE-{number}") for number in range(1500))), entry())
    store = opens(data)
    blocks = list(store.item_blocks())
    assert max(map(len, blocks)) < 1000
    assert {each.key: each for block in blocks for each in block} == store.items()


def test_a_new_store_is_empty(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    assert (dict(store.items()), list(store.ledger()), list(store.waiting())) == ({}, [], [])
    assert store.last_list("datev") is None
    assert store.dealt_with("datev", SHA) is None
    assert store.held("datev", SHA) is None
    assert not store.entries_of("run-1")
    assert not store.undone_runs()
    assert not list(store.history_of("RE-1"))


def test_items_come_back_as_they_went_in(opens: Opens, data: DataFolder) -> None:
    one, two = item("RE-1", name="Jürgen \n\u2028 Müller"), item("0012", dunning_level=2)
    opens(data).commit(created(one, two), entry())
    assert list(opens(data).items().values()) == [one, two]


@pytest.mark.parametrize(
    "act", [entry(clearing=(payment(),)), loaded(), dropped(), cleared(), undone("run-2", "run-1")]
)
def test_every_act_comes_back_as_it_was_entered(opens: Opens, data: DataFolder, act: Any) -> None:
    written = opens(data).commit([], act)
    assert list(opens(data).ledger()) == [written] == [act]


def test_what_an_act_changed_is_kept_with_it(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    first = store.commit(created(item("A")), entry())
    second = store.commit(created(item("B")), entry(sha256=OTHER))
    nothing = store.commit([], entry("run-2", sha256="ef" * 32))
    assert list(store.changes(first)) == created(item("A"))
    assert list(store.changes(second)) == created(item("B"))
    assert list(store.changes(nothing)) == []
    assert store.entries_of(entry().run) == [first, second]


def test_a_plan_made_from_other_items_is_refused_and_changes_nothing(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    store.commit(created(item(open=50_00)), entry())
    before = store.version()
    with pytest.raises(StoreError):
        store.commit([changed(item(open=40_00), open=0)], entry("run-2"))
    with pytest.raises(StoreError):
        store.commit(created(item()), entry("run-2"))
    assert store.version() == before
    assert opens(data).items() == {item().key: item(open=50_00)}
    assert len(opens(data).ledger()) == 1


def test_the_version_changes_with_every_write_and_with_nothing_else(
    opens: Opens, data: DataFolder
) -> None:
    watcher = opens(data)
    seen = [watcher.version()]
    opens(data).commit(created(item()), entry())
    seen.append(watcher.version())
    opens(data).hold(waiting(sha256=OTHER))
    seen.append(watcher.version())
    opens(data).commit([], dropped(sha256=OTHER))
    seen.append(watcher.version())
    list(opens(data).items())
    assert len(set(seen)) == len(seen)
    assert watcher.version() == seen[-1]


def test_it_is_read_as_it_was_when_it_was_first_asked(opens: Opens, data: DataFolder) -> None:
    reader = opens(data)
    assert not reader.items()
    opens(data).commit(created(item()), entry())
    assert not reader.items()
    assert opens(data).items()


def test_it_knows_since_when_nothing_has_changed(opens: Opens, data: DataFolder) -> None:
    opens(data).commit(created(item()), entry())
    assert opens(data).changed_since(NOW - timedelta(seconds=1))
    assert not opens(data).changed_since(NOW)


def test_content_is_dealt_with_for_one_interface_until_taken_back(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    written = store.commit(created(item()), entry("run-1"))
    assert store.dealt_with("datev", SHA) == written
    assert store.dealt_with("other", SHA) is None
    assert store.dealt_with("datev", OTHER) is None
    store.commit([deleted(item())], undone("run-2", "run-1"))
    assert store.dealt_with("datev", SHA) is None
    assert store.commit([], dropped()) == store.dealt_with("datev", SHA)


def test_every_act_on_a_content_or_on_the_same_payments_is_found(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    first = store.commit(created(item()), entry("run-1", interface="other", fingerprint="payments"))
    store.commit([], entry("run-2", sha256=OTHER))
    last = store.commit([], dropped("run-3"))
    assert store.acts_on(SHA, "") == [first, last]
    assert store.acts_on("ef" * 32, "payments") == [first]
    store.commit([deleted(item())], undone("run-4", "run-1"))
    assert [act.undone_by for act in store.acts_on(SHA, "")] == ["run-4", ""]
    assert store.acts_on("ef" * 32, "") == []


def test_the_last_list_is_the_last_import_that_was_not_taken_back(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    first = store.commit([], entry("run-1"))
    store.commit([], entry("run-2", sha256=OTHER))
    store.commit([], entry("run-3", interface="other"))
    store.commit([], dropped("run-4", sha256="ef" * 32))
    store.commit([], undone("run-5", "run-2"))
    assert store.last_list("datev") == first


def test_an_undo_marks_every_file_of_the_run(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    store.commit(created(item("A")), entry("run-1"))
    store.commit(created(item("B")), entry("run-1", sha256=OTHER))
    store.commit([], entry("run-2", sha256="ef" * 32))
    store.commit([deleted(item("A")), deleted(item("B"))], undone("run-3", "run-1"))
    assert [each.undone_by for each in opens(data).ledger()] == ["run-3", "run-3", "", ""]
    assert opens(data).undone_runs() == {"run-1": "run-3"}


def test_the_history_of_a_number_is_that_of_all_mandanten(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    one, two = item("RE-1"), item("RE-1", mandant="002")
    first = store.commit(created(one, item("RE-2"), two), entry("run-1"))
    second = store.commit([changed(two, open=0)], entry("run-2", sha256=OTHER))
    assert list(opens(data).history_of("RE-1")) == [
        (first, *created(one)),
        (first, *created(two)),
        (second, changed(two, open=0)),
    ]


def test_the_hash_over_the_acts_grows_with_each_and_stays_with_an_undo(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    ends = [store.ledger_end()]
    store.commit(created(item()), entry("run-1"))
    ends.append(opens(data).ledger_end())
    store.commit([deleted(item())], undone("run-2", "run-1"))
    ends.append(opens(data).ledger_end())
    assert [*enumerate(opens(data).ledger_hashes())] == ends
    assert len({over_them for _acts, over_them in ends}) == 3


def test_the_items_of_some_mandanten_are_among_them(opens: Opens, data: DataFolder) -> None:
    one, two = item("RE-1"), item("RE-1", mandant="002")
    opens(data).commit(created(one, two), entry())
    assert opens(data).items(frozenset({"002"}))[two.key] == two
    assert list(opens(data).items().values()) == [one, two]


def test_single_items_are_found_by_their_keys(opens: Opens, data: DataFolder) -> None:
    one, two, three = item("RE-1"), item("RE-1", mandant="002"), item("RE-\0 '\\")
    opens(data).commit(created(one, two, three), entry())
    store = opens(data)
    wanted = [three.key, two.key, ("002", "RE-2"), ("003", "RE-1")]
    assert list(store.items_of(wanted).items()) == [(two.key, two), (three.key, three)]
    assert not store.items_of([])
    store.commit([changed(two, open=0), deleted(three)], entry("run-2", sha256=OTHER))
    assert opens(data).items_of(wanted) == {two.key: opens(data).items()[two.key]}


def test_many_items_come_and_go_at_once(opens: Opens, data: DataFolder) -> None:
    many = [item(f"RE-{n}") for n in range(5000)]
    opens(data).commit(created(*many), entry())
    assert list(opens(data).items().values()) == many
    opens(data).commit([changed(one, open=0) for one in many], entry("run-2", sha256=OTHER))
    assert not any(one.open for one in opens(data).items().values())
    with pytest.raises(StoreError):
        opens(data).commit(created(*many), entry("run-3", sha256="ef" * 32))


def test_a_held_import_waits_until_it_is_imported_or_dropped(
    opens: Opens, data: DataFolder
) -> None:
    store = opens(data)
    for held in (waiting(), waiting("other"), waiting(sha256=OTHER)):
        store.hold(held)
    assert list(opens(data).waiting()) == [waiting(), waiting("other"), waiting(sha256=OTHER)]
    assert opens(data).held("datev", OTHER) == waiting(sha256=OTHER)
    store.commit([], entry())
    store.commit([], dropped(sha256=OTHER))
    assert list(opens(data).waiting()) == [waiting("other")]
    assert opens(data).held("datev", OTHER) is None


def test_a_payment_waits_until_it_is_used_up(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    store.commit([], entry("run-1", clearing=(payment(), payment("p2"))))
    store.commit([], cleared("run-2", 60_00))
    assert [(one.entry.id, one.entry.paid) for one in opens(data).clearing()] == [
        ("p1", 40_00),
        ("p2", 100_00),
    ]
    store.commit([], cleared("run-3", 40_00))
    assert [one.entry.id for one in opens(data).clearing()] == ["p2"]
    store.commit([], undone("run-4", "run-2"))
    assert [one.entry.paid for one in opens(data).clearing()] == [60_00, 100_00]
    store.commit([], undone("run-5", "run-1"))
    assert not opens(data).clearing()


def test_a_payment_is_known_until_its_import_is_taken_back(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    store.commit([], entry("run-1", payment_keys=("a", "b")))
    assert opens(data).known_payments(["b", "c"]) == {"b"}
    assert opens(data).known_payments([]) == set()
    store.commit([], undone("run-2", "run-1"))
    assert opens(data).known_payments(["b", "c"]) == set()


@settings(max_examples=50, suppress_health_check=[HealthCheck.differing_executors])
@given(st.lists(items, unique_by=lambda held: held.key, max_size=8), st.data())
def test_any_changes_leave_what_they_say(
    tmp_path_factory: pytest.TempPathFactory,
    opens: Opens,
    held: list[Item],
    draw: st.DataObject,
) -> None:
    folder = DataFolder(tmp_path_factory.mktemp("store"))
    folder.make()
    opens(folder).commit(created(*held), entry())
    expected = dict(opens(folder).items())
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
    opens(folder).commit(changes, entry("run-2", sha256=OTHER))
    assert dict(opens(folder).items()) == expected


def test_exports_are_numbered_without_gaps_each_for_itself(opens: Opens, data: DataFolder) -> None:
    store = opens(data)
    assert store.last_number("praxis") == 0
    first = store.commit(created(item("A")), entry(), {"praxis": 1})
    neither = store.commit(created(item("B")), entry(sha256=OTHER))
    second = store.commit(created(item("C")), loaded(), {"praxis": 1, "bank": 1})
    assert (first.exports, neither.exports) == ({"praxis": 1}, {})
    assert second.exports == {"praxis": 2, "bank": 1}
    store = opens(data)
    assert (store.last_number("praxis"), store.last_number("bank")) == (2, 1)
    assert list(store.acts_for("praxis", 0)) == [first, second]
    assert list(store.acts_for("praxis", 1)) == [second]


def test_an_export_goes_on_where_its_files_are_though_the_ledger_lost_acts(
    opens: Opens, data: DataFolder
) -> None:
    written = opens(data).commit(created(item("A")), entry(), {"praxis": 8})
    assert written.exports == {"praxis": 8}
