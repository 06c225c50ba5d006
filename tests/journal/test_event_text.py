"""The sentences of a run, and how much each matters."""

from __future__ import annotations

import pytest

from engine.journal import events
from engine.journal.event_level import Level, level
from engine.journal.event_text import render_event, render_finished


def row_rejected(value: str) -> events.RowRejected:
    return events.RowRejected(name="a", line=7, column="Betrag", value=value, reason="no amount.")


def test_a_rejected_value_stands_in_quotes() -> None:
    assert render_event(row_rejected("zwölf")) == "Rejected, line 7, Betrag “zwölf”: no amount."
    assert render_event(row_rejected("")) == "Rejected, line 7, Betrag: no amount."


@pytest.mark.parametrize(
    ("protocol", "said", "matters"),
    [
        ("ftp", "Connected to ftp.example.org:21, unencrypted.", Level.INFO),
        ("ftps", "Connected to ftp.example.org:21.", Level.DETAIL),
    ],
)
def test_plain_ftp_is_said_and_no_warning(protocol: str, said: str, matters: Level) -> None:
    connected = events.Connected(protocol=protocol, address="ftp.example.org:21")
    assert (render_event(connected), level(connected)) == (said, matters)


def test_how_far_a_transfer_is() -> None:
    progress = events.Progress(name="OPOS.csv", step="fetch", done=1_048_576, total=None)
    assert render_event(progress) == "OPOS.csv: 1,048,576 of ? bytes fetched."


def test_that_a_run_waits_for_a_file() -> None:
    progress = events.Progress(name="OPOS.csv", step="wait", done=0, total=10)
    assert render_event(progress) == "OPOS.csv: waits 10 s for the file to stand still."


def test_an_end_that_stands_alone_tells_the_figures_of_its_file() -> None:
    end = events.RunFinished(outcome="imported", exit_code=0, files=1, paid=46)
    assert render_finished(end) == "Imported."
    assert render_finished(end, alone=True) == "Imported: 46 paid."
