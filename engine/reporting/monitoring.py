"""Telling other programs how the imports stand: figures for Prometheus, pings to a watchdog, one
line for Nagios.

None of it may disturb a run: what fails here becomes a notice, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Literal

import msgspec

from engine.common.atomic_write import sweep_beside, write_atomically
from engine.common.cancellation import CancelToken
from engine.common.i18n import ngettext
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.journal.events import RunFinished
from engine.messages.reporting import ReportNotice
from engine.model.message import Message
from engine.reporting.http_post import NotTaken, post

PING_SECONDS = 5.0
_PING_BYTES = 10_000


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How one interface stands. Moments are UTC; None: never yet."""

    interface: str
    last_run: datetime | None = None
    """When its last run ended."""
    finished: RunFinished | None = None
    """How that run ended."""
    last_import: datetime | None = None
    """When a list was imported last."""
    next_run: datetime | None = None


class ExportStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How one export stands."""

    export: str
    waiting: int
    """Files that are not where they belong yet."""
    last_sent: datetime | None = None


class State(IntEnum):
    """The states of a monitoring plugin, which are its exit codes."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def write_prometheus(
    path: Path, standings: Sequence[Standing], exports: Sequence[ExportStanding] = ()
) -> Message | None:
    """Replace the file that node_exporter's textfile collector reads, readable for all. Returns
    what went wrong.
    """
    try:
        sweep_beside(path)
        write_atomically(path, [prometheus_text(standings, exports).encode()], mode=0o644)
    except OSError as error:
        return Message.of(ReportNotice.PROMETHEUS_FILE, path=str(path), why=system_reason(error))
    return None


def prometheus_text(standings: Sequence[Standing], exports: Sequence[ExportStanding] = ()) -> str:
    """The figures in the text format of Prometheus, by the name of the interface, or of the export,
    in the configuration.
    """
    of_exports = _export_metrics(exports) if exports else ()
    labelled = [("interface", each) for each in _metrics(standings)]
    labelled += [("export", each) for each in of_exports]
    return "".join(
        f"# HELP {name} {meaning}\n# TYPE {name} gauge\n"
        + "".join(f'{name}{{{label}="{who}"}} {value}\n' for who, value in samples)
        for label, (name, meaning, samples) in labelled
    )


def ping(
    url: str,
    interface: str,
    signal: Literal["start", "success", "fail"],
    token: CancelToken,
    text: str = "",
    timeout: float = PING_SECONDS,
) -> Message | None:
    """Tell a watchdog in the manner of healthchecks.io that a run starts or how it ended, with
    `text` for whoever looks there.

    `{interface}` in the address stands for the interface, so that each can have a check of its own.
    Raises `Cancelled` as soon as the run is stopped.
    """
    from urllib.parse import quote, urlsplit

    try:
        parts = urlsplit(url.replace("{interface}", quote(interface, safe="")))
    except ValueError as error:
        return Message.of(ReportNotice.PING, host="", why=type(error).__name__)
    path = parts.path.rstrip("/") + {"start": "/start", "success": "", "fail": "/fail"}[signal]
    try:
        post(
            parts._replace(path=path).geturl(),
            text.encode()[:_PING_BYTES],
            {"Content-Type": "text/plain"},
            token,
            timeout,
        )
    except NotTaken as error:
        return Message.of(ReportNotice.PING, host=error.host, why=error.why)
    return None


def nagios_line(
    findings: Sequence[tuple[State, str]], standings: Sequence[Standing]
) -> tuple[State, str]:
    """The state and the one line of a monitoring plugin: the worst finding first, then figures
    after a bar.
    """
    severest_first = (State.CRITICAL, State.WARNING, State.UNKNOWN, State.OK)
    ranked = sorted(findings, key=lambda finding: severest_first.index(finding[0]))
    state = ranked[0][0] if ranked else State.OK
    told = [
        sanitize(text).rstrip(".").replace("|", "/")
        for severity, text in ranked
        if severity is not State.OK
    ]
    n = len(standings)
    summary = "; ".join(told) or ngettext(
        "{n} interface, all is well", "{n} interfaces, all is well", n
    ).format(n=n)
    troubled = sum(1 for standing in standings if standing.finished and standing.finished.exit_code)
    return state, f"OPOS {state.name} - {summary} | interfaces={n} troubled={troubled}"


def _metrics(standings: Sequence[Standing]) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    """Name, meaning, and the values by interface; an interface without a value is left out, as
    Prometheus expects.
    """
    ended = [(standing.interface, standing.finished) for standing in standings if standing.finished]
    yield (
        "opos_run_timestamp_seconds",
        "When the last run ended.",
        _moments((s.interface, s.last_run) for s in standings),
    )
    yield (
        "opos_run_exit_code",
        "How it ended; 0 is well.",
        [(who, end.exit_code) for who, end in ended],
    )
    yield (
        "opos_run_duration_seconds",
        "How long it took.",
        [(who, end.seconds) for who, end in ended],
    )
    yield "opos_run_rejected_rows", "Rows it rejected.", [(who, end.rejected) for who, end in ended]
    yield (
        "opos_import_timestamp_seconds",
        "When a list was imported last.",
        _moments((s.interface, s.last_import) for s in standings),
    )
    yield (
        "opos_next_run_timestamp_seconds",
        "When it runs next.",
        _moments((s.interface, s.next_run) for s in standings),
    )


def _export_metrics(
    exports: Sequence[ExportStanding],
) -> Iterator[tuple[str, str, list[tuple[str, float]]]]:
    yield (
        "opos_export_waiting_files",
        "Files that wait to be sent.",
        [(each.export, each.waiting) for each in exports],
    )
    yield (
        "opos_export_timestamp_seconds",
        "When a file was sent last.",
        _moments((each.export, each.last_sent) for each in exports),
    )


def _moments(moments: Iterable[tuple[str, datetime | None]]) -> list[tuple[str, float]]:
    return [(who, round(moment.timestamp(), 3)) for who, moment in moments if moment is not None]
