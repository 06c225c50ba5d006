"""Journals of two hosts: each run is told on both, by the same bytes, while it lives and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.imports.recorder import run_started
from engine.journal.events import Planned, Progress, RunFinished
from engine.journal.journal import glance, is_alive, journal_path
from engine.model.money import Money
from engine.store.postgresql.database import Database
from engine.store.postgresql.journals import SharedJournals
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.shared_journal import SharedJournal
from tests.factories import NOW
from tests.servers.postgresql import PostgreSQL

Hosts = Callable[[str], SharedJournals]

PLANNED = Planned(
    name="OPOS.csv", created=1, changed=0, paid=0, part_paid=0, reopened=0, deleted=0, unchanged=0,
    unknown=0, settled_amount=Money(0), reopened_amount=Money(0),
)  # fmt: skip
FINISHED = RunFinished(outcome="imported", exit_code=0)


@pytest.fixture
def host(another: Callable[[], Database], tmp_path: Path) -> Iterator[Hosts]:
    """Makes a host of this name."""
    hosts: list[SharedJournals] = []

    def make(name: str) -> SharedJournals:
        data = DataFolder(tmp_path / name)
        data.make()
        database = another()
        hosts.append(SharedJournals(database, Leases(database), data))
        return hosts[-1]

    yield make
    for each in hosts:
        for name in each.leases.names:
            each.leases.give_back(name)
        each.let_go()


def begun(host: SharedJournals, interface: str = "datev") -> SharedJournal:
    journal = SharedJournal(host, interface, NOW)
    journal.write(run_started("cron"))
    return journal


def both(one: SharedJournals, other: SharedJournals, run: str) -> bool:
    paths = [journal_path(each.folder, run) for each in (one, other)]
    return paths[0].read_bytes() == paths[1].read_bytes()


def test_a_run_is_followed_on_another_host_and_seen_to_end(host: Hosts) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    other.fetch()
    copy = journal_path(other.folder, journal.run)
    assert both(one, other, journal.run)
    assert is_alive(copy)
    journal.write(FINISHED)
    journal.close()
    other.fetch()
    assert both(one, other, journal.run)
    run = glance(copy)
    assert run is not None
    assert run.state == "imported"
    assert not is_alive(copy)


def test_who_looks_later_sees_a_living_run_live(host: Hosts) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    other.fetch()
    other.let_go()
    copy = journal_path(other.folder, journal.run)
    assert not is_alive(copy)
    other.fetch()
    assert is_alive(copy)
    journal.close()


def test_lines_are_sent_within_a_moment_though_nothing_follows(host: Hosts) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    copy = journal_path(other.folder, journal.run)
    deadline = time.monotonic() + 10
    while not copy.exists() and time.monotonic() < deadline:
        other.fetch()
    assert both(one, other, journal.run)
    journal.close()


def test_two_hosts_never_give_two_runs_one_name(host: Hosts) -> None:
    journals = [begun(host("one")), begun(host("other")), begun(host("third"))]
    assert len({journal.run for journal in journals}) == 3
    for journal in journals:
        journal.close()


def test_what_was_written_while_the_server_was_away_comes_later(
    host: Hosts, postgres: PostgreSQL
) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    postgres.stop()
    journal.write(Progress(name="OPOS.csv", step="read", done=1, total=2))
    journal.write(PLANNED)
    postgres.start()
    journal.write(FINISHED)
    journal.close()
    other.fetch()
    assert both(one, other, journal.run)


def test_what_a_killed_run_did_not_send_is_sent_by_the_next_one_there(host: Hosts) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    one.leases.give_back(f"run/{journal.run}")
    path = journal_path(one.folder, journal.run)
    line = path.read_bytes().splitlines(keepends=True)[-1]
    with path.open("ab") as file:
        file.write(line + line[:10])
    one.fetch()
    other.fetch()
    assert journal_path(other.folder, journal.run).read_bytes() == path.read_bytes()[:-10]
    one.leases.take(f"run/{journal.run}")
    journal.close()


def test_another_host_writes_the_last_word_of_a_run_whose_host_is_lost(host: Hosts) -> None:
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    with journal_path(one.folder, journal.run).open("ab") as file:
        file.write(b'{"never": "sent"}\n')
    other.fetch()
    one.leases.give_back(f"run/{journal.run}")
    other.fetch()
    rest = SharedJournal(other, "datev", NOW, killed=journal.run)
    rest.write(FINISHED)
    rest.close()
    one.fetch()
    assert both(one, other, journal.run)
    one.leases.take(f"run/{journal.run}")
    journal.close()
    assert both(one, other, journal.run)


def test_a_copy_never_goes_on_from_lines_that_nobody_saw(host: Hosts) -> None:
    """Of a killed run; what another host wrote after it may be longer than they were."""
    one, other = host("one"), host("other")
    journal = begun(one)
    journal.write(PLANNED)
    with journal_path(one.folder, journal.run).open("ab") as file:
        file.write(b'{"never": "sent"}\n')
    one.leases.give_back(f"run/{journal.run}")
    other.fetch()
    rest = SharedJournal(other, "datev", NOW, killed=journal.run)
    for _line in range(3):
        rest.write(PLANNED)
    rest.write(FINISHED)
    rest.close()
    one.fetch()
    assert both(one, other, journal.run)
    one.leases.take(f"run/{journal.run}")
    journal.close()
