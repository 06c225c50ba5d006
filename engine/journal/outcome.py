"""Adding up the story of a run: its sums, its outcome, its exit code."""

from __future__ import annotations

from engine.common.i18n import advice_of, cause_of
from engine.journal.events import (  # fmt: skip
    Act,
    Committed,
    Event,
    FileFetched,
    FileRefused,
    FileSkipped,
    GuardHeld,
    Outcome,
    Planned,
    ReportFailed,
    RowRejected,
    RunFinished,
    Warned,
)
from engine.model.errors import ExitCode, OposError, severest
from engine.model.item import from_decimal, to_decimal

_COUNTS = ("created", "changed", "paid", "part_paid", "reopened", "deleted", "unchanged", "unknown")


class RunOutcome:
    """Told every event of a run, it knows how the run ends."""

    def __init__(self, act: Act = "import", *, dry_run: bool) -> None:
        self._act: Act = act
        self._dry_run = dry_run
        self._counts = dict.fromkeys(_COUNTS, 0)
        self._settled = self._reopened = 0
        self._files = self._rejected = 0
        self._committed = False
        self._refused: FileRefused | None = None
        self._codes: list[ExitCode] = []

    def add(self, event: Event) -> None:
        match event:
            case FileFetched():
                self._files += 1
            case RowRejected():
                self._rejected += 1
                self._codes.append(ExitCode.WITH_WARNINGS)
            case Warned():
                self._codes.append(ExitCode.WITH_WARNINGS)
            case Planned():
                for count in _COUNTS:
                    self._counts[count] += getattr(event, count)
                self._settled += from_decimal(event.settled_amount)
                self._reopened += from_decimal(event.reopened_amount)
            case GuardHeld():
                self._codes.append(ExitCode.HELD)
            case FileSkipped(reason="waiting_for_release"):
                self._codes.append(ExitCode.HELD)
            case FileRefused():
                self._refused = self._refused or event
                self._codes.append(ExitCode.LIST_REFUSED)
            case ReportFailed():
                self._codes.append(ExitCode.REPORT_FAILED)
            case Committed():
                self._committed = True

    def finished(self, seconds: float, error: OposError | None = None) -> RunFinished:
        """The last event of the run, whose story ended by itself or with `error`."""
        code = severest([*self._codes, *([error.exit_code] if error else [])])
        cause, advice = (cause_of(error), advice_of(error)) if error else ("", "")
        if error is None and self._refused is not None:
            cause, advice = self._refused.cause, self._refused.advice
        return RunFinished(
            outcome=self._outcome(code, error),
            exit_code=int(code),
            act=self._act,
            **self._counts,
            settled_amount=to_decimal(self._settled),
            reopened_amount=to_decimal(self._reopened),
            rejected=self._rejected,
            files=self._files,
            seconds=round(seconds, 3),
            cause=cause,
            advice=advice,
        )

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
