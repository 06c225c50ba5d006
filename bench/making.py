"""The job all contestants do: a list of N rows meets N held invoices.

0.5 % of the items changed, 0.3 % are new, 0.3 % are gone and so paid; the rest stands as it stood.

    python -m bench.making FOLDER ROWS

writes yesterday's list, today's, and each contestant's store as it stands before both: in the
lists all items are named, so yesterday's changes nothing.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from engine.common.data_folder import DataFolder
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.store.ledger import Loaded
from engine.store.opening import open_store

FIRST_DAY = date(2026, 1, 2)
HEADINGS = (
    "Kontonummer;Rechnungsnummer;Rechnungsdatum;Faelligkeit;Gegenkonto;BetragSoll;BetragHaben;Saldo;SHSaldo;WKZ"
    " Eingabebetrag;"
    "Eingabebetrag;SHEingabebetrag;Kurs;Raffung;Faellig;Belegnummer;KZ;Buchungstext;UstSatz;Vorlauf;BSNummer;AusgleichsKZ"
).split(";")


def items(count: int) -> list[Item]:
    """The invoices held before the import."""
    return [_item(number) for number in range(count)]


def _item(number: int) -> Item:
    written = FIRST_DAY + timedelta(days=number % 300)
    return Item(
        mandant="001",
        invoice_no=f"RE-2026-{number:07d}",
        account=str(10_000 + number % 60_000),
        name=f"Kundin Nummer {number % 60_000}",
        invoice_date=written,
        due_date=written + timedelta(days=14),
        amount=10_00 + number % 5_000,
        open=10_00 + number % 5_000,
        handed_over=True,
    )


def write_list(path: Path, held: list[Item], *, changed: bool) -> None:
    """The DATEV list of open items (ASCII export, 22 columns) that bookkeeping delivers, as the
    items stand or the next morning.
    """
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADINGS)
        for number, item in enumerate(held):
            if changed and number % 1000 in (1, 334, 667):
                continue
            is_less = changed and number % 200 == 0
            writer.writerow(_row(item, item.open // 2 if is_less else item.open))
        for number in range(len(held), len(held) + changed * len(held) * 3 // 1000):
            new = _item(number)
            writer.writerow(_row(new, new.open))


def _row(item: Item, still_open: int) -> list[str]:
    assert item.invoice_date is not None
    assert item.due_date is not None
    paid = item.amount - still_open
    return [
        item.account, item.invoice_no, f"{item.invoice_date:%d%m%Y}", f"{item.due_date:%d%m%Y}",
        "8400",
        _german(item.amount), _german(paid), _german(still_open), "S", "", "0,00", " ", "", " ",
        "0", "", "",
        f"Hörgerät {item.name}", "19,00", "11-2026/0001", "1", "",
    ]  # fmt: skip


def _german(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def write_opos(folder: Path, held: list[Item]) -> None:
    """The data folder of opos."""
    data = DataFolder(folder)
    data.make()
    changes = [
        Change(kind=ChangeKind.CREATED, rule=Rule.LOADED, before=None, after=item) for item in held
    ]
    open_store(data).commit(
        changes, Loaded(run="load", at=datetime.now(UTC), interface="load", file="bench")
    )


def write_sqlite(path: Path, held: list[Item]) -> None:
    """The database of the sqlite3 script."""
    connection = sqlite3.connect(path)
    connection.execute(
        "create table items (mandant text, invoice_no text, account text, name text, invoice_date"
        " text, due_date text, amount int, open int, handed_over int, primary key (mandant,"
        " invoice_no))"
    )
    connection.executemany(
        "insert into items values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_plain, held)
    )
    connection.commit()
    connection.close()


def write_parquet(path: Path, held: list[Item]) -> None:
    """The file of the polars script."""
    import polars as pl

    texts = ("mandant", "invoice_no", "account", "name", "invoice_date", "due_date")
    numbers = ("amount", "open", "handed_over")
    columns = dict.fromkeys(texts, pl.String) | dict.fromkeys(numbers, pl.Int64)
    frame = pl.DataFrame(list(map(_plain, held)), schema=columns, orient="row")
    frame.with_columns(
        pl.col("invoice_date", "due_date").str.to_date(), pl.col("handed_over").cast(pl.Boolean)
    ).write_parquet(path)


def write_duckdb(path: Path, parquet: Path) -> None:
    """The database of the duckdb script, which need not be installed."""
    if find_spec("duckdb"):
        import duckdb

        with duckdb.connect(str(path)) as connection:
            connection.execute("create table items as from read_parquet(?)", [str(parquet)])


def _plain(item: Item) -> tuple[object, ...]:
    return (
        item.mandant, item.invoice_no, item.account, item.name, str(item.invoice_date),
        str(item.due_date),
        item.amount, item.open, int(item.handed_over),
    )  # fmt: skip


def main(folder: Path, count: int) -> None:
    held = items(count)
    write_list(folder / "OPOS_18112026.csv", held, changed=False)
    write_list(folder / "OPOS_19112026.csv", held, changed=True)
    write_opos(folder / "before", held)
    write_sqlite(folder / "before.db", held)
    write_parquet(folder / "before.parquet", held)
    write_duckdb(folder / "before.duckdb", folder / "before.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
