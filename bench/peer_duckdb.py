"""The same job in duckdb: `peer_duckdb.py LIST DATABASE`."""

import sys

import duckdb


def main(list_file: str, database: str) -> None:
    connection = duckdb.connect(database)
    connection.execute(
        "create temp table listed as select Rechnungsnummer as invoice_no, Kontonummer as account,"
        " strptime(Rechnungsdatum, '%d%m%Y')::date as invoice_date,"
        " strptime(Faelligkeit, '%d%m%Y')::date as due_date,"
        " replace(replace(BetragSoll, '.', ''), ',', '')::bigint as amount,"
        " replace(replace(Saldo, '.', ''), ',', '')::bigint as open"
        " from read_csv(?, delim = ';', header = true, all_varchar = true, encoding = 'latin-1')",
        [list_file],
    )
    connection.execute("begin")
    connection.execute(
        "update items set open = listed.open from listed"
        " where items.invoice_no = listed.invoice_no and items.open <> listed.open"
    )
    connection.execute(
        "update items set open = 0 where open <> 0 and handed_over"
        " and invoice_no not in (select invoice_no from listed)"
    )
    connection.execute(
        "insert into items select '001', invoice_no, account, '', invoice_date, due_date, amount,"
        " open, true from listed where invoice_no not in (select invoice_no from items)"
    )
    connection.execute("commit")
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
