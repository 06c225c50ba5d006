"""What other programs are told: figures, pings to a real server, and the line of a plugin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from engine.common.cancellation import CancelToken
from engine.common.i18n import render
from engine.journal.events import RunFinished
from engine.reporting.monitoring import (
    ExportStanding,
    Standing,
    State,
    nagios_line,
    ping,
    prometheus_text,
    write_prometheus,
)
from tests.practice import Practice
from tests.servers.http import HttpServer, http_server
from tests.servers.smtp import closed_port, listening

ENDED = datetime(2026, 11, 20, 7, 0, 3, tzinfo=UTC)
GOOD = Standing(
    interface="zahlungen",
    last_run=ENDED,
    finished=RunFinished(outcome="imported", exit_code=3, rejected=4, seconds=2.5),
    last_import=ENDED,
    next_run=datetime(2026, 11, 21, 6, 0, tzinfo=UTC),
)
NEVER = Standing(interface="datev")


def test_figures_of_what_ran_and_nothing_of_what_never_did() -> None:
    lines = prometheus_text([GOOD, NEVER]).splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        'opos_run_timestamp_seconds{interface="zahlungen"} 1795158003.0',
        'opos_run_exit_code{interface="zahlungen"} 3',
        'opos_run_duration_seconds{interface="zahlungen"} 2.5',
        'opos_run_rejected_rows{interface="zahlungen"} 4',
        'opos_import_timestamp_seconds{interface="zahlungen"} 1795158003.0',
        'opos_next_run_timestamp_seconds{interface="zahlungen"} 1795240800.0',
    ]
    assert "# TYPE opos_run_exit_code gauge" in lines


def test_the_file_is_replaced_whole_and_readable_for_all(tmp_path: Path) -> None:
    path = tmp_path / "opos.prom"
    for standings in ([NEVER], [GOOD]):
        assert write_prometheus(path, standings) is None
        assert path.read_text() == prometheus_text(standings)
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.glob("*.prom")) == [path]
    assert len([file for file in tmp_path.iterdir() if file.is_file()]) == 1


def test_a_file_that_cannot_be_written_is_a_notice(tmp_path: Path) -> None:
    notice = write_prometheus(tmp_path / "missing" / "opos.prom", [GOOD])
    assert notice is not None
    assert notice.code.value == "prometheus_file"
    assert "missing" in render(notice)


FAILED: tuple[str, Literal["fail"], CancelToken] = ("datev", "fail", CancelToken())


@pytest.fixture
def watchdog() -> Iterator[HttpServer]:
    with http_server() as server:
        yield server


def told(watchdog: HttpServer) -> list[tuple[str, str]]:
    """The path and the body of every call."""
    return [(call.path, call.body.decode()) for call in watchdog.calls]


def test_a_run_pings_and_tells_the_address_nowhere(watchdog: HttpServer, tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    text = (
        practice.config.read_text(encoding="utf-8")
        + f'\n[monitoring]\nping_url = "{watchdog.url}/{{interface}}"\n'
    )
    practice.config.write_text(text, encoding="utf-8")
    done = practice.opos("--headless", "-i", "datev", "--json")
    assert [call.path for call in watchdog.calls] == ["/geheim/datev/start", "/geheim/datev"]
    shown = practice.opos("config", "show")
    assert "geheim" not in done.out + done.err + shown.out
    assert "http://127.0.0.1" in shown.out


def test_a_ping_says_how_the_run_goes(watchdog: HttpServer) -> None:
    assert ping(watchdog.url, "datev", "start", CancelToken()) is None
    assert ping(watchdog.url, "datev", "success", CancelToken(), "37 bezahlt, 1.190,00 €") is None
    assert ping(f"{watchdog.url}/{{interface}}/?rid=1", *FAILED, "x" * 20_000) is None
    assert told(watchdog) == [
        ("/geheim/start", ""),
        ("/geheim", "37 bezahlt, 1.190,00 €"),
        ("/geheim/datev/fail?rid=1", "x" * 10_000),
    ]


@pytest.mark.parametrize("status", [404, 500])
def test_a_watchdog_that_refuses_is_a_notice_that_keeps_the_secret(
    status: int, watchdog: HttpServer
) -> None:
    watchdog.status = status
    notice = ping(watchdog.url, "datev", "start", CancelToken())
    assert notice is not None
    assert str(status) in render(notice)
    assert "geheim" not in render(notice)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_address_that_leads_elsewhere_is_not_followed(status: int, watchdog: HttpServer) -> None:
    watchdog.status, watchdog.location = status, watchdog.url + "/elsewhere"
    notice = ping(watchdog.url, *FAILED)
    assert notice is not None
    assert str(status) in render(notice)
    assert [call.path for call in watchdog.calls] == ["/geheim/fail"]


def test_a_watchdog_that_is_not_there_never_disturbs_a_run() -> None:
    with closed_port() as port:
        notice = ping(f"http://127.0.0.1:{port}/geheim", "datev", "start", CancelToken())
    assert notice is not None
    assert "Connection refused" in render(notice)
    with listening() as (port, _server):
        assert (
            ping(f"http://127.0.0.1:{port}/geheim", "datev", "start", CancelToken(), timeout=0.1)
            is not None
        )
    for url in (
        "http://[",
        "http://nowhere.invalid/geheim",
        "http://127.0.0.1:99999/geheim",
        "http://a b/geheim",
    ):
        notice = ping(url, "datev", "fail", CancelToken())
        assert notice is not None
        assert "geheim" not in render(notice)


def test_the_line_of_a_plugin_has_the_worst_first() -> None:
    findings = [
        (State.OK, "fine"),
        (State.WARNING, "No list for 15 days."),
        (State.CRITICAL, "Bad | name\nforged"),
    ]
    state, line = nagios_line(findings, [GOOD, NEVER])
    assert state is State.CRITICAL
    assert (
        line
        == "OPOS CRITICAL - Bad / name\\x0aforged; No list for 15 days | interfaces=2 troubled=1"
    )


def test_the_line_of_a_plugin_when_all_is_well() -> None:
    assert nagios_line([(State.OK, "fine")], [NEVER]) == (
        0,
        "OPOS OK - 1 interface, all is well | interfaces=1 troubled=0",
    )
    assert nagios_line([], [])[0] is State.OK


def test_not_knowing_is_worse_than_well_and_better_than_a_warning() -> None:
    assert nagios_line([(State.OK, ""), (State.UNKNOWN, "?")], [])[0] is State.UNKNOWN
    assert nagios_line([(State.UNKNOWN, "?"), (State.WARNING, "!")], [])[0] is State.WARNING


def test_exports_that_wait_are_figures_of_their_own() -> None:
    exports = [ExportStanding(export="praxis", waiting=2, last_sent=ENDED)]
    lines = prometheus_text([GOOD], exports).splitlines()
    assert 'opos_export_waiting_files{export="praxis"} 2' in lines
    assert f'opos_export_timestamp_seconds{{export="praxis"}} {ENDED.timestamp()}' in lines
    assert "export" not in prometheus_text([GOOD])
