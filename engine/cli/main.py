"""The command line: exit codes and signals.

What a command answers is in `engine.cli.commands`, and is imported when it is asked
for, so that a run of cron pays for nothing else.
"""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.cli.arguments import parse, wished_language
from engine.cli.printer import Printer
from engine.common import i18n
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.common.idle_cache import idle_fingerprint
from engine.model.errors import ExitCode, OposError, UsageError

if TYPE_CHECKING:
    from engine.common.data_folder import DataFolder
    from engine.settings.load import Configuration


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what the user can cause never ends in a
    traceback.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    i18n.use_language(wished_language(arguments) or i18n.language_of_the_system())
    printer = Printer()
    try:
        options = parse(arguments)
        if options.json:
            printer.speak_json()
        return int(COMMANDS[options.command](options, printer))
    except OposError as error:
        printer.error(error)
        return int(error.exit_code)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)


def _headless(options: Namespace, printer: Printer) -> ExitCode:
    if not options.headless:
        raise UsageError(
            _("These options go with a command or with --headless, and none is given."),
            _("`opos --headless -i NAME` runs an interface now; `opos --help` lists all commands."),
        )
    from engine.cli.commands.headless import headless

    seen = idle_fingerprint(options.config)
    token = CancelToken()
    stop_on_signals(token)
    if options.watch:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # there is nothing to open anew
    return printer.answer(headless(_configuration(options), options, token, seen))


def _demo(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.demo.demo import run_headless

    return printer.answer(run_headless(i18n.language()))


def _read(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.read import read, suggest
    from engine.lists.layouts.custom import all_layouts

    if options.suggest:
        return printer.answer(suggest(Path(options.file)))
    own = _configuration(options).settings.layouts if options.config else {}
    wanted = {"type": options.type, "content": options.content, "verbose": options.verbose}
    return printer.answer(
        read(
            Path(options.file),
            layouts=all_layouts(own),
            today=datetime.now().astimezone().date(),
            **wanted,
        )
    )


def _items(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.items import items
    from engine.cli.spreadsheet import export
    from engine.queries.invoices import item_record, select_items
    from engine.store.opening import open_store

    configuration = _configuration(options)
    if options.words[:1] == ["load"]:
        from engine.cli.commands.load import load

        if len(options.words) != 2:
            options.parser.error(_("`opos items load` takes one file."))
        return printer.answer(
            load(data_of(configuration), Path(options.words[1]), mandant=options.mandant)
        )
    words = " ".join(options.words)
    store = open_store(data_of(configuration))
    found = select_items(
        store.items().values(), text=words, status=options.status, mandant=options.mandant
    )
    if options.csv or options.xlsx:
        return printer.answer(
            export(map(item_record, found), csv_file=options.csv, xlsx_file=options.xlsx)
        )
    return printer.answer(items(found))


def _explain(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.explain import explain
    from engine.store.opening import open_store

    configuration = _configuration(options)
    store = open_store(data_of(configuration))
    return printer.answer(
        explain(
            store, data_of(configuration), zone_of(configuration), options.invoice, options.mandant
        )
    )


def _runs(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.runs import runs

    configuration = _configuration(options)
    return printer.answer(runs(data_of(configuration), zone_of(configuration)))


def _show(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.runs import show
    from engine.cli.spreadsheet import export
    from engine.queries.run_changes import run_changes
    from engine.store.opening import open_store

    configuration = _configuration(options)
    data = data_of(configuration)
    if options.csv or options.xlsx:
        changed = run_changes(open_store(data), data, options.run)
        return printer.answer(export(changed, csv_file=options.csv, xlsx_file=options.xlsx))
    return printer.answer(show(data, zone_of(configuration), options.run))


def _undo(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.undo import undo

    return printer.answer(undo(_configuration(options), options.run, dry_run=options.dry_run))


def _release(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.undo import release

    wanted = {"reason": options.reason, "reject": options.reject, "dry_run": options.dry_run}
    return printer.answer(release(_configuration(options), options.run, **wanted))


def _next(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.next_runs import next_runs

    return printer.answer(next_runs(_configuration(options), options.runs))


def _service(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.service import service

    return printer.answer(service(_configuration(options), options.what))


def _check(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.check import check

    token = CancelToken()
    stop_on_signals(token)
    return printer.answer(check(lambda: _configuration(options), options, token))


def _verify(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.verify import verify

    return printer.answer(verify(data_of(_configuration(options))))


def _prune(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.prune import prune

    return printer.answer(
        prune(data_of(_configuration(options)), years=options.years, dry_run=options.dry_run)
    )


def _template(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.template import template

    return printer.answer(template(Path(options.file)))


def _config(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.config import config

    return printer.answer(config(options.what, Path(options.config) if options.config else None))


def _admin_password(options: Namespace, printer: Printer) -> ExitCode:
    from engine.cli.commands.admin_password import admin_password

    return printer.answer(admin_password(_configuration(options)))


COMMANDS: dict[str, Callable[[Namespace, Printer], ExitCode]] = {
    "headless": _headless,
    "demo": _demo,
    "read": _read,
    "items": _items,
    "explain": _explain,
    "runs": _runs,
    "show": _show,
    "undo": _undo,
    "release": _release,
    "next": _next,
    "service": _service,
    "check": _check,
    "verify": _verify,
    "prune": _prune,
    "template": _template,
    "config": _config,
    "admin-password": _admin_password,
}


def _configuration(options: Namespace) -> Configuration:
    """The configuration that was named or found; its language holds unless another
    was asked for.
    """
    from engine.settings.load import load_settings

    configuration = load_settings(Path(options.config) if options.config else None)
    if not options.lang:
        i18n.use_language(configuration.settings.language)
    return configuration


def data_of(configuration: Configuration) -> DataFolder:
    """The data folder that the configuration names."""
    from engine.common.data_folder import DataFolder

    return DataFolder(configuration.data_dir)


def zone_of(configuration: Configuration) -> ZoneInfo:
    """The practice's time zone."""
    return ZoneInfo(configuration.settings.timezone)


def stop_on_signals(token: CancelToken) -> None:
    """Stop in order on the first signal; the second ends the program at once."""

    def stop(number: int, _frame: object) -> None:
        if token.is_cancelled:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        token.cancel(ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.TERMINATED)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
