"""Telling the one who put a list on the server what became of it, beside the list itself
(`source.acknowledge`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress

from engine.common.i18n import _
from engine.common.sanitize import escape_formula, sanitize
from engine.imports.job import ImportJob
from engine.imports.refused_lists import RefusedLists
from engine.journal import events
from engine.journal.event_message import warned
from engine.journal.event_text import render_event
from engine.journal.events import Event
from engine.journal.journal import journal_path, read_journal
from engine.messages.imports import ImportNotice
from engine.model.errors import OposError
from engine.model.message import Message
from engine.sources.fetch import Fetched
from engine.sources.source import Source
from engine.store.protocol import Store

_Problem = events.FileRefused | events.GuardHeld | events.RowRejected


def acknowledged(
    story: Iterator[Event],
    job: ImportJob,
    store: Store,
    source: Source,
    fetched: Fetched,
    refusals: RefusedLists,
) -> Iterator[Event]:
    """Pass the story of a file on; if it is refused or held, move it into the error folder with
    `NAME.result.csv` beside it.

    What an earlier run refused or held lies there still only if that run was killed before it came
    to this: then it is done in its name and with its words.
    """
    held = store.held(job.name, fetched.sha256)
    earlier = refusals.earlier_run(fetched.sha256) if held is None else held.run
    name = sanitize(fetched.file.name)
    problems: list[_Problem | events.FileSkipped] = []
    for event in story:
        if isinstance(event, _Problem) or (held and isinstance(event, events.FileSkipped)):
            problems.append(event)
        yield event
    if all(isinstance(problem, events.RowRejected) for problem in problems):
        return
    try:
        told = _told(job, earlier, name) if earlier else []
        source.set_aside(fetched.file, earlier or job.run, result_file(told or problems))
        refusals.forget(fetched.sha256)
        yield events.FileRemoved(name=name, how="moved")
    except OposError as error:
        notice = Message.of(ImportNotice.NOT_SET_ASIDE, name=name, error=error.message)
        yield warned(name, notice)


def _told(job: ImportJob, run: str, name: str) -> list[_Problem]:
    """What the run that refused or held the file told of it; nothing where its journal is lost."""
    with suppress(OSError):
        return [
            entry.event
            for entry in read_journal(journal_path(job.data.journals, run))
            if isinstance(entry.event, _Problem) and entry.event.name == name
        ]
    return []


def result_file(problems: Sequence[_Problem | events.FileSkipped]) -> bytes:
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
