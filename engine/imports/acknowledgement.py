"""Telling the one who put a list on the server what became of it, beside the list itself
(`source.acknowledge`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from engine.common.i18n import _
from engine.common.sanitize import escape_formula, sanitize
from engine.journal import events
from engine.journal.event_message import warned
from engine.journal.event_text import render_event
from engine.journal.events import Event
from engine.messages.imports import ImportNotice
from engine.model.errors import OposError
from engine.model.message import Message
from engine.sources.fetch import Fetched
from engine.sources.source import Source

_Problem = events.FileRefused | events.GuardHeld | events.RowRejected


def acknowledged(
    story: Iterator[Event], source: Source, fetched: Fetched, run: str
) -> Iterator[Event]:
    """Pass the story of a file on; if it is refused or held, move it into the error folder with
    `NAME.result.csv` beside it.
    """
    problems: list[_Problem] = []
    for event in story:
        if isinstance(event, _Problem):
            problems.append(event)
        yield event
    if not any(isinstance(problem, events.FileRefused | events.GuardHeld) for problem in problems):
        return
    name = sanitize(fetched.file.name)
    try:
        source.set_aside(fetched.file, run, result_file(problems))
        yield events.FileRemoved(name=name, how="moved")
    except OposError as error:
        notice = Message.of(ImportNotice.NOT_SET_ASIDE, name=name, error=error.message)
        yield warned(name, notice)


def result_file(problems: Sequence[_Problem]) -> bytes:
    """Why, then each rejected row, as a CSV file that a German spreadsheet opens right and runs
    nothing of.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_("Sheet"), _("Line"), _("Column"), _("Value"), _("Reason")])
    for problem in problems:
        if isinstance(problem, events.RowRejected):
            cells = [
                problem.sheet,
                str(problem.line),
                problem.column,
                problem.value,
                problem.reason,
            ]
        else:
            cells = ["", "", "", "", render_event(problem)]
        writer.writerow([escape_formula(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
