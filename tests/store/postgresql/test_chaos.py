"""A few seconds of what `chaos.py` does for as long as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from tests.servers.separate_hosts import Network, SeparateHost
from tests.store.postgresql.chaos import chaos


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    place.close_all()


def test_no_list_is_lost_or_counted_twice(database: Database, tmp_path: Path) -> None:
    network = Network("127.0.0.1", [SeparateHost("one", ()), SeparateHost("other", ())])
    found = chaos(database, tmp_path, network, seconds=6, workers=3, seed=1)
    assert found.kills
    assert not found.wrong, found
