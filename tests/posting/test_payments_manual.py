"""The table of `docs/payments.md`, in both languages, is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.item import from_decimal
from tests.posting.factories import item
from tests.posting.test_assigned_payments import payment, plan

DOCS = Path(__file__).parents[2] / "docs"
OPEN = [
    item("RE-2026-0001"),
    item("RE-2026-0002", amount=50_00, open=50_00),
    item("20045", amount=80_00, open=80_00),
]


def rows(path: Path, heading: str) -> list[list[str]]:
    """The rows of the table that has this heading."""
    text = path.read_text(encoding="utf-8").partition(heading)[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


@pytest.mark.parametrize(
    ("path", "heading", "clearing"),
    [
        (DOCS / "payments.md", "| the text | paid | goes to |", "clearing: "),
        (DOCS / "de" / "payments.md", "| der Text | gezahlt | geht an |", "Klärung: "),
    ],
)
def test_each_payment_goes_where_the_manual_says(path: Path, heading: str, clearing: str) -> None:
    table = rows(path, heading)
    assert len(table) == 14
    for text, paid, goes_to in table:
        made = plan(OPEN, payment(text, from_decimal(paid)))
        went = [change.item.invoice_no for change in made.changes]
        went += [clearing + entry.reason for entry in made.clearing]
        assert ", ".join(went) == goes_to, text
