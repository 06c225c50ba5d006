"""A practice whose runs are started on several hosts that share one PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.model.item import Item
from engine.schedule.due import due
from engine.settings.load import load_settings
from engine.store.due_records import DueRecords
from engine.store.opening import open_store
from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from tests.factories import created, loaded
from tests.practice import Practice


class Host(Practice):
    """One of them: a configuration and a data folder of its own, and the uploads of all."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        uploads: Path,
        *,
        address: str = "127.0.0.1",
        **options: str,
    ) -> None:
        """The server of the database is at this address, as the host sees it."""
        super().__init__(folder, **options)
        text = self.config.read_text(encoding="utf-8").replace(str(self.uploads), str(uploads))
        server = database.url.server.replace("127.0.0.1", address)
        url = f"{server}{'&' if '?' in server else '?'}schema={database.schema}"
        window = '[window]\nearliest = "00:00"\nlatest = "23:59"'
        self.config.write_text(f'{text}\n{window}\n[store]\nurl = "{url}"\n', encoding="utf-8")
        self.uploads = uploads
        self.data = load_settings(self.config).data

    def hold(self, *items: Item) -> None:
        self.data.make()
        open_store(self.data).commit(created(*items), loaded("before"))

    def make_due(self, *names: str) -> None:
        """Let these interfaces be due, and no others."""
        configuration, now = load_settings(self.config), datetime.now(UTC)
        for name, record in due(configuration, {}, now).records.items():
            before = timedelta(days=2) if name in names else timedelta(0)
            DueRecords(configuration).put(name, record._replace(due=now - before))


@pytest.fixture
def hosts(database: Database, tmp_path: Path) -> Iterator[tuple[Host, Host]]:
    """Two of them."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    yield Host(tmp_path / "one", database, uploads), Host(tmp_path / "other", database, uploads)
    place.close_all()
