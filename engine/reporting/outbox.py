"""Who hears of a run, and which letters are still to be sent. Pure: `engine.reporting.run_mail`
writes a letter, `engine.reporting.smtp` sends it.

The caller keeps one `Outbox` for each interface. After a run it asks `after_run`, saves, sends with
`deliver`, and saves again: so a letter survives a crash, and the next run sends what this one could
not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from engine.journal.event_message import report_failed
from engine.journal.events import ReportFailed, ReportSent, RunFinished, Trigger
from engine.model.errors import ExitCode, SendFailed, SendRefused
from engine.settings.interface import Report

Grade = Literal["failure", "warning", "success"]

_STAYING = 3
"""So many runs in a row that end with a warning and import nothing, or find another one at work,
and it is a failure: a server that says "deleted" and deletes nothing, or a run that hangs, is
mended by nobody who does not hear of it.
"""
_PAUSE = timedelta(hours=1)
"""Until the next attempt after the server refused us; sooner would lock the account."""
_TOO_OLD = timedelta(days=7)
_AT_MOST = 10
"""Letters that wait for one interface; of more, the oldest go. The history has them all."""


class Occasion(StrEnum):
    """Why a letter is written."""

    TROUBLE = "trouble"
    """Something went wrong that the last run did not suffer from."""
    STILL = "still"
    """It is another day, and it still goes wrong."""
    WORKS_AGAIN = "works_again"
    """What a letter told of has passed."""
    IMPORT = "import"
    """A list was imported, and someone wants to know."""


class Letter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A mail to write: about which run, and to whom."""

    run: str
    at: datetime
    """When the run ended, UTC."""
    occasion: Occasion
    to: tuple[str, ...]
    language: str = ""
    """In which it is written; empty: the configuration's."""
    times: int = 0
    """How often in a row it has gone wrong, or had before it worked again."""
    since: datetime | None = None
    """When it first did, UTC."""


