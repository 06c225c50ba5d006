"""Why something happened, in the language of whoever reads, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from engine.common import i18n
from engine.journal import events, journal
from engine.journal.event_message import (
    code_and_params,
    event_advice,
    event_cause,
    file_refused,
    report_failed,
    warned,
)
from engine.journal.event_text import render_event
from engine.journal.journal import JournalEntry
from engine.messages.imports import ImportNotice
from engine.messages.posting import PlanNotice, PlanRefusal, RowConflict
from engine.model.message import Message, said
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    i18n.use_language("en")


SURPLUS = Message.of(
    PlanNotice.SURPLUS, line=3, surplus=1190_00, currency="EUR", number="RE-1", more=[]
)
OTHER_MANDANT = Message.of(PlanRefusal.OTHER_MANDANT, line=2, mandant="9", mandants=["001"])


def written_in_german(event: events.AnyEvent) -> events.AnyEvent:
    """The event as whoever reads the journal gets it."""
    entry = journal.decode(journal.encode(JournalEntry(NOW, "run", "datev", event)))
    assert entry is not None
    return entry.event


def test_a_german_run_is_read_in_english() -> None:
    i18n.use_language("de")
    warning, refusal = warned("a.csv", SURPLUS), file_refused("a.csv", OTHER_MANDANT)
    row = events.RowRejected(
        name="a.csv", line=2, column="open", value="5x", reason="?",
        **code_and_params(Message(RowConflict.STILL_OPEN)),
    )  # fmt: skip
    mail = report_failed("a@example.org", Message.of(ImportNotice.CHANGED_SINCE, invoice="RE-1"))
    assert "1.190,00 €" in warning.text
    assert "Zeile 2" in refusal.cause
    i18n.use_language("en")
    read = [written_in_german(event) for event in (warning, refusal, row, mail)]
    assert [render_event(event) for event in read] == [
        "Line 3: €1,190.00 more than is open of RE-1 was paid; the surplus is not booked.",
        "a.csv refused: Line 2 is about Mandant 9, which is not among those of this interface: 001."
        " If the file belongs here, add the Mandant to posting.mandants; else see which file the"
        " interface fetches.",
        "Rejected, line 2, open “5x”: A list of settled items shows this one as still open. Export"
        " settled items only, or set file.content to all.",
        "The report to a@example.org could not be sent: RE-1 was changed since and is left alone.",
    ]


def test_the_json_has_words_and_facts() -> None:
    line = msgspec.json.decode(
        journal.encode(JournalEntry(NOW, "run", "datev", warned("a.csv", SURPLUS)))
    )
    assert line["code"] == "surplus"
    assert line["params"]["surplus"] == "1190.00"
    assert line["text"].startswith("Line 3: €1,190.00 more")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'"warning","name":"a","code":"surplus","text":"Drei zu viel."', "Drei zu viel."),
        (
            b'"row_rejected","name":"a","line":3,"column":"","value":"","reason":"kein Betrag"',
            "Rejected, line 3: kein Betrag",
        ),
        (b'"file_refused","name":"a","cause":"Leer.","advice":"Neu."', "a refused: Leer. Neu."),
        (
            b'"run_finished","outcome":"failed","exit_code":5,"cause":"Weg.","advice":"Warten."',
            "Failed. Weg. Warten.",
        ),
        (
            (
                b'"item_planned","name":"a","mandant":"1","invoice_no":"R","kind":"paid",'
                b'"rule":"unlisted","before":"5.00","after":"0.00","line":0,"reason":"Fehlt."'
            ),
            "R: €5.00 → €0.00. Fehlt.",
        ),
        (
            b'"warning","name":"a","code":"of_tomorrow","params":{"n":1},"text":"Morgen."',
            "Morgen.",
        ),
        (b'"warning","name":"a","code":"surplus","params":{"n":1},"text":"Anders."', "Anders."),
    ],
)
def test_a_journal_of_another_version_reads_as_it_was_written(line: bytes, words: str) -> None:
    envelope = b'{"v":1,"at":"2026-11-20T07:00:00Z","run":"r","interface":"i","type":'
    entry = journal.decode(envelope + line + b"}")
    assert entry is not None
    assert render_event(entry.event) == words


def test_a_run_that_ended_well_has_no_cause() -> None:
    well = events.RunFinished(outcome="imported", exit_code=0)
    assert (event_cause(well), event_advice(well)) == ("", "")


def test_further_sentences_follow() -> None:
    more = [Message.of(ImportNotice.CHANGED_SINCE, invoice="RE-2")]
    reason = Message.of(ImportNotice.CHANGED_SINCE, invoice="RE-1", more=more)
    planned = events.ItemPlanned(
        name="a", mandant="001", invoice_no="RE-1", kind=ChangeKind.PAID, rule=Rule.PAYMENT,
        before=Money(5_00), after=Money(0), line=1, reason="?", **code_and_params(reason),
    )  # fmt: skip
    assert event_cause(planned) == (
        "RE-1 was changed since and is left alone. RE-2 was changed since and is left alone."
    )


def test_an_error_within_a_warning_says_what_to_do() -> None:
    error = said("No right to delete.", "Ask the operator.")
    notice = warned("a", Message.of(ImportNotice.NOT_REMOVED, name="a", error=error))
    assert event_cause(notice) == (
        "a is imported, but could not be removed on the server: No right to delete."
        " Ask the operator."
    )
