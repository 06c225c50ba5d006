"""How much each event matters: what cron mails, what is coloured, what only `-v` shows."""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from engine.journal import events
from engine.journal.events import AnyEvent
from engine.messages.imports import WayOfReading

_DETAILS = frozenset(code.value for code in WayOfReading)
"""The codes of what is noted for whoever looks closely."""


class Level(IntEnum):
    """How much an event matters to someone who reads along."""

    DETAIL = 0
    INFO = 1
    WARNING = 2
    ERROR = 3


def level(event: AnyEvent) -> Level:
    """How much this event matters."""
    match event:
        case events.RunFinished():
            if event.outcome in ("failed", "refused"):
                return Level.ERROR
            return Level.WARNING if event.exit_code else Level.INFO
        case events.Noted() if event.code in _DETAILS:
            return Level.DETAIL
        case events.FileRefused() | events.ReportFailed() | events.ExportFailed():
            return Level.ERROR
        case (
            events.RowRejected()
            | events.Warned()
            | events.GuardHeld()
            | events.FileSkipped(reason="waiting_for_release")
        ):
            return Level.WARNING
        case (
            events.Connected(protocol="ftp")
            | events.ListRead()
            | events.Noted()
            | events.Planned()
            | events.PlannedFor()
            | events.Committed()
            | events.FileRemoved()
            | events.FileSkipped()
            | events.Exported()
        ):
            return Level.INFO
        case (
            events.RunStarted()
            | events.Connected()
            | events.FileFound()
            | events.FileFetched()
            | events.ItemPlanned()
            | events.OriginalRemoved()
            | events.Progress()
            | events.ReportSent()
        ):
            return Level.DETAIL
        case _:
            assert_never(event)