class Outbox(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an interface stands, and what is still to be sent."""

    trouble: int = 0
    """The exit code that runs have ended with of late; 0: all is well."""
    times: int = 0
    """How many runs in a row."""
    since: datetime | None = None
    told: date | None = None
    """The last day on which a letter about this trouble was written."""
    letters: tuple[Letter, ...] = ()
    """Written about, and not yet sent."""
    not_before: datetime | None = None
    """No attempt to send until then, UTC."""


def after_run(
    outbox: Outbox,
    run: str,
    at: datetime,
    trigger: Trigger,
    finished: RunFinished,
    wishes: Report,
    today: date,
) -> Outbox:
    """The outbox after a run, with the letter that the run calls for.

    Trouble of one kind (one exit code) is told when it begins, once on every further day (`today`,
    in the configured zone), and when it is over: not every quarter of an hour. That it is over is
    told to whoever heard of it, whatever else they want to hear. A warning about an import is told
    each time, because each import has other rejected rows; one that stays without an import counts
    as trouble that failed. An export that waits is trouble, whatever was imported. A run that only
    found another one at work says nothing of the interface: the other one does.
    """
    grade = grade_of(finished, trigger)
    only_waited = finished.exit_code == ExitCode.LOCKED
    if grade is None or (only_waited and outbox.trouble not in (0, ExitCode.LOCKED)):
        return outbox
    an_export_waits = finished.exit_code == ExitCode.REPORT_FAILED
    if grade == "success" or (finished.outcome == "imported" and not an_export_waits):
        letters = letters_about(run, at, Occasion.IMPORT, wishes)
        return _well(outbox, letters, finished, grade in wishes.on)
    letters = letters_about(run, at, Occasion.TROUBLE, wishes)
    stays = outbox.trouble == finished.exit_code and outbox.times + 1 >= _STAYING
    wanted = (grade in wishes.on and not only_waited) or (stays and "failure" in wishes.on)
    return _ill(outbox, letters, finished, wanted, at, today)


def letters_about(run: str, at: datetime, occasion: Occasion, wishes: Report) -> tuple[Letter, ...]:
    """One letter for each language that somebody reads."""
    readers = (("", wishes.email), ("de", wishes.email_de), ("en", wishes.email_en))
    return tuple(
        Letter(run=run, at=at, occasion=occasion, to=to, language=language)
        for language, to in readers
        if to
    )


def grade_of(finished: RunFinished, trigger: Trigger) -> Grade | None:
    """How the run counts for `report.on`; None for a dry run, and for one that a person stopped who
    was looking on.
    """
    if finished.outcome == "dry_run" or (
        finished.outcome == "cancelled" and trigger in ("tui", "cli", "demo")
    ):
        return None
    if finished.exit_code == ExitCode.OK:
        return "success"
    return "warning" if finished.exit_code == ExitCode.WITH_WARNINGS else "failure"


def deliver(
    outbox: Outbox, send: Callable[[Letter], dict[str, SendFailed]], now: datetime
) -> Generator[ReportSent | ReportFailed, None, Outbox]:
    """Send what is to be sent, tell how it went, and return the outbox that is left.

    `send` writes and sends one letter, and returns or raises as `engine.reporting.smtp.send` does.
    A recipient who is refused for good gets no second attempt; one who is put off, and everyone
    where the server could not be used, gets one with the next run.
    """
    letters = [letter for letter in outbox.letters if now - letter.at <= _TOO_OLD]
    if outbox.not_before is not None and now < outbox.not_before <= now + _PAUSE:
        return msgspec.structs.replace(outbox, letters=tuple(letters))
    left: list[Letter] = []
    not_before: datetime | None = None
    while letters:
        letter = letters.pop(0)
        try:
            refused = send(letter)
        except SendFailed as error:
            yield report_failed(", ".join(letter.to), error.message)
            left += [letter, *letters]
            not_before = now + _PAUSE if isinstance(error, SendRefused) else None
            break
        if sent_to := [address for address in letter.to if address not in refused]:
            yield ReportSent(to=", ".join(sent_to))
        for address, refusal in refused.items():
            yield report_failed(address, refusal.message)
        if put_off := tuple(
            address for address, refusal in refused.items() if not isinstance(refusal, SendRefused)
        ):
            left.append(msgspec.structs.replace(letter, to=put_off))
    return msgspec.structs.replace(outbox, letters=tuple(left), not_before=not_before)


def _ill(
    outbox: Outbox,
    letters: tuple[Letter, ...],
    finished: RunFinished,
    wanted: bool,
    at: datetime,
    today: date,
) -> Outbox:
    same = outbox.trouble == finished.exit_code
    times = outbox.times + 1 if same else 1
    since = outbox.since if same else at
    after = msgspec.structs.replace(
        outbox,
        trouble=finished.exit_code,
        times=times,
        since=since,
        told=outbox.told if same else None,
    )
    if not wanted or not letters or after.told == today:
        return after
    occasion = Occasion.TROUBLE if after.told is None else Occasion.STILL
    letters = tuple(
        msgspec.structs.replace(letter, occasion=occasion, times=times, since=since)
        for letter in letters
    )
    return msgspec.structs.replace(after, told=today, letters=_with(outbox, letters))


def _well(
    outbox: Outbox, letters: tuple[Letter, ...], finished: RunFinished, wanted: bool
) -> Outbox:
    after = Outbox(letters=outbox.letters, not_before=outbox.not_before)
    if outbox.told is not None:
        letters = tuple(
            msgspec.structs.replace(
                letter, occasion=Occasion.WORKS_AGAIN, times=outbox.times, since=outbox.since
            )
            for letter in letters
        )
    elif not wanted or finished.outcome != "imported":
        return after
    return msgspec.structs.replace(after, letters=_with(outbox, letters)) if letters else after


def _with(outbox: Outbox, letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The waiting letters and these, which say all that a waiting one about trouble says."""
    waiting = (
        other
        for other in outbox.letters
        if other.occasion not in (Occasion.TROUBLE, Occasion.STILL) and other.run != letters[0].run
    )
    return (*waiting, *letters)[-_AT_MOST:]
