"""SIGTERM ends a run in order within two seconds, whatever it is at: a real one for each phase."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from engine.common.file_lock import file_lock
from engine.journal.journal import newest
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import Practice
from tests.servers.ftp import PASSWORD, USER
from tests.servers.scripted_ftp import ScriptedFtp, hang, stall
from tests.waiting import wait_until

SOON = 2.0
SLACK = 4.0
"""Seconds more for a machine that is busy with other tests."""
MANY = 250_000
"""Rows that take longer to read and to plan than a signal takes to come."""
FTP = """
[interfaces.{name}]
name = "From a server"
[interfaces.{name}.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "{user}"
{password}
filename = "OPOS"
stable_seconds = {stable}
[interfaces.{name}.posting]
mandants = ["001"]
"""


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    return practice


def add(practice: Practice, text: str) -> None:
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(text)


def add_ftp(
    practice: Practice, port: int, *, name: str = "far", stable: int = 0, more: str = ""
) -> None:
    add(practice, FTP.format(name=name, port=port, user=USER, password=more, stable=stable))
    secrets = practice.folder / "secrets.toml"
    if not more:
        with secrets.open("a", encoding="utf-8") as file:
            file.write(f'[interfaces.{name}.source]\npassword = "{PASSWORD}"\n')
        secrets.chmod(0o600)


@contextmanager
def started(practice: Practice, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = practice.command("--headless", *arguments)
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told(practice: Practice, kind: str) -> bool:
    """Whether any journal tells of such an event by now."""
    return any(
        f'"type":"{kind}"' in path.read_text() for path in practice.data.journals.glob("*.jsonl")
    )


def has_runs(practice: Practice, count: int) -> bool:
    return len(list(newest(practice.data.journals))) == count


def ends_soon(practice: Practice, process: subprocess.Popen[bytes], *, runs: int = 1) -> None:
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    code = process.wait(timeout=60)
    took = time.monotonic() - began
    assert code == 143, process.stdout.read() if process.stdout else ""
    assert took < SOON + SLACK
    ended = [run.finished for run in newest(practice.data.journals)]
    assert len(ended) == runs
    assert all(ended), "a run without a last word"
    assert not list(practice.data.spool.iterdir())


@pytest.mark.parametrize("step", ["greeting", "PASS", "MLSD", "RETR"])
def test_at_a_server_that_hangs(practice: Practice, step: str) -> None:
    with ScriptedFtp({"/OPOS.csv": b"1" * 1000}) as server:
        if step == "greeting":
            server.greeting = hang
        else:
            server.instead[step] = stall if step == "RETR" else hang
        add_ftp(practice, server.port)
        with started(practice, "-i", "far") as process:
            wait_until(lambda: server.open if step == "greeting" else server.asked(step))
            ends_soon(practice, process)


def test_at_two_servers_that_hang_side_by_side(practice: Practice) -> None:
    with ScriptedFtp() as far, ScriptedFtp() as away:
        for name, server in (("far", far), ("away", away)):
            server.instead["MLSD"] = hang
            add_ftp(practice, server.port, name=name)
        with started(practice, "-i", "far", "-i", "away") as process:
            wait_until(lambda: far.asked("MLSD") and away.asked("MLSD"))
            ends_soon(practice, process, runs=2)


def test_while_it_connects(practice: Practice) -> None:
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _connection in range(8):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        add_ftp(practice, listener.getsockname()[1])
        with started(practice, "-i", "far") as process:
            wait_until(lambda: told(practice, "run_started"))
            ends_soon(practice, process)


def test_while_the_command_for_the_password_sleeps(practice: Practice) -> None:
    begun = practice.folder / "begun"
    script = practice.folder / "ask"
    script.write_text(f"#!/bin/sh\ntouch {begun}\nexec sleep 60\n")
    script.chmod(0o700)
    add_ftp(practice, 21, more=f'password_command = "{script}"')
    with started(practice, "-i", "far") as process:
        wait_until(begun.exists)
        ends_soon(practice, process)


def test_while_it_waits_for_a_file_to_stand_still(practice: Practice) -> None:
    with ScriptedFtp({"/OPOS.csv": b"1" * 1000}) as server:
        add_ftp(practice, server.port, stable=3600)
        with started(practice, "-i", "far") as process:
            wait_until(lambda: told(practice, "file_found"))
            ends_soon(practice, process)


def test_while_it_waits_for_the_store(practice: Practice) -> None:
    practice.put_list("RE-1 60,00")
    with file_lock(practice.data.lock), started(practice, "-i", "datev") as process:
        wait_until(lambda: told(practice, "note"))
        ends_soon(practice, process)
    assert practice.items["RE-1"].open == 100_00


@pytest.mark.parametrize("event", ["file_fetched", "list_read"])
def test_while_it_reads_or_plans_a_long_list(practice: Practice, event: str) -> None:
    practice.put_list(*(f"RE-{number} 100,00" for number in range(MANY)))
    with started(practice, "-i", "datev") as process:
        wait_until(lambda: told(practice, event))
        ends_soon(practice, process)
    assert len(practice.items) == 1


def test_while_it_reads_a_workbook(practice: Practice) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Rechnungsnummer", "Saldo"])
    for number in range(40_000):
        sheet.append([f"RE-{number}", 100, *["x" * 20] * 10])
    book.save(practice.uploads / "OPOS.xlsx")
    add(practice, '[interfaces.datev.file]\ntype = "excel"\n')
    with started(practice, "-i", "datev") as process:
        wait_until(lambda: told(practice, "file_fetched"))
        ends_soon(practice, process)


@pytest.mark.parametrize("listener", ["mail", "ping"])
def test_at_a_listener_that_dribbles(practice: Practice, listener: str) -> None:
    """It sends a byte now and then: no timeout of a single read ever ends that."""
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def dribble() -> None:
            connection, _address = server.accept()
            asked.set()
            with connection:
                try:
                    connection.sendall(b"220-" if listener == "mail" else b"HTTP/1.1 200 O")
                    while True:
                        connection.sendall(b"a")
                        time.sleep(0.2)
                except OSError:
                    return

        threading.Thread(target=dribble, daemon=True).start()
        port = server.getsockname()[1]
        if listener == "mail":
            text = f"""
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "opos@example.org"
[interfaces.datev.report]
email = ["office@example.org"]
on = ["failure", "warning", "success"]
"""
        else:
            text = f'[monitoring]\nping_url = "http://127.0.0.1:{port}/x"\n'
        add(practice, text)
        practice.put_list("RE-1 60,00")
        with started(practice, "-i", "datev") as process:
            wait_until(asked.is_set)
            ends_soon(practice, process)
    assert practice.items["RE-1"].open == (60_00 if listener == "mail" else 100_00)


def test_what_was_committed_is_told_as_committed(practice: Practice) -> None:
    """Stopped at any moment of a run, journal and ledger agree."""
    for number in range(12):
        practice.put_list(f"RE-1 {90 - number},00", name=f"OPOS_{number}.csv")
        with started(practice, "-i", "datev") as process:
            wait_until(partial(has_runs, practice, number + 1))
            time.sleep(number * 0.01)
            process.send_signal(signal.SIGTERM)
            # The last: its run had ended already, and Python itself was on its way out.
            assert process.wait(timeout=60) in (0, 3, 143, -signal.SIGTERM)
    assert practice.opos("verify").code == 0
    store = open_store(practice.data)
    for run in newest(practice.data.journals):
        journal = (practice.data.journals / f"{run.run}.jsonl").read_text()
        assert journal.count('"type":"committed"') == len(store.entries_of(run.run))
        assert run.finished
