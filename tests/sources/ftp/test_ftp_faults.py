"""FTP servers that fail: what may pass is tried again, what will not is told at once, half a list
is never taken for a whole.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Generator

import pytest

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.model.errors import ExitCode, LoginRefused, OposError, SourceUnreachable
from engine.sources.server import Timeouts, TransientError
from engine.sources.source import open_source
from tests.refusals import refused
from tests.servers.ftp import PASSWORD
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import Deed, ScriptedFtp, and_then, hang, hang_up, obey, say, stall
from tests.sources.conftest import HASTY, Fetch, ftp_settings

CONTENT = b"Rechnung;Betrag\n" + b"1;2,00\n" * 1000
LIST = {"/Zahlungen.csv": CONTENT}
IMPATIENT = Timeouts(connect=0.5, login=0.5, read=0.5, pauses=(0.0,))


def cut(at: int, answer: str) -> Deed:
    """Send only so many bytes, and answer this."""
    return lambda conversation, _argument: conversation.send(CONTENT[:at], answer)


def reset(conversation: Conversation, _argument: str) -> None:
    """Send some, and reset the data connection."""
    conversation.say("150 Here it comes.")
    with conversation.data() as data:
        data.sendall(CONTENT[:100])
        data.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conversation.say("426 Broken.")


def dead_data_port(conversation: Conversation, _argument: str) -> None:
    """Name a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    conversation.say(f"227 Entering (127,0,0,1,{port >> 8},{port & 255})")


