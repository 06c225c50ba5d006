"""`opos --headless`: run what shall run, tell what happened, and end with the one exit code that
stands for all of it.
"""

from __future__ import annotations

import signal
from argparse import Namespace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.asked import asked_configuration, asked_folder
from engine.cli.printer import Printer
from engine.cli.signals import stop_on_signals
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of, use_language
from engine.common.idle_cache import idle_fingerprint
from engine.model.errors import ExitCode, OposError, UsageError, severest
from engine.settings.load import Configuration
from engine.worker.one_run import Ended
from engine.worker.run_interfaces import (
    enabled_interfaces,
    named_interfaces,
    note_nothing_due,
    run_due,
    run_now,
)

if TYPE_CHECKING:
    from engine.cli.run_output import RunOutput


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Run the interfaces that were named, or all, or those that are due; with `--watch` go on."""
    if not options.headless:
        raise UsageError(
            _("These options go with a command or with --headless, and none is given."),
            _("`opos --headless -i NAME` runs an interface now; `opos --help` lists all commands."),
        )
    seen = idle_fingerprint(options.config)  # before the configuration is read
    token = stop_on_signals()
    if options.watch and (folder := asked_folder(options)):
        _check(options)
        return _watch_folder(folder, options, printer, token)
    configuration = asked_configuration(options, keep=not options.dry_run)
    _check(options)
    if options.watch:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # there is nothing to open anew
        return watch(configuration, options, printer, token)
    if options.interface or options.all:
        ended = _run_by_hand(configuration, options, printer, token)
    else:
        ended = _run_due(configuration, options, printer, token)
        if not ended:
            note_nothing_due(configuration, options.config, seen)
    code = token.exit_code if token.is_cancelled else severest([end.exit_code for end in ended])
    if ended or options.json:
        from engine.cli.run_output import print_summary  # a tick with nothing due pays for none

        print_summary(code, ended, printer)
    return code


def _check(options: Namespace) -> None:
    """Raise `UsageError` for options that do not go together."""
    by_hand = options.interface or options.all
    if options.watch and (by_hand or options.dry_run):
        raise UsageError(
            _("--watch goes with neither -i, --all nor -n."),
            _("It runs what is due, by the clock."),
        )
    if options.dry_run and not by_hand:
        raise UsageError(
            _("-n needs -i NAME or --all."),
            _("A dry run is started by hand, not by the clock."),
        )


def _run_by_hand(
    configuration: Configuration, options: Namespace, printer: Printer, token: CancelToken
) -> list[Ended]:
    """Whoever starts a run by hand wants to see what it does."""
    from engine.cli.by_hand import trigger_by_hand
    from engine.cli.run_output import RunOutput
    from engine.journal.event_level import Level

    names = named_interfaces(configuration, options.interface) or enabled_interfaces(configuration)
    steps = run_now(
        configuration,
        names,
        trigger=trigger_by_hand(),
        token=token,
        at_once=_at_once(configuration, options),
        dry_run=options.dry_run,
    )
    shown = Level.WARNING if options.quiet else Level.INFO
    output = RunOutput(printer, configuration, Level.DETAIL if options.verbose else shown)
    return output.follow(steps)


def _run_due(
    configuration: Configuration, options: Namespace, printer: Printer, token: CancelToken
) -> list[Ended]:
    """Cron hears only of what needs someone."""
    at_once = _at_once(configuration, options)
    steps = run_due(configuration, trigger="cron", token=token, at_once=at_once)
    first = next(steps, None)
    if first is None:
        return []
    return _unattended(configuration, options, printer).follow(chain([first], steps))


def _at_once(configuration: Configuration, options: Namespace) -> int:
    return options.workers or configuration.settings.worker.runs_at_once


def _unattended(configuration: Configuration, options: Namespace, printer: Printer) -> RunOutput:
    from engine.cli.run_output import RunOutput
    from engine.journal.event_level import Level

    shown = Level.DETAIL if options.verbose else Level.WARNING
    patience = timedelta(minutes=configuration.settings.window.run_minutes)
    return RunOutput(printer, configuration, shown, patience)


def watch(
    configuration: Configuration, options: Namespace, printer: Printer, token: CancelToken
) -> ExitCode:
    """Stay until the token is cancelled. What goes wrong outside of any run is told once, however
    many turns it lasts.
    """
    from engine.cli.run_output import print_summary
    from engine.worker.watch import turns

    last_trouble = ""
    for turn in turns(configuration, token, options.workers):
        if not options.lang:
            use_language(turn.configuration.settings.language)
        if turn.refused is not None:
            printer.aside(_trouble(turn.refused))
            printer.aside(_("opos goes on with the configuration as it was before."))
        try:
            ended = _unattended(turn.configuration, options, printer).follow(turn.steps)
        except OposError as error:
            if _trouble(error) != last_trouble:
                last_trouble = _trouble(error)
                printer.aside(last_trouble)
            continue
        last_trouble = ""
        if ended:
            print_summary(severest([end.exit_code for end in ended]), ended, printer)
    return token.exit_code


def _watch_folder(
    folder: Path, options: Namespace, printer: Printer, token: CancelToken
) -> ExitCode:
    """Watch every configuration in the folder; each line has the name of its configuration before
    it, or in its record.
    """
    import json

    from engine.worker.watch_folder import FolderWatch
    from engine.worker.watcher_process import PrintedLine

    def tell(name: str, line: PrintedLine) -> None:
        named = f"{name}: {line.text}"
        try:
            record = json.loads(line.text) if options.json and not line.is_error else None
        except ValueError:  # the half line of one that was killed
            record = None
        if record is None and (options.json or line.is_error):
            printer.aside(named)
        else:
            printer.line(named, {"configuration": name, **(record or {})})

    def watch_one(configuration: Configuration) -> ExitCode:
        return watch(configuration, options, printer, token)

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return FolderWatch(folder, token, watch_one, tell).run()


def _trouble(error: OposError) -> str:
    return f"opos: {cause_of(error)} {advice_of(error)}"
