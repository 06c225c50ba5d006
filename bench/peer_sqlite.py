"""The same job in plain sqlite3: a temporary table and two statements. `peer_sqlite.py LIST
DATABASE`.
"""

import csv
import sqlite3
import sys


def main(list_file: str, database: str) -> None:
    with open(list_file, encoding="cp1252", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        listed = [
            (row[1], row[0], f"{row[2][4:]}-{row[2][2:4]}-{row[2][:2]}",
                f"{row[3][4:]}-{row[3][2:4]}-{row[3][:2]}",
             int(row[5].replace(".", "").replace(",", "")), int(row[7].replace(".", "").replace(",",
                 "")))
            for row in rows
        ]  # fmt: skip
    connection = sqlite3.connect(database)
    connection.execute("pragma synchronous = full")
    connection.execute(
        "create temp table listed (invoice_no text primary key, account text, invoice_date text,"
        " due_date text, amount int, open int)"
    )
    connection.executemany("insert into listed values (?, ?, ?, ?, ?, ?)", listed)
    connection.execute(
        "insert into items (mandant, invoice_no, account, invoice_date, due_date, amount, open,"
        " handed_over) select '001', invoice_no, account, invoice_date, due_date, amount, open, 1"
        " from listed where true on conflict (mandant, invoice_no) do update set open ="
        " excluded.open where open <> excluded.open"
    )
    connection.execute(
        "update items set open = 0 where open <> 0 and handed_over and invoice_no not in (select"
        " invoice_no from listed)"
    )
    connection.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
