"""What runs that are going on tell: event by event, with a heading for each, and their sum."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from engine.cli.printer import Printer
from engine.common.i18n import advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_level import Level, level
from engine.journal.event_text import render_event
from engine.journal.events import Progress
from engine.journal.journal import JournalEntry
from engine.model.errors import ExitCode, Locked, OposError
from engine.settings.load import Configuration
from engine.worker.one_run import Ended, Steps


class RunOutput:
    """Prints every event with `--json`, for people those of the level `shown` or above.

    That another run holds the store is told only where it has for longer than `patience`: the clock
    asks again in a minute.
    """

    def __init__(
        self,
        printer: Printer,
        configuration: Configuration,
        shown: Level,
        patience: timedelta = timedelta(0),
    ) -> None:
        self._printer = printer
        self._configuration = configuration
        self._shown = shown
        self._patience = patience
        self._headed = ""

    def follow(self, steps: Steps) -> list[Ended]:
        """Print what happens until nothing more does; return how each run ended."""
        ended: list[Ended] = []
        for step in steps:
            if isinstance(step, JournalEntry):
                self._print(step)
                continue
            ended.append(step)
            if step.error is not None and not self._is_young(step.error):
                self._printer.aside(
                    f"opos: {step.interface}: {cause_of(step.error)} {advice_of(step.error)}"
                )
        return ended

    def _print(self, entry: JournalEntry) -> None:
        record = msgspec.Raw(journal.encode(entry))
        if isinstance(entry.event, Progress):
            self._printer.passing(progress_bar(entry.event), record)
        elif level(entry.event) < self._shown:
            self._printer.line(None, record)
        else:
            self._head(entry)
            self._printer.line(f"    {render_event(entry.event)}", record)

    def _head(self, entry: JournalEntry) -> None:
        """Print which interface the run is of, before the first of its events."""
        if entry.run == self._headed:
            return
        if self._headed:
            self._printer.line("")
        self._headed = entry.run
        name = self._configuration.settings.interfaces[entry.interface].name
        self._printer.line(f"{sanitize(name)} ({entry.interface})")

    def _is_young(self, error: OposError) -> bool:
        if not isinstance(error, Locked) or not self._patience:
            return False
        return error.began is None or datetime.now(UTC) - error.began < self._patience


def progress_bar(progress: Progress) -> str:
    """How far it is, in a line that any terminal can draw."""
    if progress.step == "wait" or not progress.total:
        return render_event(progress)
    share = min(1.0, progress.done / progress.total)
    return f"[{'#' * round(share * 20):<20}] {share:4.0%}  {render_event(progress)}"


def print_summary(code: ExitCode, ended: list[Ended], printer: Printer) -> None:
    """Print the last line of `--json`: the exit code and what it stands for."""
    runs = [
        {
            "run": end.run,
            "interface": end.interface,
            "outcome": end.outcome,
            "exit_code": int(end.exit_code),
        }
        for end in ended
    ]
    printer.line(
        None, {"v": journal.VERSION, "type": "summary", "exit_code": int(code), "runs": runs}
    )
