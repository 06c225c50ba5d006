"""A server that is killed, full, read-only or of no mind to let us in: either all of an import is
done or nothing, and the next run ends right.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.store.ledger import Imported
from engine.store.opening import open_store
from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from engine.store.postgresql.store import HeldStore
from tests.factories import item
from tests.practice import rewrite
from tests.servers.postgresql import PASSWORD, PostgreSQL, fresh_schema, postgresql
from tests.store.postgresql.hosts import Host


@pytest.fixture(scope="module")
def sturdy() -> Iterator[PostgreSQL]:
    """A server that loses nothing in a crash."""
    with postgresql() as server:
        yield server


@pytest.fixture
def host(sturdy: PostgreSQL, tmp_path: Path) -> Iterator[Host]:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    with fresh_schema(sturdy) as database:
        host = Host(tmp_path / "host", database, uploads)
        host.hold(item("RE-1"), item("RE-2"))
        yield host
        place.close_all()


class Killer:
    """Kills the server right before a statement of the commit, or right after it."""

    def __init__(self, server: PostgreSQL, at: int, *, after: bool) -> None:
        self._server = server
        self._left = at
        self._after = after
        self.struck = False

    def _strike(self) -> bool:
        self._left -= 1
        if self._left == 0:
            self.struck = True
            self._server.stop("immediate")
            self._server.start()
        return self._left == 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for kind, name in (
            (psycopg.Connection, "execute"),
            (psycopg.Connection, "commit"),
            (psycopg.Cursor, "copy"),
        ):
            self._wrap(monkeypatch, kind, name)

    def _wrap(self, monkeypatch: pytest.MonkeyPatch, kind: Any, name: str) -> None:
        original = getattr(kind, name)

        def wrapped(self_: Any, *arguments: Any, **options: Any) -> Any:
            connection = self_ if isinstance(self_, psycopg.Connection) else self_.connection
            if connection.autocommit or connection.closed:
                return original(self_, *arguments, **options)
            if not self._after:
                self._strike()
                return original(self_, *arguments, **options)
            result = original(self_, *arguments, **options)
            if self._strike() and name == "commit":
                raise psycopg.OperationalError("the answer was lost")
            return result

        monkeypatch.setattr(kind, name, wrapped)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_of_the_commit_it_does_all_or_nothing(
    host: Host, sturdy: PostgreSQL, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    """Every fourth step, beginning with another one each day; with TESTS_EVERY_STEP each."""
    every = "TESTS_EVERY_STEP" in os.environ
    number, step = 0, 1 if every else 4
    number += 0 if every else datetime.now(UTC).toordinal() % 4
    while True:
        number += step
        amount = f"{99 - number},00"
        host.put_list(f"RE-1 {amount}", "RE-2 100,00", name=f"OPOS_Debitoren_{number}_19112026.csv")
        before = host.items["RE-1"].open
        killer = Killer(sturdy, number, after=after)
        with monkeypatch.context() as patch:
            killer.install(patch)
            first = host.run()
        now = host.items["RE-1"].open
        assert now in (before, (99 - number) * 100), first
        if now == before:
            assert first.code == 12, first
        assert host.run().code == 0
        assert host.items["RE-1"].open == (99 - number) * 100
        if not killer.struck:
            break
    assert number > 10
    imported = [entry for entry in open_store(host.data).ledger() if isinstance(entry, Imported)]
    assert len({entry.sha256 for entry in imported}) == len(imported) == number // step
    verified = host.opos("verify")
    assert verified.code == 0, verified


def test_a_standby_or_a_database_set_so_may_only_be_read(host: Host, sturdy: PostgreSQL) -> None:
    host.put_list("RE-1 60,00", "RE-2 100,00")
    sturdy.execute("alter system set default_transaction_read_only = on")
    sturdy.execute("select pg_reload_conf()")
    place.close_all()
    try:
        answer = host.run()
        assert (answer.code, host.items["RE-1"].open) == (12, 100_00), answer
        assert "may only be read" in answer.out + answer.err
        assert "Traceback" not in answer.out + answer.err
    finally:
        sturdy.execute("alter system reset default_transaction_read_only")
        sturdy.execute("select pg_reload_conf()")
    place.close_all()
    assert host.run().code == 0


def test_a_full_disk_changes_nothing(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.put_list("RE-1 60,00", "RE-2 100,00")

    def full(*_arguments: object) -> None:
        raise psycopg.errors.DiskFull("could not extend file: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(HeldStore, "_enter", full)
        answer = host.run()
    assert (answer.code, host.items["RE-1"].open) == (12, 100_00), answer
    assert "No space left" in answer.out
    assert host.run().code == 0


@pytest.mark.parametrize(
    ("user", "secret", "code"), [("asked", "wrong", 6), ("asked", PASSWORD, 12), ("nobody", "", 6)]
)
def test_who_may_not_in_is_told_so_and_no_secret_with_it(
    postgres: PostgreSQL, tmp_path: Path, database: Database, user: str, secret: str, code: int
) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    host = Host(tmp_path / "host", database, uploads)
    rewrite(host.config, "postgres@", f"{user}@")
    secrets = host.config.with_name("secrets.toml")
    if secret:
        secrets.write_text(f'[store]\npassword = "{secret}"\n', encoding="utf-8")
        secrets.chmod(0o600)
    answer = host.opos("items")
    assert answer.code == code, answer
    assert "Traceback" not in answer.err
    assert not secret or secret not in answer.err
    place.close_all()


def test_a_server_that_takes_no_more_connections(host: Host, sturdy: PostgreSQL) -> None:
    place.close_all()
    taken = []
    conninfo = f"host=127.0.0.1 port={sturdy.port} user=postgres dbname=postgres"
    try:
        while True:
            taken.append(psycopg.connect(conninfo))
    except psycopg.OperationalError:
        answer = host.opos("items")
        assert (answer.code, "no more connections" in answer.err) == (12, True), answer
    finally:
        for connection in taken:
            connection.close()


def test_a_server_that_is_not_there(host: Host, sturdy: PostgreSQL) -> None:
    host.put_list("RE-1 60,00", "RE-2 100,00")
    place.close_all()
    sturdy.stop()
    try:
        answer = host.run()
        assert answer.code == 12, answer
        assert "cannot be reached" in answer.out + answer.err
        assert "Traceback" not in answer.out + answer.err
    finally:
        sturdy.start()
    assert host.run().code == 0
