"""The same job with psycopg: COPY of all rows, one upsert, one update. `peer_postgresql.py LIST
CONNINFO`.
"""

import csv
import sys

import psycopg


def main(list_file: str, conninfo: str) -> None:
    with (
        open(list_file, encoding="cp1252", newline="") as file,
        psycopg.connect(conninfo) as connection,
    ):
        rows = csv.reader(file, delimiter=";")
        next(rows)
        connection.execute(
            "create temp table listed (invoice_no text, account text, invoice_date date,"
            " due_date date, amount bigint, open bigint)"
        )
        with connection.cursor().copy("copy listed from stdin") as copy:
            for row in rows:
                copy.write_row((
                    row[1], row[0], f"{row[2][4:]}-{row[2][2:4]}-{row[2][:2]}",
                    f"{row[3][4:]}-{row[3][2:4]}-{row[3][:2]}",
                    int(row[5].replace(".", "").replace(",", "")),
                    int(row[7].replace(".", "").replace(",", "")),
                ))  # fmt: skip
        connection.execute(
            "insert into peer select '001', invoice_no, account, invoice_date, due_date, amount,"
            " open from listed on conflict (mandant, invoice_no) do update set open = excluded.open"
            " where peer.open <> excluded.open"
        )
        connection.execute(
            "update peer set open = 0 where open <> 0 and not exists"
            " (select from listed where listed.invoice_no = peer.invoice_no)"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
