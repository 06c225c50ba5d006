"""Leases: one holder at a time on whichever host, and none who stood still for too long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from engine.model.errors import Locked
from engine.store.postgresql.database import Database, asks
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.store import PostgresStore
from tests.factories import created, entry, item
from tests.servers.postgresql import PostgreSQL

Hosts = Callable[..., Leases]


@pytest.fixture
def host(another: Callable[[], Database]) -> Iterator[Hosts]:
    """Makes the leases of one more host."""
    hosts: list[Leases] = []

    def make(ttl: float = 30) -> Leases:
        hosts.append(Leases(another(), ttl))
        return hosts[-1]

    yield make
    for each in hosts:
        for name in each.names:
            each.give_back(name)


def test_a_lease_has_one_holder_who_is_named(host: Hosts) -> None:
    mine, other = host(), host()
    with mine.held("datev"):
        assert [held.name for held in other.all()] == ["datev"]
        with pytest.raises(Locked) as refused:
            other.take("datev")
        assert refused.value.began is not None
        assert abs((refused.value.began - datetime.now(UTC)).total_seconds()) < 60
        with other.held("payments"):
            assert {held.name for held in mine.all()} == {"datev", "payments"}
    with other.held("datev"):
        pass


def test_of_many_who_want_it_at_once_one_gets_it(host: Hosts) -> None:
    got: list[int] = []
    start = threading.Barrier(8)

    def want(number: int) -> None:
        leases = host()
        start.wait()
        try:
            leases.take("datev")
        except Locked:
            return
        got.append(number)

    threads = [threading.Thread(target=want, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_it_is_renewed_while_it_is_held(host: Hosts) -> None:
    mine, other = host(0.6), host()
    with mine.held("datev"):
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            with pytest.raises(Locked):
                other.take("datev")
            time.sleep(0.05)


def test_who_is_gone_need_not_be_waited_for(host: Hosts, another: Callable[[], Database]) -> None:
    gone = another()
    leases = Leases(gone, 60)
    leases.take("datev")
    gone.close()
    other = host()
    deadline = time.monotonic() + 10
    while True:
        try:
            other.take("datev")
        except Locked:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            break
    leases.give_back("datev")
    gone.close()


def test_who_stood_still_for_too_long_commits_nothing(host: Hosts, database: Database) -> None:
    slow = host(0)
    slow.take("datev")
    faster = host()
    faster.take("datev")
    store = PostgresStore(database, slow)
    with pytest.raises(Locked) as refused:
        store.commit(created(item()), entry())
    assert "given to another" in refused.value.message.code.cause
    assert not PostgresStore(database, faster).items()
    PostgresStore(database, faster).commit(created(item()), entry())


def test_nobody_takes_a_lease_between_its_proof_and_the_commit(
    host: Hosts, database: Database
) -> None:
    slow, faster = host(0.2), host()
    slow.take("datev")
    with database.transaction() as connection:
        slow.demand(asks(connection))
        time.sleep(0.3)
        taken = threading.Thread(target=faster.take, args=["datev"])
        taken.start()
        taken.join(0.3)
        assert taken.is_alive()
        connection.commit()
    taken.join(10)
    assert not taken.is_alive()


def test_a_lease_outlives_its_connection(
    host: Hosts, postgres: PostgreSQL, database: Database
) -> None:
    mine = host()
    with mine.held("datev"):
        postgres.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'opos' and pid <> pg_backend_pid()"
        )
        with database.transaction() as connection:
            mine.demand(asks(connection))
