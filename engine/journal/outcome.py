"""Adding up the story of a run: its sums, its outcome, its exit code."""

from __future__ import annotations

from typing import Any, assert_never

from msgspec.structs import asdict

from engine.common.i18n import advice_of, cause_of
from engine.journal import events
from engine.journal.event_message import code_and_params
from engine.journal.events import Act, AnyEvent, FileRefused, Outcome, RunFinished
from engine.model.counts import Counts
from engine.model.errors import ExitCode, OposError, severest


class RunOutcome:
    """Adds up the events of a run, and knows from them how it ends."""

    def __init__(self, act: Act = "import", *, dry_run: bool) -> None:
        self._act: Act = act
        self._dry_run = dry_run
        self._counts = Counts()
        self._files = self._rejected = 0
        self._committed = False
        self._refused: FileRefused | None = None
        self._codes: list[ExitCode] = []

    def add(self, event: AnyEvent) -> None:
        """Take in what happened next."""
        match event:
            case events.FileFetched():
                self._files += 1
            case events.RowRejected():
                self._rejected += 1
                self._codes.append(ExitCode.WITH_WARNINGS)
            case events.Warned():
                self._codes.append(ExitCode.WITH_WARNINGS)
            case events.Planned():
                self._counts += event
            case events.GuardHeld() | events.FileSkipped(reason="waiting_for_release"):
                self._codes.append(ExitCode.HELD)
            case events.FileRefused():
                self._refused = self._refused or event
                self._codes.append(ExitCode.LIST_REFUSED)
            case events.ReportFailed() | events.ExportFailed():
                self._codes.append(ExitCode.REPORT_FAILED)
            case events.Committed():
                self._committed = True
            case (
                events.RunStarted()
                | events.Connected()
                | events.FileFound()
                | events.FileSkipped()
                | events.ListRead()
                | events.Noted()
                | events.PlannedFor()
                | events.ItemPlanned()
                | events.FileRemoved()
                | events.OriginalRemoved()
                | events.Exported()
                | events.Progress()
                | events.ReportSent()
                | RunFinished()
            ):
                pass
            case _:
                assert_never(event)

    def finished(self, seconds: float, error: OposError | None = None) -> RunFinished:
        """The last event of the run, whose story ended by itself or with `error`."""
        code = severest([*self._codes, *([error.exit_code] if error else [])])
        return RunFinished(
            outcome=self._outcome(code, error),
            exit_code=int(code),
            act=self._act,
            **asdict(self._counts),
            rejected=self._rejected,
            files=self._files,
            seconds=round(seconds, 3),
            **self._why(error),
        )

    def _why(self, error: OposError | None) -> dict[str, Any]:
        """What ended the run: the error, or the first file that was refused."""
        if error is None:
            refused = self._refused
            names = ("code", "params", "cause", "advice")
            return {} if refused is None else {name: getattr(refused, name) for name in names}
        words = {"cause": cause_of(error), "advice": advice_of(error)}
        return words | code_and_params(error.message)

    def _outcome(self, code: ExitCode, error: OposError | None) -> Outcome:
        if error is not None:
            return "cancelled" if code in (ExitCode.INTERRUPTED, ExitCode.TERMINATED) else "failed"
        if self._dry_run:
            return "dry_run"
        if code is ExitCode.HELD:
            return "held"
        if code is ExitCode.LIST_REFUSED:
            return "refused"
        return "imported" if self._committed else "nothing_to_do"
