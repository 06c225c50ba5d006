"""`opos --headless`: run what shall run, tell what happened, and end with the one exit code that stands for all of it."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Generator

import msgspec

from engine import journal
from engine.cancel import CancelToken
from engine.commands import Answer, Line
from engine.errors import ExitCode, UsageError, severest
from engine.events import Trigger
from engine.headless import Ended, Steps, enabled, named, note_nothing_due, run_due, run_now
from engine.language import _
from engine.narration import Level, level, tell
from engine.plain import plain
from engine.settings.files import Configuration


def headless(configuration: Configuration, options: Namespace, token: CancelToken, seen: bytes | None) -> Answer:
    """The interfaces that were named, or all, or those that are due. `seen` is what `engine.tick.witness` saw before all this.

    Cron hears only of what needs someone; who starts a run by hand wants to see what it does.
    """
    by_hand = bool(options.interface or options.all)
    trigger = _trigger(by_hand)
    if by_hand:
        names = named(configuration, options.interface) or enabled(configuration)
        steps = run_now(configuration, names, trigger=trigger, token=token, dry_run=options.dry_run)
    else:
        if options.dry_run:
            raise UsageError(_("-n needs -i NAME or --all."), _("A dry run is started by hand, not by the clock."))
        steps = run_due(configuration, trigger=trigger, token=token)
    shown = Level.DETAIL if options.verbose else Level.INFO if by_hand and not options.quiet else Level.WARNING
    ended = yield from tell_runs(configuration, steps, shown)
    if not by_hand and not ended:
        note_nothing_due(configuration, options.config, seen)
    code = token.exit_code if token.is_cancelled else severest([end.exit_code for end in ended])
    yield summary(code, ended)
    return code


def tell_runs(configuration: Configuration, steps: Steps, shown: Level) -> Generator[Line, None, list[Ended]]:
    """Every event for `--json`, those that matter enough for people; how each run ended."""
    ended: list[Ended] = []
    headed = ""
    for step in steps:
        if isinstance(step, Ended):
            ended.append(step)
            if step.error is not None:
                yield Line(f"opos: {step.interface}: {step.error.cause} {step.error.advice}", aside=True)
            continue
        is_shown = level(step.event) >= shown
        if is_shown and step.run != headed:
            if headed:
                yield Line("")
            headed = step.run
            yield Line(f"{plain(configuration.settings.interfaces[step.interface].name)} ({step.interface})")
        yield Line(f"    {tell(step.event)}" if is_shown else None, msgspec.Raw(journal.encode(step)))
    return ended


def summary(code: ExitCode, ended: list[Ended]) -> Line:
    """The last line of `--json`: the exit code and what it stands for."""
    runs = [
        {"run": end.run, "interface": end.interface, "outcome": end.outcome, "exit_code": int(end.exit_code)} for end in ended
    ]
    return Line(None, {"v": journal.VERSION, "type": "summary", "exit_code": int(code), "runs": runs})


def _trigger(by_hand: bool) -> Trigger:
    """Who started it: the terminal interface says so in the environment of the process it starts."""
    if os.environ.get("OPOS_TRIGGER") == "tui":
        return "tui"
    return "cli" if by_hand else "cron"
