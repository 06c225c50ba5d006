"""A store moved to a PostgreSQL and back: the same on both sides, and only one of them goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings.load import load_settings
from engine.store.opening import open_store
from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from tests.factories import item
from tests.practice import Practice
from tests.servers.postgresql import PostgreSQL


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    """One with a past: an import, one taken back, and one that is held."""
    practice = Practice(tmp_path / "practice")
    practice.hold(*[item(f"RE-{n}") for n in range(30)])
    practice.put_list(*[f"RE-{n} 60,00" for n in range(30)])
    run = practice.run().lines[0]["run"]
    assert practice.opos("undo", run).code == 0
    practice.put_list("RE-1 100,00")
    assert practice.run().code == 8
    yield practice
    place.close_all()


def address(database: Database) -> str:
    return f"{database.url.server}?schema={database.schema}"


def configure(practice: Practice, old: str, new: str) -> None:
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


def moved(practice: Practice, database: Database) -> None:
    answer = practice.opos("store", "migrate", "--to", address(database), "--verify")
    assert answer.code == 0, answer
    assert "30 invoices" in answer.out
    assert "All agree" in answer.out
    configure(practice, "", f'\n[store]\nurl = "{address(database)}"\n')


def test_it_goes_on_where_it_was(practice: Practice, database: Database) -> None:
    before = [practice.opos(*what, "--json").out for what in (["items"], ["explain", "RE-1"])]
    runs = len(practice.opos("runs", "--json").lines)
    moved(practice, database)
    assert before == [
        practice.opos(*what, "--json").out for what in (["items"], ["explain", "RE-1"])
    ]
    assert len(practice.opos("runs", "--json").lines) == runs + 1
    assert practice.opos("verify").code == 0
    held = practice.opos("runs", "--json").lines[1]
    assert held["state"] == "held"
    assert practice.opos("release", held["run"], "--reason", "year's end").code == 0
    assert practice.opos("verify").code == 0


def test_the_old_folder_is_refused_from_then_on(practice: Practice, database: Database) -> None:
    old = practice.config.read_text(encoding="utf-8")
    moved(practice, database)
    practice.config.write_text(old, encoding="utf-8")
    for command in (["items"], ["--headless", "-i", "datev"], ["verify"], ["undo", "2026"]):
        answer = practice.opos(*command)
        assert answer.code == 12, answer
        assert "was moved to postgresql://" in answer.err + answer.out


def test_it_comes_back_as_it_is_by_then(practice: Practice, database: Database) -> None:
    moved(practice, database)
    run = next(line for line in practice.opos("runs", "--json").lines if line["state"] == "held")
    assert practice.opos("release", run["run"], "--reason", "year's end").code == 0
    items = practice.opos("items", "--json").out
    answer = practice.opos("store", "export", str(practice.folder / "back"))
    assert answer.code == 0, answer
    configure(practice, 'data_dir = "data"', 'data_dir = "back"')
    configure(practice, f'url = "{address(database)}"', 'url = ""')
    assert load_settings(practice.config).data.shared is None
    assert practice.opos("items", "--json").out == items
    assert practice.opos("verify").code == 0
    assert practice.opos("undo", open_store(load_settings(practice.config).data).ledger()[-1].run)


def test_it_moves_into_an_empty_schema_only_and_stays_where_it_was(
    practice: Practice, database: Database
) -> None:
    moved(practice, database)
    other = Practice(practice.folder / "other")
    other.hold(item("RE-1"))
    answer = other.opos("store", "migrate", "--to", address(database))
    assert answer.code == 12, answer
    assert "acts already" in answer.out
    assert other.opos("items").code == 0
    assert not other.data.moved.exists()


def test_tables_come_by_migrate_alone(
    practice: Practice, postgres: PostgreSQL, tmp_path: Path
) -> None:
    configure(practice, "", f'\n[store]\nurl = "{postgres.url("nothing_there")}"\n')
    for _attempt in range(2):
        answer = practice.opos("items")
        assert (answer.code, "opos store migrate" in answer.err) == (12, True), answer
    assert practice.opos("store", "migrate").code == 0
    assert "up to date" in practice.opos("store", "migrate").out
    assert practice.opos("items").code == 0
    postgres.execute("update nothing_there.schema_version set version = 99")
    place.close_all()
    answer = practice.opos("items")
    assert (answer.code, "newer opos" in answer.err) == (12, True), answer
    postgres.execute("drop schema nothing_there cascade")
