"""However a program parts and quotes its cells, the same list comes of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.lists.read import read_list
from tests.lists.make_lists import TODAY

HEADINGS = ["Rechnungsnummer", "Kunde", "Offen"]
names = st.text(
    st.characters(codec="cp1252", exclude_categories=("C", "Z")) | st.sampled_from(' ;,"|\t'),
    max_size=12,
)
rows = st.lists(
    st.tuples(st.integers(1, 9999).map("RE-{}".format), names, st.integers(1, 99999)),
    min_size=1, max_size=8, unique_by=lambda row: row[0],
)  # fmt: skip


def written(table: list[list[str]], delimiter: str, form: str) -> str:
    stream = io.StringIO(newline="")
    quote_all = form == "quoted"
    csv.writer(
        stream, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    ).writerows(table)
    text = stream.getvalue()
    if form == "lines":
        doubled = text.replace('"', '""')
        return "".join(f'"{line}"\r\n' for line in doubled.splitlines())
    if form == "ends":
        return "".join(f"{delimiter}{line}{delimiter}\r\n" for line in text.splitlines())
    return text


def padded(table: list[list[str]], delimiter: str, before: str, behind: str) -> str:
    cells = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in table]
    return "".join(f"{before}{delimiter}{behind}".join(row) + "\r\n" for row in cells)


@given(
    rows=rows,
    delimiter=st.sampled_from(";,|\t"),
    form=st.sampled_from(["plain", "quoted", "lines", "ends", "behind", "both", "before"]),
    named=st.booleans(),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reads_back(
    rows: list[tuple[str, str, int]], delimiter: str, form: str, named: bool, tmp_path: Path
) -> None:
    table = [HEADINGS, *([no, name, f"{cents / 100:.2f}"] for no, name, cents in rows)]
    blanks = {"behind": ("", " "), "both": (" ", " "), "before": ("  ", "")}
    if form in blanks:
        text = padded(table, delimiter, *blanks[form])
    else:
        text = written(table, delimiter, form)
    path = tmp_path / "list.csv"
    path.write_bytes((f"sep={delimiter}\r\n" * named + text).encode())
    found = read_list(path, path.name, type="addison", today=TODAY)
    assert not found.rejected
    assert [(row.invoice_no, row.open) for row in found.rows] == [
        (number, cents) for number, _name, cents in rows
    ]


def test_a_delimiter_that_the_first_line_names(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=^\nRechnungsnummer^Kunde^Offen\nRE-1^Arndt^100,00\n")
    found = read_list(path, path.name, type="addison", today=TODAY)
    assert [(row.invoice_no, row.open) for row in found.rows] == [("RE-1", 10000)]
