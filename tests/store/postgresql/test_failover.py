"""The server dies in the midst of a commit, for good, and its synchronous standby is promoted: what
was committed is there, what was not is done once, and work goes on within half a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.messages.database import DatabaseFault
from engine.model.errors import StoreError
from engine.settings.store_url import parse_store_url
from engine.store.opening import open_store
from engine.store.postgresql import confirmed_commit, place, server
from engine.store.postgresql.database import Database
from engine.store.postgresql.schema_version import update_schema
from tests.factories import created, item, loaded
from tests.practice import Answer, rewrite
from tests.servers.postgresql import PostgreSQL, postgresql, standby_of
from tests.store.postgresql.hosts import Host

WITHIN = 30
"""Seconds from the death of the primary until work goes on."""


@pytest.fixture
def primary() -> Iterator[PostgreSQL]:
    """A server that loses nothing in a crash."""
    with postgresql() as server:
        yield server


@pytest.fixture
def standby(primary: PostgreSQL) -> Iterator[PostgreSQL]:
    with standby_of(primary) as server:
        yield server


@pytest.fixture
def host(primary: PostgreSQL, standby: PostgreSQL, tmp_path: Path) -> Iterator[Host]:
    """It knows of both servers, and goes to the one that may be written to."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    servers = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    url = f"postgresql://postgres@{servers}/postgres?target_session_attrs=read-write"
    database = Database(parse_store_url(url), lambda: SecretStr(""), idle_seconds=45)
    update_schema(database)
    host = Host(tmp_path / "host", database, uploads)
    text = host.config.read_text(encoding="utf-8")
    host.config.write_text(f'{text}remove_when = "replicated"\n', encoding="utf-8")
    host.hold(item("RE-1"), item("RE-2"))
    yield host
    place.close_all()
    database.close()


def pay(host: Host) -> Answer:
    """Run the interface of the payments."""
    return host.opos("--headless", "-i", "payments", "--json")


def put_payment(host: Host, euros: int) -> Path:
    return host.put(f"Zahlungen_{euros}.csv", f"Rechnungsnummer;Betrag\r\nRE-1;{euros},00\r\n")


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_a_promoted_standby_has_it_all_and_has_it_once(
    host: Host,
    primary: PostgreSQL,
    standby: PostgreSQL,
    monkeypatch: pytest.MonkeyPatch,
    committed: bool,
) -> None:
    """The primary dies right before the commit of a payment, or right after it."""
    put_payment(host, 10)
    first = pay(host)
    assert (first.code, list(host.uploads.iterdir())) == (0, []), first  # the standby has it
    path = put_payment(host, 20)
    commit = psycopg.Connection.commit

    def dies(connection: psycopg.Connection) -> None:
        if committed:
            commit(connection)
        primary.stop("immediate")
        standby.control("promote")
        raise psycopg.OperationalError("the answer was lost")

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "commit", dies)
        patch.setattr(server, "_PATIENCE", 0.1)
        until = time.monotonic() + WITHIN
        struck = pay(host)
    assert bool(struck.events("committed")) == committed, struck
    assert path.exists()  # no standby of the new server has it
    with standby_of(standby):
        while (answer := pay(host)).code:
            assert time.monotonic() < until, answer
        assert bool(answer.events("committed")) != committed, answer
        assert not path.exists()
        assert host.items["RE-1"].open == 70_00
        imported = [entry for entry in open_store(host.data).ledger() if entry.interface != "load"]
        assert len(imported) == 2
        verified = host.opos("verify")
        assert verified.code == 0, verified


def test_without_its_standby_a_commit_waits_no_longer_than_there_is_time(
    host: Host, standby: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmed_commit, "PATIENCE", 0.5)
    rewrite(host.config, 'remove_when = "replicated"\n', "")
    path = put_payment(host, 10)
    standby.stop("immediate")
    struck = pay(host)
    assert (struck.code, len(struck.events("committed"))) == (12, 1), struck
    assert "No synchronous standby" in struck.events("run_finished")[0]["cause"]
    again = pay(host)
    assert (again.code, again.events("committed")) == (3, []), again
    assert "no standby" in again.events("warning")[0]["text"]
    assert path.exists()
    standby.start()
    until = time.monotonic() + WITHIN
    while (done := pay(host)).code:
        assert time.monotonic() < until, done
    assert not path.exists()
    assert host.items["RE-1"].open == 90_00
    verified = host.opos("verify")
    assert verified.code == 0, verified


def test_who_is_stopped_waits_for_no_standby(
    host: Host, standby: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmed_commit, "PATIENCE", 1000)
    standby.stop("immediate")
    token = CancelToken()
    with pytest.raises(StoreError) as refused, ExitStack() as stack:  # noqa: PT012 - it is its end
        held = stack.enter_context(open_store(host.data).exclusively(frozenset(), token, 1))
        token.cancel()
        held.commit(created(item("RE-9")), loaded("late"))
    assert refused.value.message.code is DatabaseFault.NOT_CONFIRMED
    assert "RE-9" in host.items


def test_while_no_server_may_be_written_to_nothing_is_done(
    host: Host, primary: PostgreSQL, standby: PostgreSQL
) -> None:
    path = host.put_list("RE-1 60,00", "RE-2 100,00")
    primary.stop("immediate")
    refused = host.run()
    assert (refused.code, path.exists()) == (12, True), refused
    assert "Traceback" not in refused.out + refused.err
    standby.control("promote")
    until = time.monotonic() + WITHIN
    while not host.run().events("committed"):
        assert time.monotonic() < until
    assert host.items["RE-1"].open == 60_00
    assert host.opos("verify").code == 0


def wait_for_no_standby(primary: PostgreSQL) -> None:
    """Let it commit alone from now on."""
    primary.execute("alter system set synchronous_standby_names = ''")
    primary.control("reload")


def test_a_list_stays_until_the_standby_has_its_import(
    host: Host, primary: PostgreSQL, standby: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_no_standby(primary)
    standby.stop()
    path = put_payment(host, 20)
    with monkeypatch.context() as patch:
        patch.setattr(server, "_PATIENCE", 0.1)
        alone = pay(host)
    assert (alone.code, bool(alone.events("committed")), path.exists()) == (3, True, True), alone
    standby.start()
    followed = pay(host)
    assert (followed.code, path.exists()) == (0, False), followed
    assert host.items["RE-1"].open == 80_00


def test_a_list_stays_where_the_promoted_standby_lacks_its_import(
    host: Host, primary: PostgreSQL, standby: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though that one has a standby itself, which has all of it."""
    wait_for_no_standby(primary)
    path = put_payment(host, 20)
    commit = psycopg.Connection.commit
    with ExitStack() as servers, monkeypatch.context() as patch:

        def is_lost(connection: psycopg.Connection) -> None:
            patch.undo()
            standby.stop()
            commit(connection)
            primary.stop("immediate")
            standby.start()
            standby.control("promote")
            servers.enter_context(standby_of(standby))

        patch.setattr(psycopg.Connection, "commit", is_lost)
        lost = pay(host)
        assert (bool(lost.events("committed")), path.exists()) == (True, True), lost
        assert host.items["RE-1"].open == 100_00
        again = pay(host)
        assert (again.code, path.exists()) == (0, False), again
        assert host.items["RE-1"].open == 80_00
        assert host.opos("verify").code == 0
