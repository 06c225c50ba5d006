"""The store on PostgreSQL: a list read and planned by what differs from the last one comes out as
one that is read as a whole, to the last row of every table.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.moving import bring_up_to_date
from engine.store.postgresql import place
from tests.imports.both_ways import BothWays, small_lists_count
from tests.imports.random_practice import live
from tests.imports.test_both_ways import bring, opens, rows
from tests.servers.postgresql import PostgreSQL

_TABLES = ("items", "head", "ledger", "exports", "changes", "waiting", "originals", "chains")


class BothWaysOnPostgreSQL(BothWays):
    """The same with the store in a database, which is copied with the folders."""

    def __init__(self, folder: Path, server: PostgreSQL) -> None:
        self._server = server
        self._number = uuid.uuid4().hex
        super().__init__(folder)

    def _begin(self) -> None:
        self._server.execute(f"create database {self._name()}")
        url = self._server.url().replace("/postgres?", f"/{self._name()}?")
        self.store_table = f'[store]\nurl = "{url}"\n'
        self._data().make()
        bring_up_to_date(self._data())

    def copy_to(self, name: str) -> None:
        super().copy_to(name)
        place.close_all()
        self._server.execute(f"create database {self._name(name)} template {self._name()}")

    def put_aside(self, name: str) -> None:
        super().put_aside(name)
        place.close_all()
        self._server.execute(f"alter database {self._name()} rename to {self._name(name)}")

    def take_back(self, name: str) -> None:
        super().take_back(name)
        place.close_all()
        self._server.execute(f"drop database if exists {self._name()} with (force)")
        self._server.execute(f"alter database {self._name(name)} rename to {self._name()}")

    def content(self) -> tuple[dict[str, bytes], ...]:
        return ({**super().content()[0], **self._tables()}, *super().content()[1:])

    def close(self) -> None:
        place.close_all()
        self._server.execute(f"drop database {self._name()} with (force)")

    def _name(self, kept: str = "used") -> str:
        return f"{kept}_{self._number}"

    def _tables(self) -> dict[str, bytes]:
        found = {}
        for table in _TABLES:
            lines = self._server.execute(
                f"select each::text from opos.{table} as each order by 1", self._name()
            )
            found[table] = "\n".join(line for (line,) in lines).encode()
        return found


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    with small_lists_count():
        yield


@pytest.fixture
def practice(tmp_path: Path, postgres: PostgreSQL) -> Iterator[BothWaysOnPostgreSQL]:
    practice = BothWaysOnPostgreSQL(tmp_path / "practice", postgres)
    yield practice
    practice.close()


@pytest.mark.parametrize("seed", range(1, 4))
def test_random_days_of_a_practice(practice: BothWaysOnPostgreSQL, seed: int) -> None:
    live(practice, random.Random(seed), 4)


def test_the_usual_morning_is_read_by_what_differs(practice: BothWaysOnPostgreSQL) -> None:
    bring(practice, rows())
    bring(practice, rows(7, RE_12="40,00", last=21))
    assert practice.ways == ["whole_none_before", "changed"]
    assert {number: open_ for number, open_ in opens(practice).items() if open_ != 100_00} == {
        "RE-7": 0,
        "RE-12": 40_00,
    }
