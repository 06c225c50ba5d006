"""Every change of one invoice, with what made it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.common.i18n import cause_of
from engine.model.errors import UsageError
from engine.queries.history_text import now_text, step_lines
from engine.queries.invoice_history import InvoiceHistory, invoice_history
from engine.store.ledger import act_of
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import LIST_NAME, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """RE-1 is loaded, and a list names less of it as open."""
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1", amount=10000, open=10000), item("RE-2"))
    practice.put_list("RE-1 60,00", "RE-2 100,00")
    assert practice.run().code == 0
    return practice


def history(practice: Practice, number: str) -> InvoiceHistory:
    return invoice_history(open_store(practice.data), practice.data, number)


def test_each_change_with_run_file_and_line(practice: Practice) -> None:
    loaded, imported = history(practice, "RE-1").steps
    assert (loaded.entry.run, loaded.started_by, loaded.raw) == ("before", "", "")
    assert (imported.file, imported.change.line) == (LIST_NAME, 2)
    assert imported.started_by.endswith(", cli")
    assert imported.raw.startswith("10001; RE-1;")


def test_how_it_stands_now(practice: Practice) -> None:
    now = history(practice, "RE-1").now
    assert now is not None
    assert now.open == 6000
    assert now_text(now) == "Now: €60.00 open of €100.00, part paid."


def test_the_words_of_a_change(practice: Practice) -> None:
    change = history(practice, "RE-1").steps[-1]
    heading, place, raw, *_why, sides = step_lines(change, ZoneInfo("Europe/Berlin"))
    assert heading.endswith(f"{change.entry.run}  {change.started_by}")
    assert place == f"{LIST_NAME}, line 2"
    assert raw == f"| {change.raw}"
    assert sides == "€100.00, open → €60.00, part paid"


def test_an_invoice_that_was_taken_back_is_still_explained(practice: Practice) -> None:
    practice.put_list("RE-1 60,00", "RE-2 100,00", "RE-9 5,00", name="OPOS_2.csv")
    assert practice.run().code == 0
    run = open_store(practice.data).ledger()[-1].run
    assert practice.opos("undo", run).code == 0
    gone = history(practice, "RE-9")
    assert gone.now is None
    assert now_text(gone.now) == "It is no longer held."
    assert [act_of(step.entry) for step in gone.steps] == ["import", "undo"]


def test_none_is_meant(practice: Practice) -> None:
    with pytest.raises(UsageError) as refusal:
        history(practice, "RE-404")
    assert cause_of(refusal.value) == "There is no invoice RE-404."
