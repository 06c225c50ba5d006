"""How things are said on the screen: times, states, figures. One place, so that they are said the
same way everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_amount, format_number, language
from engine.common.sanitize import sanitize
from engine.journal.event_level import Level
from engine.journal.event_message import event_cause
from engine.journal.event_text import act_word, outcome_word, render_counts
from engine.journal.journal import Run


class Sign(NamedTuple):
    """A state is a sign and a word first; the colour only repeats it."""

    sign: str
    style: str


STATE_SIGNS = {
    "running": Sign("»", "heading"),
    "imported": Sign("+", "good"),
    "nothing_to_do": Sign("·", "muted"),
    "dry_run": Sign("~", "muted"),
    "held": Sign("!", "warning"),
    "refused": Sign("x", "error"),
    "failed": Sign("x", "error"),
    "cancelled": Sign("-", "warning"),
    "interrupted": Sign("x", "error"),
}

LEVEL_SIGNS = {
    Level.DETAIL: Sign(" ", "muted"),
    Level.INFO: Sign(" ", ""),
    Level.WARNING: Sign("!", "warning"),
    Level.ERROR: Sign("x", "error"),
}


class Meaning(NamedTuple):
    """A sign, and what it says."""

    sign: str
    words: str


def state_meanings() -> Iterator[Meaning]:
    """Return the signs of runs, each once."""
    words: dict[str, list[str]] = {}
    for state, (sign, _style) in STATE_SIGNS.items():
        words.setdefault(sign, []).append(outcome_word(state))
    yield from (Meaning(sign, ", ".join(states)) for sign, states in words.items())
    yield Meaning("(!)", _("imported, with rejected rows or warnings"))


def level_meanings() -> Iterator[Meaning]:
    """Return the signs of the lines of a log."""
    yield Meaning(LEVEL_SIGNS[Level.WARNING].sign, _("warning"))
    yield Meaning(LEVEL_SIGNS[Level.ERROR].sign, _("error"))


def state_sign(run: Run) -> Sign:
    """Return the sign of how a run stands; an import with rejected rows or warnings is not a plain
    one.
    """
    if run.state == "imported" and run.finished is not None and run.finished.exit_code:
        return Sign("+", "warning")
    return STATE_SIGNS.get(run.state, Sign("?", ""))


def state_words(run: Run) -> str:
    """Return sign and word, and whether it warned."""
    return f"{state_sign(run).sign} {state_word(run)}"


def state_word(run: Run) -> str:
    """Return how a run stands, of another act than an import what it did, and whether it warned."""
    is_import = run.started.act == "import" or run.state != "imported"
    word = outcome_word(run.state) if is_import else act_word(run.started.act)
    if run.state == "imported" and run.finished is not None and run.finished.exit_code:
        word = _("{outcome} (!)").format(outcome=word)
    return word


def result_in_short(run: Run, *, with_sum: bool = True) -> str:
    """Return what a run that is over did, the sum first, or why it did nothing."""
    if run.finished is None:
        return _("ended without a last word; the next run puts it right")
    if cause := event_cause(run.finished):
        return sanitize(cause)
    settled, rejected = run.finished.settled_amount, run.finished.rejected
    sums = [format_amount(settled)] if settled and with_sum else []
    wrong = [_("{n} rejected").format(n=format_number(rejected))] if rejected else []
    return ", ".join((*sums, *wrong, render_counts(run.finished)))


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of day, to the second."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def when(at: datetime, zone: tzinfo, now: datetime) -> str:
    """Return the time of day, and the date where it is not today's."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%d.%m. %H:%M}" if language() == "de" else f"{local:%d %b %H:%M}"


def when_in_short(at: datetime, zone: tzinfo, now: datetime) -> str:
    """Return the time of day, or only the day where it is not today's."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%d.%m.}" if language() == "de" else f"{local:%d %b}"


def elapsed(duration: timedelta) -> str:
    """Return minutes and seconds, or hours too: `00:12`, `1:02:03`."""
    seconds = max(0, int(duration.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    return (
        f"{hours}:{minutes % 60:02d}:{seconds % 60:02d}"
        if hours
        else f"{minutes:02d}:{seconds % 60:02d}"
    )


def running_for(run: Run, now: datetime) -> str:
    """Return how long the run has gone on; it changes with the clock's second, wherever it is
    told.
    """
    return elapsed(now - run.started_at.replace(microsecond=0))


def megabytes(size: float) -> str:
    """Return so many bytes in megabytes, with one place after the point: `2.6`."""
    whole, tenths = divmod(round(size / 100_000), 10)
    return f"{format_number(whole)}{',' if language() == 'de' else '.'}{tenths}"
