"""The same job in polars over a parquet file: `peer_polars.py LIST PARQUET`."""

import os
import sys

import polars as pl


def cents(name: str) -> pl.Expr:
    """A column of amounts as whole cents."""
    return (
        pl.col(name)
        .str.replace_all(".", "", literal=True)
        .str.replace(",", "", literal=True)
        .cast(pl.Int64)
    )


def main(list_file: str, store: str) -> None:
    with open(list_file, encoding="cp1252", newline="") as file:
        text = file.read().encode()
    listed = pl.read_csv(text, separator=";", infer_schema=False).select(
        invoice_no=pl.col("Rechnungsnummer"),
        account=pl.col("Kontonummer"),
        invoice_date=pl.col("Rechnungsdatum").str.to_date("%d%m%Y"),
        due_date=pl.col("Faelligkeit").str.to_date("%d%m%Y"),
        amount=cents("BetragSoll"),
        listed_open=cents("Saldo"),
    )
    held = pl.read_parquet(store)
    kept = held.join(
        listed.select("invoice_no", "listed_open"), on="invoice_no", how="left"
    ).with_columns(
        open=pl.when(pl.col("listed_open").is_null() & pl.col("handed_over"))
        .then(0)
        .otherwise(pl.col("listed_open"))
    )
    new = listed.join(held.select("invoice_no"), on="invoice_no", how="anti").with_columns(
        mandant=pl.lit("001"),
        name=pl.lit(""),
        handed_over=pl.lit(value=True),
        open=pl.col("listed_open"),
    )
    after = pl.concat([kept.select(held.columns), new.select(held.columns)])
    after.write_parquet(store + ".new")
    descriptor = os.open(store + ".new", os.O_RDONLY)
    os.fsync(descriptor)
    os.replace(store + ".new", store)


if __name__ == "__main__":
    main(*sys.argv[1:])
