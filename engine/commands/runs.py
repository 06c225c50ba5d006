"""`opos runs`, `opos show RUN`: the history, and one run whole."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from engine import journal
from engine.commands import Answer, Line
from engine.errors import ExitCode
from engine.journal import Run
from engine.language import _
from engine.narration import figures, outcome_word, tell
from engine.paths import DataFolder
from engine.plain import plain


def runs(data: DataFolder, zone: ZoneInfo) -> Answer:
    """Every run at a glance, the newest first."""
    found = journal.runs(data.journals)
    if not found:
        yield Line(_("No run yet. `opos --headless -i NAME` starts one."))
    for run in found:
        yield Line(_glance(run, zone), record(run))
    return ExitCode.OK


def show(data: DataFolder, zone: ZoneInfo, name: str) -> Answer:
    """One run, every event of its journal."""
    path = journal.find_run(data.journals, name)
    for entry in journal.read(path):
        yield Line(f"{local_time(entry.at, zone)}  {tell(entry.event)}", msgspec.Raw(journal.encode(entry)))
    return ExitCode.OK


def record(run: Run) -> dict[str, object]:
    """The run as an object: what its first and last event say."""
    return {
        "run": run.run,
        "interface": run.interface,
        "started_at": run.started_at,
        "state": run.state,
        "trigger": run.started.trigger,
        "dry_run": run.started.dry_run,
        "user": run.started.user,
        "host": run.started.host,
        **({} if run.finished is None else _without_type(run.finished)),
    }


def local_time(at: datetime, zone: ZoneInfo) -> str:
    """A moment as people read it, in the practice's zone."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _without_type(event: msgspec.Struct) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def _glance(run: Run, zone: ZoneInfo) -> str:
    words = outcome_word(run.state)
    if run.started.dry_run and run.finished is None:
        words += f" ({_('dry run')})"
    if run.finished is not None and (run.finished.files or run.interface == "load"):
        words += ": " + figures(run.finished)
    if run.finished is not None and run.finished.cause:
        words += f" {run.finished.cause}"
    return f"{plain(run.run):<34} {local_time(run.started_at, zone)}  {words}"
