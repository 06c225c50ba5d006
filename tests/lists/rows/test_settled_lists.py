"""A list of settled items that says of one that nothing is paid: rejected, never booked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.messages.row_reasons import RejectReason
from engine.model.errors import ListRefused


def settled(folder: Path, *paid: str) -> ListFile:
    path = folder / "list.csv"
    rows = [f"RE-{n};01.06.2026;100,00;{cell}" for n, cell in enumerate(paid, 1)]
    path.write_text("\n".join(["Rechnungsnummer;Datum;Betrag;Bezahlt", *rows, ""]))
    return read_list(
        path, path.name, type="addison", content=Content.SETTLED, today=date(2026, 9, 30)
    )


@pytest.mark.parametrize(("nothing", "all_of_it"), [("0,00", "100,00"), ("0", "1"), ("nein", "ja")])
def test_what_is_not_paid_is_rejected(tmp_path: Path, nothing: str, all_of_it: str) -> None:
    found = settled(tmp_path, all_of_it, nothing, *[all_of_it] * 30)
    assert "RE-2" not in {row.invoice_no for row in found.rows}
    (rejected,) = found.rejected
    assert rejected.line == 3
    assert rejected.reason.code in (RejectReason.NOT_SETTLED, RejectReason.OPEN_AMONG_SETTLED)


@pytest.mark.parametrize("nothing", ["0", "0,00", "nein"])
def test_a_list_of_nothing_but_unpaid_invoices_is_refused(tmp_path: Path, nothing: str) -> None:
    with pytest.raises(ListRefused):
        settled(tmp_path, *[nothing] * 7)
