"""The main job on a store on PostgreSQL, beside COPY and one upsert by hand.

    python3 dev.py bench postgresql [ROWS …]

It is done twice: on the usual morning, when this host has imported yesterday's list and most lines
of today's are the same, and by reading all of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.bench_import import CONFIG, LIST_NAME, ROUNDS, YESTERDAY
from bench.making import items
from bench.measuring import Contestant, compare, table
from engine.settings.load import load_settings
from engine.store.moving import bring_up_to_date
from engine.store.opening import open_store
from engine.store.postgresql import place
from tests.factories import created, loaded
from tests.servers.postgresql import PostgreSQL, postgresql


def main(sizes: list[int]) -> None:
    for size in sizes or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as scratch, postgresql() as server:
            subprocess.run([sys.executable, "-m", "bench.making", scratch, str(size)], check=True)
            contestants = _prepared(Path(scratch), server, size)
            print(f"\n{size:,} rows into {size:,} items, milliseconds ({ROUNDS} rounds)")
            print(table(compare(contestants, ROUNDS), base="COPY and upsert"))


def _prepared(scratch: Path, server: PostgreSQL, size: int) -> dict[str, Contestant]:
    config, uploads, data = scratch / "config.toml", scratch / "uploads", scratch / "data"
    uploads.mkdir()
    data.mkdir()
    config.write_text(
        CONFIG.format(data=data, folder=uploads)
        + f'[store]\nurl = "postgresql://postgres@127.0.0.1:{server.port}/used"\n'
    )
    server.execute("create database used")
    before = load_settings(config).data
    bring_up_to_date(before)
    open_store(before).commit(created(*items(size)), loaded())
    place.close_all()
    opos = [sys.executable, "-m", "tui_app", "-c", str(config), "--headless", "-i", "datev"]
    shutil.copy(scratch / YESTERDAY, uploads)
    for _day in ("that list", "nothing"):  # the first one finds no data folder to keep settings in
        subprocess.run(opos, check=True, stdout=subprocess.DEVNULL)
    shutil.move(data, scratch / "data before")
    server.execute(
        "create table peer (mandant text, invoice_no text, account text, invoice_date date,"
        " due_date date, amount bigint, open bigint, primary key (mandant, invoice_no))",
        "used",
    )
    server.execute(
        "insert into peer select mandant, invoice_no, item ->> 'account',"
        " (item ->> 'invoice_date')::date, (item ->> 'due_date')::date,"
        " (item ->> 'amount_cents')::bigint, (item ->> 'open_cents')::bigint from opos.items",
        "used",
    )
    server.execute("vacuum analyze", "used")
    server.execute("alter database used rename to before")

    def prepare_usual() -> None:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(scratch / "data before", data)
        shutil.copy(scratch / LIST_NAME, uploads)
        server.execute("drop database if exists used with (force)")
        server.execute("create database used template before")

    def prepare_whole() -> None:
        prepare_usual()
        shutil.rmtree(data / "lists")

    conninfo = f"host=127.0.0.1 port={server.port} user=postgres dbname=used"
    peer = [sys.executable, str(Path(__file__).with_name("peer_postgresql.py"))]
    return {
        "opos, usual morning": Contestant(opos, prepare_usual),
        "opos, all of the list": Contestant(opos, prepare_whole),
        "COPY and upsert": Contestant([*peer, str(scratch / LIST_NAME), conninfo], prepare_usual),
    }


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
