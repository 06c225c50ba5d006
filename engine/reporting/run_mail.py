"""The mail about a run: its subject, its words, and every rejected row in a file beside it.

It holds figures, causes and what to do, and the first rejected rows; never a whole list, because
mails are read by many.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from email.message import EmailMessage
from pathlib import Path

from engine.common.accounts import person_name
from engine.common.i18n import _, format_date, format_number, ngettext
from engine.common.sanitize import escape_formula, sanitize
from engine.journal.event_level import Level, level
from engine.journal.event_message import event_advice, event_cause, row_reason
from engine.journal.event_text import outcome_word, render_event, render_figures, render_finished
from engine.journal.events import (
    AnyEvent,
    ExportFailed,
    GuardHeld,
    ReportFailed,
    ReportSent,
    RowRejected,
    RunFinished,
    RunStarted,
)
from engine.reporting.outbox import Letter, Occasion
from engine.reporting.smtp import new_mail
from engine.schedule.due import computer_name

_ROWS_IN_THE_TEXT = 20
_SENTENCES_IN_THE_TEXT = 100
_ATTACHMENT_BYTES = 5_000_000
"""Many mail servers refuse more than 10 MB, and an attachment grows by a third on its way."""


def write_mail(
    letter: Letter, interface: str, events: Iterable[AnyEvent], sender: str, zone: tzinfo
) -> EmailMessage:
    """The mail that the letter asks for, ready for `engine.reporting.smtp.send`.

    `interface` is the name that people know it by; `events` is the run's story, with its
    `run_finished`. Raises `SendRefused` for an address that is none.
    """
    story = _Story(events)
    message = new_mail(
        sender,
        letter.to,
        _subject(letter, interface, story),
        _text(letter, interface, story, zone),
        _name(letter),
    )
    if story.rejected:
        message.add_attachment(
            story.attachment(),
            maintype="text",
            subtype="csv",
            filename=f"{letter.run}.csv",
            params={"charset": "utf-8"},
        )
    return message


def write_test_mail(sender: str, to: tuple[str, ...], now: datetime, config: Path) -> EmailMessage:
    """What `opos check` sends on demand: it tells which of several installations sent it."""
    text = _("This mail was asked for, to see whether reports arrive. They do.")
    origin = _("It comes from {computer}, of {path}, and {user} asked for it.").format(
        computer=sanitize(computer_name()),
        path=sanitize(str(config)),
        user=sanitize(person_name()),
    )
    return new_mail(
        sender,
        to,
        "[opos] " + _("Test mail"),
        f"{text}\n\n{origin}\n",
        f"{now:%Y%m%dT%H%M%S.%fZ}.test",
    )


def write_note(letter: Letter, interface: str, events: Iterable[AnyEvent]) -> tuple[str, str]:
    """The same as a title and a few words, for a phone or a chat."""
    story = _Story(events)
    words = [render_finished(story.finished)] if story.finished else []
    if story.finished and story.finished.files == 1:
        words.append(render_figures(story.finished))
    words.append(_("The whole run: opos show {run}").format(run=letter.run))
    return _subject(letter, interface, story), "\n".join(words)


class _Story:
    """A run read once, however long it is: what a mail tells of it, and the rejected rows as CSV up
    to a size.
    """

    def __init__(self, events: Iterable[AnyEvent]) -> None:
        self.started: RunStarted | None = None
        self.finished: RunFinished | None = None
        self.sentences: list[str] = []
        self.is_held = self.export_waits = False
        self.first_rows: list[str] = []
        self.rejected = self._in_the_file = 0
        self._csv = io.StringIO(newline="")
        self._writer = csv.writer(self._csv, delimiter=";")
        self._writer.writerow(
            [_("File"), _("Sheet"), _("Line"), _("Column"), _("Value"), _("Reason")]
        )
        for event in events:
            self._read(event)

    def _read(self, event: AnyEvent) -> None:
        match event:
            case RunStarted():
                self.started = event
            case RunFinished():
                self.finished = event
            case RowRejected():
                self._reject(event)
            case ReportSent() | ReportFailed():
                pass  # how this very mail fared, where it is written anew
            case _ if level(event) >= Level.INFO:
                self.is_held |= isinstance(event, GuardHeld)
                self.export_waits |= isinstance(event, ExportFailed)
                self.sentences.append(sanitize(render_event(event), limit=2000))

    def _reject(self, row: RowRejected) -> None:
        self.rejected += 1
        if self.rejected <= _ROWS_IN_THE_TEXT:
            self.first_rows.append(f"{sanitize(row.name)}: {sanitize(render_event(row))}")
        if self._csv.tell() < _ATTACHMENT_BYTES:
            cells = (row.name, row.sheet, row.line, row.column, row.value, row_reason(row))
            self._writer.writerow(
                [escape_formula(cell) if isinstance(cell, str) else cell for cell in cells]
            )
            self._in_the_file = self.rejected

    def attachment(self) -> bytes:
        """UTF-8 with a byte order mark and semicolons, so that a German spreadsheet opens it
        right.
        """
        if missing := self.rejected - self._in_the_file:
            text = ngettext(
                "{n} more row is in the history.", "{n} more rows are in the history.", missing
            )
            self._writer.writerow([text.format(n=format_number(missing))])
        return self._csv.getvalue().encode("utf-8-sig")


def _subject(letter: Letter, interface: str, story: _Story) -> str:
    outcome = outcome_word(story.finished.outcome if story.finished else "interrupted")
    if letter.occasion is Occasion.WORKS_AGAIN:
        outcome = _("works again")
    elif letter.occasion is Occasion.STILL:
        outcome = _("still {outcome}, {n} times in a row").format(
            outcome=outcome, n=format_number(letter.times)
        )
    elif story.rejected:
        rows = ngettext("{n} row rejected", "{n} rows rejected", story.rejected).format(
            n=format_number(story.rejected)
        )
        outcome = f"{outcome}, {rows}"
    if story.export_waits:
        outcome = _("{outcome}, an export waits").format(outcome=outcome)
    return f"[opos] {sanitize(interface)}: {outcome}"


def _text(letter: Letter, interface: str, story: _Story, zone: tzinfo) -> str:
    """Paragraphs with a blank line between them; those that have nothing to say are left out."""
    paragraphs = [
        _series(letter, zone),
        *_cause_and_advice(story),
        _head(letter, interface, story, zone),
        _what_happened(story),
        _release(letter) if story.is_held else "",
        _rejected(story),
        _("The whole run: opos show {run}").format(run=letter.run),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _series(letter: Letter, zone: tzinfo) -> str:
    if letter.since is None or (letter.times < 2 and letter.occasion is not Occasion.WORKS_AGAIN):
        return ""
    since = _moment(letter.since, zone)
    if letter.occasion is Occasion.WORKS_AGAIN:
        text = ngettext(
            "It works again. One run had gone wrong, at {since}.",
            "It works again. {n} runs in a row had gone wrong since {since}.",
            letter.times,
        )
    else:
        text = _(
            "It has gone wrong {n} times in a row since {since}. The next mail comes tomorrow, or"
            " when it works again."
        )
    return text.format(n=format_number(letter.times), since=since)


def _cause_and_advice(story: _Story) -> Iterator[str]:
    """Why the run ended as it did, unless that is the sentence about a refused file."""
    if story.finished is None:
        return
    cause, advice = event_cause(story.finished), event_advice(story.finished)
    if cause and not any(cause in sentence for sentence in story.sentences):
        yield _("Cause: {cause}").format(cause=sanitize(cause, limit=2000))
        if advice:
            yield _("What to do: {advice}").format(advice=sanitize(advice, limit=2000))


def _head(letter: Letter, interface: str, story: _Story, zone: tzinfo) -> str:
    lines = [(_("Interface"), sanitize(interface)), (_("Ended"), _moment(letter.at, zone))]
    if story.finished:
        lines.append((_("Outcome"), outcome_word(story.finished.outcome)))
        if story.finished.files:
            lines.append((_("Figures"), render_figures(story.finished)))
    if story.started:
        lines.append((_("Computer"), sanitize(story.started.host)))
    return "\n".join(f"{label}: {value}" for label, value in lines)


def _what_happened(story: _Story) -> str:
    lines = story.sentences[:_SENTENCES_IN_THE_TEXT]
    if more := len(story.sentences) - len(lines):
        lines.append(
            ngettext(
                "{n} more line is in the history.", "{n} more lines are in the history.", more
            ).format(n=format_number(more))
        )
    return "\n".join(lines)


def _release(letter: Letter) -> str:
    text = _(
        "What is held has changed nothing. Carry it out: opos release {run} --reason TEXT. Drop it:"
        " opos release {run} --reject"
    )
    return text.format(run=letter.run)


def _rejected(story: _Story) -> str:
    if not story.rejected:
        return ""
    if story.rejected > len(story.first_rows):
        heading = _("Rejected rows: {n}. The first {shown}; all of them are in the file attached.")
    else:
        heading = _("Rejected rows: {n}. They are in the file attached, too.")
    return "\n".join(
        [
            heading.format(n=format_number(story.rejected), shown=len(story.first_rows)),
            *story.first_rows,
        ]
    )


def _moment(moment: datetime, zone: tzinfo) -> str:
    here = moment.astimezone(zone)
    return f"{format_date(here.date())} {here:%H:%M} ({zone})"


def _name(letter: Letter) -> str:
    return f"{letter.run}.{letter.occasion.value}"
