"""What the journals tell of and the store does not know."""

from __future__ import annotations

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import (
    Committed,
    Event,
    FileFetched,
    GuardHeld,
    Outcome,
    RunFinished,
    RunStarted,
)
from engine.journal.journal import Journal
from engine.posting.guard_rule import GuardRule
from engine.store.lost_acts import lost_acts
from engine.store.opening import begin_store
from engine.store.tinydb_store import TinyDbStore
from tests.factories import NOW, entry

SHA = "ab" * 32
FETCHED = FileFetched(name="OPOS.csv", size=10, sha256=SHA, archived_as="ab/" + SHA)
HELD = GuardHeld(name="OPOS.csv", rule=GuardRule.MAX_SETTLED_PERCENT, limit="30 %", actual="90 %")
COMMITTED = Committed(name="OPOS.csv", changes=3)


def told(data: DataFolder, *story: Event, ended: Outcome | None, dry_run: bool = False) -> None:
    started = RunStarted(trigger="cli", dry_run=dry_run, pid=1, host="praxis", user="anna")
    with Journal(data.journals, "datev", NOW) as journal:
        for event in (started, *story):
            journal.write(event)
        if ended:
            journal.write(RunFinished(outcome=ended, exit_code=0, seconds=1.0))


@pytest.fixture(autouse=True)
def _begun(data: DataFolder) -> None:
    begin_store(data)


@pytest.mark.parametrize("ended", ["imported", "failed", None])
def test_what_was_committed_is_lost_however_its_run_ended(
    data: DataFolder, ended: Outcome | None
) -> None:
    told(data, FETCHED, COMMITTED, ended=ended)
    (lost,) = lost_acts(TinyDbStore(data), data)
    assert (lost.file, lost.sha256, lost.size, lost.committed) == ("OPOS.csv", SHA, 10, True)


@pytest.mark.parametrize(("ended", "found"), [("held", 1), ("failed", 0), (None, 0)])
def test_what_was_held_is_lost_only_where_its_run_came_to_it(
    data: DataFolder, ended: Outcome | None, found: int
) -> None:
    told(data, FETCHED, HELD, ended=ended)
    assert len(list(lost_acts(TinyDbStore(data), data))) == found


def test_a_dry_run_loses_nothing(data: DataFolder) -> None:
    told(data, FETCHED, HELD, ended="dry_run", dry_run=True)
    assert list(lost_acts(TinyDbStore(data), data)) == []


def test_what_the_ledger_knows_is_not_lost(data: DataFolder) -> None:
    store = TinyDbStore(data)
    store.commit([], entry(sha256=SHA))
    told(data, FETCHED, COMMITTED, ended="imported")
    assert list(lost_acts(store, data)) == []
