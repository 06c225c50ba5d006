"""A run that is stopped, or passes its deadline, ends at once wherever it waits."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from engine.common.cancellation import CancelToken
from engine.model.errors import Cancelled, DeadlineExceeded, ExitCode
from engine.sources import network
from engine.sources.server import Timeouts, TransientError
from tests.refusals import refused
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp, hang, stall
from tests.sources.conftest import Fetch, ftp_settings

PATIENT = Timeouts(connect=3600, login=3600, read=3600, pauses=(3600,))
LIST = {"/Zahlungen.csv": b"1" * 1000}
STEPS = ["greeting", "USER", "PASS", "MLSD", "RETR", "RETR in mid-transfer", "DELE"]


def hanging_at(server: ScriptedFtp, step: str) -> None:
    if step == "greeting":
        server.greeting = hang
    elif step == "RETR in mid-transfer":
        server.instead["RETR"] = stall
    else:
        server.instead[step] = hang


def when_asked(server: ScriptedFtp, step: str, act: object) -> threading.Thread:
    """Act once the server hangs."""

    def wait() -> None:
        while not (server.open if step == "greeting" else server.asked(step.split(" ")[0])):
            time.sleep(0.01)
        time.sleep(0.05)
        assert callable(act)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.parametrize("step", STEPS)
def test_cancel_from_another_thread(fetch: Fetch, step: str) -> None:
    token = CancelToken()
    with ScriptedFtp(LIST) as server:
        hanging_at(server, step)
        thread = when_asked(server, step, token.cancel)
        with pytest.raises(Cancelled) as stopped:
            fetch(ftp_settings(server.port), remove=True, token=token, timeouts=PATIENT)
        thread.join()
        assert stopped.value.exit_code == ExitCode.TERMINATED
        assert "/Zahlungen.csv" in server.files


@pytest.fixture
def cancelled_by_signal() -> Iterator[CancelToken]:
    token = CancelToken()
    former = signal.signal(
        signal.SIGUSR1, lambda _number, _frame: token.cancel(ExitCode.INTERRUPTED)
    )
    yield token
    signal.signal(signal.SIGUSR1, former)


@pytest.mark.parametrize("step", STEPS)
def test_cancel_out_of_a_signal_handler(
    fetch: Fetch, step: str, cancelled_by_signal: CancelToken
) -> None:
    with ScriptedFtp(LIST) as server:
        hanging_at(server, step)
        thread = when_asked(server, step, lambda: os.kill(os.getpid(), signal.SIGUSR1))
        with pytest.raises(Cancelled) as stopped:
            fetch(
                ftp_settings(server.port), remove=True, token=cancelled_by_signal, timeouts=PATIENT
            )
        thread.join()
        assert stopped.value.exit_code == ExitCode.INTERRUPTED


@pytest.mark.parametrize("step", ["greeting", "MLSD", "RETR in mid-transfer"])
def test_the_deadline_ends_a_drip_that_no_timeout_would(fetch: Fetch, step: str) -> None:
    def drip(conversation: Conversation, _argument: str) -> None:
        while not conversation.server.closing.wait(0.05):
            conversation.connection.sendall(b"2")

    with ScriptedFtp(LIST) as server:
        if step == "greeting":
            server.greeting = drip
        else:
            server.instead[step.split(" ")[0]] = drip
        token = CancelToken()
        with token.deadline(1), refused(DeadlineExceeded, match="longer than it may") as caught:
            fetch(ftp_settings(server.port), token=token, timeouts=PATIENT)
        assert caught.value.exit_code is ExitCode.UNREACHABLE


def test_cancel_during_the_wait_for_files_to_stand_still(fetch: Fetch) -> None:
    token = CancelToken()
    with ScriptedFtp(LIST) as server:
        thread = when_asked(server, "MLSD", token.cancel)
        with pytest.raises(Cancelled):
            fetch(ftp_settings(server.port, stable_seconds=3600), token=token)
        thread.join()


def test_cancel_between_two_tries(fetch: Fetch) -> None:
    token = CancelToken()
    with ScriptedFtp(LIST) as server:
        server.instead["MLSD"] = lambda conversation, _argument: conversation.connection.shutdown(
            socket.SHUT_RDWR
        )
        thread = when_asked(server, "MLSD", token.cancel)
        with pytest.raises(Cancelled):
            fetch(ftp_settings(server.port), token=token, timeouts=PATIENT)
        thread.join()


def test_cancel_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    token = CancelToken()
    asked, released = threading.Event(), threading.Event()

    def slow(*_arguments: object, **_more: object) -> list[object]:
        asked.set()
        released.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    def cancel_then() -> None:
        asked.wait()
        token.cancel()

    thread = threading.Thread(target=cancel_then)
    thread.start()
    with pytest.raises(Cancelled):
        network.connect("traege.example", 21, token, 3600)
    released.set()
    thread.join()


def test_a_name_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: released.wait() and [])
    with refused(TransientError, match=r"traege\.example could not be looked up"):
        network.connect("traege.example", 21, CancelToken(), 0.1)
    released.set()


@pytest.fixture
def full_port() -> Iterator[int]:
    """A port whose connections are never completed: nobody accepts, and the queue is full."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = [socket.socket() for _connection in range(8)]
    for connection in waiting:
        connection.setblocking(False)
        connection.connect_ex(listener.getsockname())
    yield int(listener.getsockname()[1])
    for connection in (listener, *waiting):
        connection.close()


def test_a_connection_that_is_never_completed(full_port: int) -> None:
    with refused(TransientError, match="cannot be reached: no answer in time"):
        network.connect("127.0.0.1", full_port, CancelToken(), 0.3)


def test_cancel_while_connecting(full_port: int) -> None:
    token = CancelToken()
    timer = threading.Timer(0.1, token.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        network.connect("127.0.0.1", full_port, token, 3600)
    timer.join()
