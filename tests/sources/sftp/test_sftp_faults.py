"""SFTP servers that fail: nothing hangs, nothing half is taken for whole, and whoever logs in is
not locked out.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import paramiko
import pytest
from paramiko.sftp import (  # fmt: skip
    CMD_LSTAT,
    CMD_OPEN,
    CMD_OPENDIR,
    CMD_READ,
    CMD_READDIR,
    CMD_REMOVE,
    CMD_RENAME,
    SFTP_EOF,
)

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of, cause_of
from engine.model.errors import Cancelled, ExitCode, LoginRefused, SourceUnreachable
from engine.sources.server import Timeouts, TransientError
from tests.refusals import refused
from tests.servers.proxy import Fault, Proxy
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.sftp_conversation import (
    Deed,
    SftpConversation,
    and_then,
    fail,
    hang,
    hang_up,
    obey,
    refuse,
)
from tests.sources.conftest import Fetch, sftp_settings

CONTENT = bytes(range(256)) * 5000
LIST = {b"Zahlungen.csv": CONTENT}
WHOLE = {"Zahlungen.csv": CONTENT}
IMPATIENT = Timeouts(connect=1, login=1, read=0.5, pauses=(0.0,))
HURRIED = Timeouts(connect=1, login=0.3, read=0.3, pauses=(0.0,))
PATIENT = Timeouts(connect=3600, login=3600, read=3600, pauses=(3600,))


def say(text: bytes) -> Callable[[socket.socket], None]:
    """Say this instead of an SSH greeting, and leave."""

    def greet(connection: socket.socket) -> None:
        connection.sendall(text)
        connection.recv(1000)
        raise EOFError

    return greet


GREETINGS = {
    "closed at once": (say(b""), "no SSH server, or it is too busy"),
    "HTTP": (
        say(b"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"),
        "no SSH server, or it is too busy",
    ),
    "endless": (say(b"x" * 100_000), "broke off"),
    "a hundred lines": (say(b"line\r\n" * 200), "Indecipherable protocol version"),
}


@pytest.mark.parametrize(("greeting", "words"), GREETINGS.values(), ids=GREETINGS.keys())
def test_a_greeting_that_is_none(
    fetch: Fetch, greeting: Callable[[socket.socket], None], words: str
) -> None:
    with ScriptedSftp(LIST) as server:
        server.greeting = greeting
        with refused(TransientError, match=words) as error:
            fetch(sftp_settings(server.port), timeouts=HURRIED)
    assert "SSH server" in advice_of(error.value)


def test_silence_instead_of_a_greeting(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.greeting = lambda connection: server.closing.wait()
        with refused(TransientError, match=r"no SSH greeting in time|no answer in time"):
            fetch(sftp_settings(server.port), timeouts=HURRIED)


def test_a_slow_greeting_is_waited_for(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.greeting = lambda connection: time.sleep(0.4)
        assert fetch(sftp_settings(server.port)).lists == WHOLE


def old_server(connection: socket.socket) -> None:
    """A server that knows only what is broken by now: SHA-1 and DSA."""
    connection.sendall(b"SSH-2.0-old\r\n")
    offer = paramiko.Message()
    offer.add_byte(b"\x14")
    offer.add_bytes(bytes(16))
    for names in (
        "diffie-hellman-group1-sha1",
        "ssh-rsa,ssh-dss",
        "3des-cbc",
        "3des-cbc",
        "hmac-md5",
        "hmac-md5",
        "none",
        "none",
    ):
        offer.add_string(names)
    offer.add_string("")
    offer.add_string("")
    offer.add_boolean(False)
    offer.add_int(0)
    body = offer.asbytes()
    padding = 8 - (len(body) + 5) % 8 + 8
    connection.sendall(
        (len(body) + padding + 1).to_bytes(4, "big") + bytes([padding]) + body + bytes(padding)
    )
    while connection.recv(1000):
        pass
    raise EOFError


def test_a_server_too_old_is_told_so_and_not_tried_again(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.greeting = old_server
        with refused(LoginRefused, match="cannot agree on an encryption") as error:
            fetch(sftp_settings(server.port))
    assert "too old" in advice_of(error.value)


def test_a_refused_login_is_not_tried_again(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        with refused(LoginRefused, match="refused the login of praxis") as error:
            fetch(sftp_settings(server.port), password="falsch-91c2")
        assert server.tried == ["password"]
    assert error.value.exit_code == ExitCode.LOGIN_REFUSED
    assert "falsch-91c2" not in cause_of(error.value) + advice_of(error.value)


def test_a_server_that_hangs_up_on_a_wrong_password_is_not_tried_again(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.before_login = lambda: server.break_off()
        with refused(LoginRefused, match="closed the connection during the login"):
            fetch(sftp_settings(server.port))
        assert server.tried == ["password"]


def test_a_login_that_is_never_answered(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.before_login = server.closing.wait
        with refused(TransientError, match="no answer in time"):
            fetch(sftp_settings(server.port), timeouts=HURRIED)


def test_a_user_without_sftp(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.offers_sftp = False
        with refused(SourceUnreachable, match="offers no SFTP to this user") as error:
            fetch(sftp_settings(server.port))
    assert not isinstance(error.value, TransientError)


def test_an_sftp_that_never_begins(fetch: Fetch) -> None:
    with ScriptedSftp(LIST) as server:
        server.before_sftp = server.closing.wait
        with pytest.raises(TransientError):
            fetch(sftp_settings(server.port), timeouts=HURRIED)


STEPS = {
    "OPENDIR": CMD_OPENDIR,
    "READDIR": CMD_READDIR,
    "LSTAT": CMD_LSTAT,
    "OPEN": CMD_OPEN,
    "READ": CMD_READ,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_hang_at_any_step_ends_in_time(fetch: Fetch, step: int) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[step] = hang
        with refused(TransientError, match="no answer in time"):
            fetch(sftp_settings(server.port), timeouts=IMPATIENT)
        assert server.files == LIST


@pytest.mark.parametrize("step", [*STEPS.values(), CMD_REMOVE], ids=[*STEPS.keys(), "REMOVE"])
def test_what_breaks_off_once_is_done_at_the_second_try(fetch: Fetch, step: int) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[step] = and_then(hang_up, obey(step))
        assert fetch(sftp_settings(server.port), remove=True).lists == WHOLE
        assert server.files == {}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
@pytest.mark.parametrize("answer", [refuse, fail])
def test_a_refusal_at_any_step_is_told_and_not_tried_again(
    fetch: Fetch, step: int, answer: Deed
) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[step] = answer
        with refused(
            SourceUnreachable, match=r"the server refused: (Permission denied|Failure)"
        ) as error:
            fetch(sftp_settings(server.port))
        assert not isinstance(error.value, TransientError)


def end_early(at: int) -> Deed:
    """Say that the file ends there."""

    def read(conversation: SftpConversation, number: int, request: paramiko.Message) -> None:
        handle = request.get_binary()
        offset, length = request.get_int64(), request.get_int()
        if offset >= at:
            conversation.status(number, SFTP_EOF)
        else:
            again = paramiko.Message()
            again.add_string(handle)
            again.add_int64(offset)
            again.add_int(min(length, at - offset))
            again.rewind()
            conversation.obey(CMD_READ, number, again)

    return read


@pytest.mark.parametrize("at", [0, 1, 300_000, len(CONTENT) - 1])
def test_a_file_cut_short_is_never_taken_for_a_whole_one(fetch: Fetch, at: int) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[CMD_READ] = end_early(at)
        with refused(TransientError, match=f"ended after {at} of {len(CONTENT)} bytes"):
            fetch(sftp_settings(server.port), remove=True)
        assert server.files == LIST
        assert CMD_REMOVE not in server.commands


@pytest.mark.parametrize("fault", ["reset", "close", "stall", "flip"])
def test_a_broken_line_is_tried_again_and_brings_the_whole_list(fetch: Fetch, fault: Fault) -> None:
    with ScriptedSftp(LIST) as server, Proxy(server.port, fault, after=100_000) as proxy:
        assert fetch(sftp_settings(proxy.port), timeouts=IMPATIENT).lists == WHOLE


@pytest.mark.parametrize("fault", ["reset", "close", "stall", "flip"])
def test_a_line_that_breaks_again_and_again_brings_nothing(fetch: Fetch, fault: Fault) -> None:
    with (
        ScriptedSftp(LIST) as server,
        Proxy(server.port, fault, after=100_000, always=True) as proxy,
    ):
        with pytest.raises(TransientError) as error:
            fetch(sftp_settings(proxy.port), remove=True, timeouts=IMPATIENT)
        assert error.value.exit_code == ExitCode.UNREACHABLE
        assert server.files == LIST


def test_a_file_that_grows_or_is_replaced_during_the_transfer_is_left(fetch: Fetch) -> None:
    def grow(conversation: SftpConversation, number: int, request: paramiko.Message) -> None:
        conversation.obey(CMD_READ, number, request)
        conversation.server.times[b"Zahlungen.csv"] = 1_795_156_201

    with ScriptedSftp(LIST) as server:
        server.instead[CMD_READ] = grow
        assert fetch(sftp_settings(server.port), remove=True).skipped == {
            "Zahlungen.csv": "still_growing"
        }
        assert CMD_REMOVE not in server.commands


@pytest.mark.parametrize(
    ("command", "after_import"), [(CMD_REMOVE, "delete"), (CMD_RENAME, "move")]
)
def test_a_refused_removal_says_so_and_leaves_the_file(
    fetch: Fetch, command: int, after_import: str
) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[command] = refuse
        with refused(SourceUnreachable, match="Permission denied") as error:
            fetch(sftp_settings(server.port, after_import=after_import), remove=True)
        assert "right to read, delete and rename" in advice_of(error.value)
        assert server.files == LIST


@pytest.mark.parametrize("step", ["greeting", "login", "SFTP", CMD_OPENDIR, CMD_READ, CMD_REMOVE])
def test_cancel_ends_every_wait_at_once(fetch: Fetch, step: str | int) -> None:
    token = CancelToken()
    waiting = threading.Event()

    def wait() -> None:
        waiting.set()
        server.closing.wait()

    def wait_in_sftp(
        _conversation: SftpConversation, _number: int, _request: paramiko.Message
    ) -> None:
        wait()

    def cancel_then() -> None:
        waiting.wait()
        time.sleep(0.05)
        token.cancel()

    thread = threading.Thread(target=cancel_then)
    thread.start()
    with ScriptedSftp(LIST) as server:
        if step == "greeting":
            server.greeting = lambda connection: wait()
        elif step == "login":
            server.before_login = wait
        elif step == "SFTP":
            server.before_sftp = wait
        elif isinstance(step, int):
            server.instead[step] = wait_in_sftp
        with pytest.raises(Cancelled):
            fetch(sftp_settings(server.port), remove=True, token=token, timeouts=PATIENT)
        assert server.files == LIST
    thread.join()
