"""`--watch` of a practice whose store is on a PostgreSQL, while nothing is due."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from tests.factories import item
from tests.practice import rewrite
from tests.servers.postgresql import PostgreSQL
from tests.store.postgresql.hosts import Host
from tests.waiting import wait_until


@pytest.fixture
def host(database: Database, tmp_path: Path) -> Iterator[Host]:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    host = Host(tmp_path / "host", database, uploads)
    host.hold(item("RE-1"))
    rewrite(host.config, "?schema", "?application_name=idle&schema")
    yield host
    place.close_all()


def test_an_idle_watcher_holds_no_connection(
    host: Host, postgres: PostgreSQL, database: Database
) -> None:
    """A hundred practices would use up all that a server has."""

    def number_of(what: str) -> int:
        return int(postgres.execute(f"select count(*) from {what}")[0][0])

    watcher = subprocess.Popen(
        [sys.executable, "-m", "tui_app", "-c", str(host.config), "--headless", "--watch"],
        stdin=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: number_of(f"{database.schema}.records"))  # nothing is due from now on
        wait_until(lambda: not number_of("pg_stat_activity where application_name = 'idle'"))
        assert watcher.poll() is None
    finally:
        watcher.terminate()
        watcher.wait()
