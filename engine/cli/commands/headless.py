"""`opos --headless`: run what shall run, tell what happened, and end with the one exit code that
stands for all of it.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import msgspec

from engine.cli.commands import Answer, Line
from engine.cli.commands.recorded import by_whose_hand
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of, use_language
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_text import Level, level, render
from engine.journal.events import Progress
from engine.model.errors import ExitCode, OposError, StoreLocked, UsageError, severest
from engine.settings.load import Configuration
from engine.worker.run_interfaces import (
    Ended,
    Steps,
    enabled,
    named,
    note_nothing_due,
    run_due,
    run_now,
)


def headless(
    configuration: Configuration, options: Namespace, token: CancelToken, seen: bytes | None
) -> Answer:
    """The interfaces that were named, or all, or those that are due. `seen` is what
    `engine.common.idle_cache.witness` saw before all this.

    Cron hears only of what needs someone; who starts a run by hand wants to see what it does.
    """
    by_hand = bool(options.interface or options.all)
    if options.watch:
        if by_hand or options.dry_run:
            raise UsageError(
                _("--watch goes with neither -i, --all nor -n."),
                _("It runs what is due, by the clock."),
            )
        return (yield from _watch(configuration, options, token))
    trigger = by_whose_hand() if by_hand else "cron"
    if by_hand:
        names = named(configuration, options.interface) or enabled(configuration)
        steps = run_now(configuration, names, trigger=trigger, token=token, dry_run=options.dry_run)
    else:
        if options.dry_run:
            raise UsageError(
                _("-n needs -i NAME or --all."),
                _("A dry run is started by hand, not by the clock."),
            )
        steps = run_due(configuration, trigger=trigger, token=token)
    shown = (
        Level.DETAIL
        if options.verbose
        else Level.INFO
        if by_hand and not options.quiet
        else Level.WARNING
    )
    ended = yield from tell_runs(
        configuration, steps, shown, timedelta(0) if by_hand else _patience(configuration)
    )
    if not by_hand and not ended:
        note_nothing_due(configuration, options.config, seen)
    code = token.exit_code if token.is_cancelled else severest([end.exit_code for end in ended])
    yield summary(code, ended)
    return code


def _watch(configuration: Configuration, options: Namespace, token: CancelToken) -> Answer:
    """Stay until the token is cancelled. What goes wrong outside of any run is told once, however
    many turns it lasts.
    """
    from engine.worker.watch import turns

    shown = Level.DETAIL if options.verbose else Level.WARNING
    told = ""
    for turn in turns(configuration, token):
        if not options.lang:
            use_language(turn.configuration.settings.language)
        if turn.refused is not None:
            yield from _trouble(turn.refused)
            yield Line(_("opos goes on with the configuration as it was before."), aside=True)
        try:
            ended = yield from tell_runs(
                turn.configuration, turn.steps, shown, _patience(turn.configuration)
            )
            told = ""
        except OposError as error:
            if cause_of(error) != told:
                yield from _trouble(error)
            told = cause_of(error)
        else:
            if ended:
                yield summary(severest([end.exit_code for end in ended]), ended)
    return token.exit_code


def _trouble(error: OposError) -> Generator[Line, None, None]:
    yield Line(f"opos: {cause_of(error)} {advice_of(error)}", aside=True)


def _patience(configuration: Configuration) -> timedelta:
    return timedelta(minutes=configuration.settings.window.run_minutes)


def tell_runs(
    configuration: Configuration, steps: Steps, shown: Level, patience: timedelta = timedelta(0)
) -> Generator[Line, None, list[Ended]]:
    """Every event for `--json`, those that matter enough for people; how each run ended.

    That another run holds the store is told only where it has for longer than `patience`: the clock
    asks again in a minute.
    """
    ended: list[Ended] = []
    headed = ""
    for step in steps:
        if isinstance(step, Ended):
            ended.append(step)
            if step.error is not None and not _is_young(step.error, patience):
                yield Line(
                    f"opos: {step.interface}: {cause_of(step.error)} {advice_of(step.error)}",
                    aside=True,
                )
            continue
        if isinstance(step.event, Progress):
            yield Line(progress_bar(step.event), msgspec.Raw(journal.encode(step)), passing=True)
            continue
        is_shown = level(step.event) >= shown
        if is_shown and step.run != headed:
            if headed:
                yield Line("")
            headed = step.run
            yield Line(
                f"{sanitize(configuration.settings.interfaces[step.interface].name)}"
                f" ({step.interface})"
            )
        yield Line(
            f"    {render(step.event)}" if is_shown else None, msgspec.Raw(journal.encode(step))
        )
    return ended


def _is_young(error: OposError, patience: timedelta) -> bool:
    if not isinstance(error, StoreLocked) or not patience:
        return False
    return error.began is None or datetime.now(UTC) - error.began < patience


def progress_bar(progress: Progress) -> str:
    """How far it is, in a line that any terminal can draw."""
    if not progress.total:
        return render(progress)
    share = min(1.0, progress.done / progress.total)
    return f"[{'#' * round(share * 20):<20}] {share:4.0%}  {render(progress)}"


def summary(code: ExitCode, ended: list[Ended]) -> Line:
    """The last line of `--json`: the exit code and what it stands for."""
    runs = [
        {
            "run": end.run,
            "interface": end.interface,
            "outcome": end.outcome,
            "exit_code": int(end.exit_code),
        }
        for end in ended
    ]
    return Line(
        None, {"v": journal.VERSION, "type": "summary", "exit_code": int(code), "runs": runs}
    )
