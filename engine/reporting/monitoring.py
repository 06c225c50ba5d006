"""Telling other programs how the imports stand: figures for Prometheus, pings to a watchdog, one
line for Nagios.

None of it may disturb a run: what fails here becomes a notice, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal

import msgspec

from engine.common.atomic_write import sweep_beside, write_atomically
from engine.common.cancellation import CancelToken
from engine.common.i18n import ngettext
from engine.common.in_time import in_time
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.journal.events import RunFinished
from engine.messages.reporting import ReportNotice
from engine.model.message import Message

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


class State(IntEnum):
    """The states of a monitoring plugin, which are its exit codes."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def write_prometheus(path: Path, standings: Sequence[Standing]) -> Message | None:
    """Replace the file that node_exporter's textfile collector reads, readable for all. Returns
    what went wrong.
    """
    try:
        sweep_beside(path)
        write_atomically(path, [prometheus_text(standings).encode()], mode=0o644)
    except OSError as error:
        return Message.of(ReportNotice.PROMETHEUS_FILE, path=str(path), why=system_reason(error))
    return None


def prometheus_text(standings: Sequence[Standing]) -> str:
    """The figures in the text format of Prometheus, by the interface's name in the
    configuration.
    """
    return "".join(
        f"# HELP {name} {meaning}\n# TYPE {name} gauge\n"
        + "".join(f'{name}{{interface="{who}"}} {value}\n' for who, value in samples)
        for name, meaning, samples in _metrics(standings)
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
    The address is as good as a password, so the notice of what went wrong names the host alone.
    Raises `Cancelled` as soon as the run is stopped.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.parse import quote, urlsplit
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Unmoved(HTTPRedirectHandler):
        """An address that leads elsewhere is told, not followed: it could lead into our net."""

        def redirect_request(self, *_request: Any, **_named: Any) -> None:
            return None

    host = ""
    try:
        parts = urlsplit(url.replace("{interface}", quote(interface, safe="")))
        host = parts.hostname or ""
        path = parts.path.rstrip("/") + {"start": "/start", "success": "", "fail": "/fail"}[signal]
        address = parts._replace(path=path).geturl()
        body = text.encode()[:_PING_BYTES]
        headers = {"User-Agent": "opos", "Content-Type": "text/plain"}
        request = Request(address, body, headers)  # noqa: S310 - settings take http(s) alone
        opener = build_opener(Unmoved)
        in_time(lambda: opener.open(request, timeout=timeout).close(), token, timeout)
    except HTTPError as error:
        error.close()
        why: Message | str = str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        why = _reason(error)
    else:
        return None
    return Message.of(ReportNotice.PING, host=host, why=why)


def _reason(error: Exception) -> Message | str:
    """Why a request failed, without its address."""
    cause = getattr(error, "reason", error)
    return (
        system_reason(cause)
        if isinstance(cause, OSError) and cause.strerror
        else type(cause).__name__
    )


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


def _moments(moments: Iterable[tuple[str, datetime | None]]) -> list[tuple[str, float]]:
    return [(who, round(moment.timestamp(), 3)) for who, moment in moments if moment is not None]
