"""The main job, process start to durable result, beside the same job in sqlite3 and polars.

    python3 dev.py bench import [ROWS …]

opos does it with everything on: lock, journal, guard, archive with hash chain, ledger, undo information. The peers only
read, compare and save.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import making
from bench.measuring import Contestant, compare, table
from engine.items import Item
from engine.paths import DataFolder
from engine.posting.change import Change, Kind, Rule
from engine.store.base import LedgerEntry
from engine.store.tinydb_store import TinyDbStore

HERE = Path(__file__).parent
ROUNDS = 5

CONFIG = """
[mandants.001]
[interfaces.datev]
name = "DATEV"
[interfaces.datev.source]
protocol = "folder"
directory = "{folder}/"
filename = "OPOS"
stable_seconds = 0
[interfaces.datev.posting]
mandants = ["001"]
unlisted = "mark_paid"
"""


def main(sizes: list[int]) -> None:
    for size in sizes or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as scratch:
            print(f"\n{size:,} rows into {size:,} items, milliseconds (whole processes, {ROUNDS} rounds)")
            print(table(compare(contestants(Path(scratch), size), ROUNDS), base="sqlite3"))


def contestants(scratch: Path, size: int) -> dict[str, Contestant]:
    held = making.items(size)
    list_file = scratch / "OPOS_19112026.csv"
    making.write_list(list_file, held)
    return {
        "python -c pass": Contestant([sys.executable, "-c", "pass"], lambda: None),
        "sqlite3": _sqlite(scratch, list_file, held),
        "polars": _polars(scratch, list_file, held),
        "opos --headless -i datev": _opos(scratch, list_file, held),
    }


def _opos(scratch: Path, list_file: Path, held: list[Item]) -> Contestant:
    config, before, uploads = scratch / "config.toml", DataFolder(scratch / "before"), scratch / "uploads"
    uploads.mkdir()
    config.write_text(f'data_dir = "{scratch}/data"\n' + CONFIG.format(folder=uploads))
    before.make()
    changes = [Change(kind=Kind.CREATED, rule=Rule.NOT_HELD, before=None, after=item) for item in held]
    TinyDbStore(before).commit(changes, LedgerEntry(run="load", at=datetime.now(UTC), interface="", act="load"))

    def prepare() -> None:
        shutil.rmtree(scratch / "data", ignore_errors=True)
        shutil.copytree(before.root, scratch / "data")
        shutil.copy(list_file, uploads)

    return Contestant([sys.executable, "-m", "tui_app", "-c", str(config), "--headless", "-i", "datev"], prepare)


def _sqlite(scratch: Path, list_file: Path, held: list[Item]) -> Contestant:
    before, database = scratch / "before.db", scratch / "items.db"
    connection = sqlite3.connect(before)
    connection.execute(
        "create table items (mandant text, invoice_no text, account text, name text, invoice_date text, due_date text,"
        " amount int, open int, handed_over int, primary key (mandant, invoice_no))"
    )
    connection.executemany("insert into items values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_plain, held))
    connection.commit()
    connection.close()
    return Contestant(
        [sys.executable, str(HERE / "peer_sqlite.py"), str(list_file), str(database)], lambda: _copy(before, database)
    )


def _polars(scratch: Path, list_file: Path, held: list[Item]) -> Contestant:
    import polars as pl

    before, store = scratch / "before.parquet", scratch / "items.parquet"
    columns = ("mandant", "invoice_no", "account", "name", "invoice_date", "due_date", "amount", "open", "handed_over")
    pl.DataFrame([dict(zip(columns, _plain(item), strict=True)) for item in held]).with_columns(
        pl.col("invoice_date", "due_date").str.to_date(), pl.col("handed_over").cast(pl.Boolean)
    ).write_parquet(before)
    return Contestant([sys.executable, str(HERE / "peer_polars.py"), str(list_file), str(store)], lambda: _copy(before, store))


def _plain(item: Item) -> tuple[object, ...]:
    return (
        item.mandant, item.invoice_no, item.account, item.name, str(item.invoice_date), str(item.due_date),
        item.amount, item.open, int(item.handed_over),
    )  # fmt: skip


def _copy(source: Path, target: Path) -> None:
    shutil.copy(source, target)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
