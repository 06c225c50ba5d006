"""A large .xlsx read by `read_workbook`, in its confined process, beside python-calamine alone.

    python3 dev.py bench workbook [ROWS] [ROUNDS]

The second workbook shows its account numbers with leading zeros, so each of its cells is looked at
a second time.
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bench.measuring import Contestant, compare, table

CALAMINE = """
import sys, python_calamine
python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(skip_empty_area=False)
"""
OURS = """
import sys
from pathlib import Path
from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.workbooks import read_workbook
read_workbook(Path(sys.argv[1]), "xlsx", FileLimits())
"""


def main(rows: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, account_format in (
            ("usual formats", "General"),
            ("accounts as 0000000", "0000000"),
        ):
            path = str(Path(folder) / "list.xlsx")
            write(path, rows, account_format)
            programs = {"python-calamine alone": CALAMINE, "read_workbook": OURS}
            contestants = {
                what: Contestant([sys.executable, "-c", program, path], lambda: None)
                for what, program in programs.items()
            }
            print(
                f".xlsx of {rows:,} rows, {name}, milliseconds (whole processes, {rounds} rounds)"
            )
            print(table(compare(contestants, rounds), base="python-calamine alone"))


def write(path: str, rows: int, account_format: str) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("OPOS")
    sheet.append(
        [
            "Konto",
            "Kunde",
            "Rechnungsnummer",
            "Rechnungsdatum",
            "Fälligkeit",
            "Rechnungsbetrag",
            "Offener Betrag",
            "Text",
        ]
    )
    chance = random.Random(1)
    for number in range(rows):
        day = date(2025, 1, 1) + timedelta(days=number % 600)
        amount = chance.randint(100, 1_000_000) / 100
        formatted = []
        for value, form in (
            (10_000 + number % 30_000, account_format),
            (day, "DD.MM.YYYY"),
            (amount, "#,##0.00"),
        ):
            cell = WriteOnlyCell(sheet)
            cell.value = value
            cell.number_format = form
            formatted.append(cell)
        account, date_cell, money = formatted
        sheet.append(
            [
                account,
                f"Kunde {number % 30_000} GmbH",
                f"RE-2026-{number:06d}",
                date_cell,
                date_cell,
                money,
                money,
                "Rechnung",
            ]
        )
    book.save(path)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 5,
    )
