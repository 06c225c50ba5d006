"""`opos runs`, `opos show RUN`: the history, and one run whole."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import asdict

from engine.cli.commands import Answer, Line
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_text import (
    act_word,
    outcome_word,
    render,
    render_figures,
)
from engine.journal.events import RunFinished
from engine.journal.journal import Run
from engine.model.errors import ExitCode
from engine.model.item import to_decimal
from engine.model.money import Money
from engine.queries.history_text import local_time


def runs(data: DataFolder, zone: ZoneInfo) -> Answer:
    """Every run at a glance, the newest first."""
    found = list(journal.newest(data.journals))
    if not found:
        yield Line(_("No run yet. `opos --headless -i NAME` starts one."))
    for run in found:
        yield Line(_glance(run, zone), record(run))
    return ExitCode.OK


def show(data: DataFolder, zone: ZoneInfo, name: str) -> Answer:
    """One run, every event of its journal."""
    path = journal.find_run(data.journals, name)
    for entry in journal.read_journal(path):
        yield Line(
            f"{local_time(entry.at, zone)}  {render(entry.event)}",
            msgspec.Raw(journal.encode(entry)),
        )
    return ExitCode.OK


def record(run: Run) -> dict[str, object]:
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
        **({} if run.finished is None else _fields(run.finished)),
    }


def _fields(finished: RunFinished) -> dict[str, object]:
    return {
        name: to_decimal(value) if isinstance(value, Money) else value
        for name, value in asdict(finished).items()
    }


def _glance(run: Run, zone: ZoneInfo) -> str:
    words = outcome_word(run.state)
    if run.started.act != "import":
        words = f"{act_word(run.started.act)}, {words}"
    if run.finished is not None and run.finished.touch_items:
        words += ": " + render_figures(run.finished)
    if run.finished is not None and run.finished.cause:
        words += f" {run.finished.cause}"
    return f"{sanitize(run.run):<34} {local_time(run.started_at, zone)}  {words}"