def test_nobody_listens(fetch: Fetch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with refused(
        TransientError, match=rf"127.0.0.1, port {port}, cannot be reached: Connection refused"
    ) as error:
        fetch(ftp_settings(port))
    assert error.value.exit_code == ExitCode.UNREACHABLE
    assert "firewall" in advice_of(error.value)


def test_an_unknown_host_is_told_at_once(fetch: Fetch) -> None:
    with refused(SourceUnreachable, match=r"The name nirgends\.invalid is not known") as error:
        fetch(ftp_settings(21, host="nirgends.invalid"), timeouts=Timeouts(pauses=(3600.0,)))
    assert not isinstance(error.value, TransientError)


GREETINGS: dict[str, tuple[Deed, str]] = {
    "silence": (hang, "no answer in time"),
    "closed at once": (hang_up, "the server closed the connection"),
    "HTTP": (say("HTTP/1.1 400 Bad Request"), "HTTP/1.1 400 Bad Request"),
    "one endless line": (say("220 " + "x" * 9000), "more than 8192 bytes"),
    "endless lines": (say(*["220-x"] * 2000), "an answer without end"),
    "too many users": (say("421 Too many users."), "Too many users"),
}


@pytest.mark.parametrize(("greeting", "words"), GREETINGS.values(), ids=GREETINGS.keys())
def test_a_greeting_that_is_none(fetch: Fetch, greeting: Deed, words: str) -> None:
    with ScriptedFtp(LIST) as server:
        server.greeting = greeting
        with refused(TransientError, match=words):
            fetch(ftp_settings(server.port), timeouts=IMPATIENT)


def test_too_many_users_pass(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["PASS"] = and_then(say("421 Too many users."), obey("PASS"))
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}


@pytest.mark.parametrize(
    "answer",
    [say("530 Not logged in."), hang_up, say("332 Account?")],
    ids=["530", "closed", "ACCT"],
)
def test_a_refused_login_is_not_tried_again(fetch: Fetch, answer: Deed) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["PASS"] = answer
        server.instead["ACCT"] = say("530 No.")
        with pytest.raises(LoginRefused) as error:
            fetch(ftp_settings(server.port))
        assert server.asked("PASS") == ["geheim-7f3a"]
    assert error.value.exit_code == ExitCode.LOGIN_REFUSED
    assert "geheim-7f3a" not in cause_of(error.value) + advice_of(error.value)


def test_a_line_break_in_the_password_is_no_second_command(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server, pytest.raises(LoginRefused):
        fetch(ftp_settings(server.port), password="a\r\nDELE Zahlungen.csv")
    assert server.asked("DELE") == []


STEPS = ["USER", "PASS", "TYPE", "PWD", "CWD", "PASV", "MLSD", "MLST", "RETR"]


@pytest.mark.parametrize("step", STEPS)
def test_a_hang_at_any_step_ends_in_time(fetch: Fetch, step: str) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead[step] = hang
        with refused(TransientError, match="no answer in time"):
            fetch(ftp_settings(server.port), timeouts=IMPATIENT)
        assert len(server.asked(step)) == 2, "tried again once, as often as the pauses allow"
        assert server.files == LIST


@pytest.mark.parametrize("step", STEPS[2:])
@pytest.mark.parametrize("fault", [hang_up, say("421 Closing down.")], ids=["closed", "421"])
def test_what_breaks_off_once_is_done_at_the_second_try(
    fetch: Fetch, step: str, fault: Deed
) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead[step] = and_then(fault, obey(step))
        assert fetch(ftp_settings(server.port), remove=True).lists == {"Zahlungen.csv": CONTENT}
        assert server.files == {}


BROKEN: dict[str, Deed] = {
    "reset": reset,
    "stalled": stall,
    "cut and said to be whole": cut(400, "226 Done."),
    "cut at its end": cut(len(CONTENT) - 1, "226 Done."),
    "nothing": cut(0, "226 Done."),
    "426": cut(400, "426 Broken."),
    "451": cut(400, "451 Disk trouble."),
    "whole but 451": cut(len(CONTENT), "451 Disk trouble."),
    "more than there is": lambda conversation, _argument: conversation.send(CONTENT + b"x"),
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_transfer_brings_nothing_and_removes_nothing(fetch: Fetch, fault: Deed) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = fault
        with pytest.raises(TransientError) as error:
            fetch(ftp_settings(server.port), remove=True, timeouts=IMPATIENT)
        assert error.value.exit_code == ExitCode.UNREACHABLE
        assert server.files == LIST
        assert server.asked("DELE") == []


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN.keys())
def test_a_transfer_that_broke_once_is_whole_the_second_time(fetch: Fetch, fault: Deed) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = and_then(fault, obey("RETR"))
        assert fetch(ftp_settings(server.port), timeouts=IMPATIENT).lists == {
            "Zahlungen.csv": CONTENT
        }


def test_a_cut_is_found_even_where_the_server_tells_no_size(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.lacks = {"MLSD", "SIZE", "MDTM"}
        server.instead["LIST"] = say("502 Not known.")
        server.instead["RETR"] = and_then(cut(400, "226 Done."), obey("RETR"))
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}
        assert len(server.asked("RETR")) == 4


def test_a_dead_data_port(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["PASV"] = dead_data_port
        with refused(TransientError, match="Connection refused"):
            fetch(ftp_settings(server.port))


def test_a_file_that_may_not_be_read(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = say("550 Permission denied.")
        with refused(SourceUnreachable, match="Permission denied") as error:
            fetch(ftp_settings(server.port))
        assert not isinstance(error.value, TransientError)
        assert len(server.asked("RETR")) == 1


def test_a_transfer_that_nobody_reads_to_its_end_leaves_nothing_out_of_step() -> None:
    with ScriptedFtp(LIST) as server:
        asked = ftp_settings(server.port)
        with open_source(asked, lambda: SecretStr(PASSWORD), CancelToken(), HASTY) as source:
            [file] = source.files("")
            blocks = source.read(file)
            next(blocks)
            assert isinstance(blocks, Generator)
            blocks.close()
            assert source.files("") == [file]
            assert b"".join(source.read(file)) == CONTENT


def test_a_listing_without_end_is_given_up(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.sources.network.MOST_ENTRIES", 50)
    with (
        ScriptedFtp({f"/{n}": b"" for n in range(51)}) as server,
        refused(TransientError, match="a listing without end"),
    ):
        fetch(ftp_settings(server.port))


@pytest.mark.parametrize(
    ("passive", "extended"),
    [
        ("227 Entering (127,0,0,1,999,999)", "500 Not known."),
        ("227 Entering (127,0,0,1,one,two)", "500 Not known."),
        ("500 Not known.", "229 Entering (|||99999|)"),
        ("500 Not known.", "229 Entering (|||port|)"),
        ("500 Not known.", "229 Entering"),
    ],
)
def test_a_data_port_that_is_none(fetch: Fetch, passive: str, extended: str) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["PASV"], server.instead["EPSV"] = say(passive), say(extended)
        with refused(TransientError, match="broke off") as error:
            fetch(ftp_settings(server.port))
        assert "Error" not in cause_of(error.value)


def test_every_refusal_speaks_plainly(fetch: Fetch) -> None:
    """What a server says is hostile too."""
    with ScriptedFtp(LIST) as server:
        server.instead["PASS"] = say("530 \x1b]52;c;aGFoYQ==\x07")
        with pytest.raises(OposError) as error:
            fetch(ftp_settings(server.port), timeouts=HASTY)
    assert "\x1b" not in cause_of(error.value)
