"""What an event says of itself, field by field."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from engine.common.i18n import speaking
from engine.journal import events
from engine.journal.events import AnyEvent, Event
from engine.journal.journal import JournalEntry
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from tests.factories import NOW
from tui_app.wording.event_details import LABELS, SAID_BEFORE, details


@pytest.mark.parametrize("kind", AnyEvent.__args__)
def test_every_field_has_a_label_or_is_in_the_sentence_above(kind: type[Event]) -> None:
    assert set(kind.__struct_fields__) <= LABELS.keys() | SAID_BEFORE


def test_every_label_is_of_a_field() -> None:
    fields = {name for kind in AnyEvent.__args__ for name in kind.__struct_fields__}
    assert LABELS.keys() <= fields


def test_values_are_in_words() -> None:
    event = events.ItemPlanned(
        name="OPOS.csv", mandant="001", invoice_no="RE-1", kind=ChangeKind.PART_PAID,
        rule=Rule.PAYMENT, before=Money(1190_00), after=Money(90_00), line=1200, reason="",
    )  # fmt: skip
    told = "\n".join(details(JournalEntry(NOW, "run", "datev", event), ZoneInfo("Europe/Berlin")))
    assert "Time             2026-11-20 08:00:00" in told
    assert "What             PART PAID" in told
    assert "Open before      €1,190.00" in told
    assert "Row              1200" in told
    assert "Reason" not in told, "what is empty is left out"


def test_times_and_numbers_are_those_of_the_language() -> None:
    end = events.RunFinished(outcome="imported", exit_code=0, seconds=0.3)
    with speaking("de"):
        told = "\n".join(details(JournalEntry(NOW, "run", "datev", end), ZoneInfo("Europe/Berlin")))
    assert "Zeit             20.11.2026 08:00:00" in told
    assert "Sekunden         0,3" in told
