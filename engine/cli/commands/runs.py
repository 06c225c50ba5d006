"""`opos runs`: the history."""

from __future__ import annotations

from argparse import Namespace
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_message import event_cause
from engine.journal.event_text import act_word, outcome_word, render_figures
from engine.journal.journal import Run
from engine.model.errors import ExitCode
from engine.model.money import with_decimals
from engine.queries.history_text import local_time
from engine.store.opening import fetch_journals


def add_arguments(_parser: Parser) -> None:
    """It takes none."""


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print every run at a glance, the newest first."""
    configuration = asked_configuration(options)
    zone = zone_of(configuration)
    fetch_journals(configuration.data)
    found = list(journal.newest(configuration.data.journals))
    if not found:
        printer.line(_("No run yet. `opos --headless -i NAME` starts one."))
    for each in found:
        printer.line(_text(each, zone), _record(each))
    return ExitCode.OK


def _record(run: Run) -> dict[str, object]:
    """The run as an object: what its first and last event say."""
    return {
        "run": run.run,
        "interface": run.interface,
        "started_at": run.started_at,
        "state": run.state,
        "act": run.started.act,
        "trigger": run.started.trigger,
        "dry_run": run.started.dry_run,
        "user": run.started.user,
        "host": run.started.host,
        **({} if run.finished is None else with_decimals(asdict(run.finished))),
    }


def _text(run: Run, zone: ZoneInfo) -> str:
    words = outcome_word(run.state)
    if run.started.act != "import":
        done = act_word(run.started.act)
        words = done if run.state == "imported" else f"{done}, {words}"
    if finished := run.finished:
        figures = render_figures(finished) if finished.any_items else ""
        words = ": ".join(filter(None, (words, f"{figures} {event_cause(finished)}".strip())))
    return f"{sanitize(run.run):<34} {local_time(run.started_at, zone)}  {words}"
