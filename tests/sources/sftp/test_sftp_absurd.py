"""SFTP servers that answer what no server should: told in words, at once, and in little memory."""

from __future__ import annotations

import struct

import pytest
from paramiko import Message
from paramiko.sftp import (  # fmt: skip
    CMD_ATTRS,
    CMD_HANDLE,
    CMD_LSTAT,
    CMD_NAME,
    CMD_OPENDIR,
    CMD_READDIR,
    CMD_REMOVE,
    CMD_STATUS,
    CMD_VERSION,
    SFTP_FAILURE,
)

from engine.model.errors import SourceUnreachable
from engine.sources.server import TransientError
from tests.refusals import refused
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.sftp_conversation import Deed, SftpConversation
from tests.sources.conftest import Fetch, sftp_settings

LIST = {b"Zahlungen.csv": b"1;2,00"}
_MOST = 0xFFFFFFFF
_EXTENDED = 0x80000000


def answer(kind: int, *numbers: int, after: bytes = b"") -> Deed:
    """Answer with these numbers after that of the request."""

    def deed(conversation: SftpConversation, number: int, _request: Message) -> None:
        conversation.send(kind, struct.pack(f">{len(numbers) + 1}I", number, *numbers) + after)

    return deed


@pytest.mark.parametrize(
    ("command", "deed"),
    [
        pytest.param(CMD_READDIR, answer(CMD_NAME, _MOST), id="four billion names"),
        pytest.param(CMD_READDIR, answer(CMD_NAME, 1, _MOST), id="a name of four billion bytes"),
        pytest.param(
            CMD_READDIR,
            answer(CMD_NAME, 1, 0, 0, _EXTENDED, _MOST),
            id="a name with four billion attributes",
        ),
        pytest.param(CMD_LSTAT, answer(CMD_ATTRS, _EXTENDED, _MOST), id="four billion attributes"),
        pytest.param(CMD_OPENDIR, answer(CMD_HANDLE), id="no handle"),
        pytest.param(CMD_OPENDIR, answer(CMD_STATUS), id="no status"),
    ],
)
def test_a_packet_holds_no_more_than_it_holds(fetch: Fetch, command: int, deed: Deed) -> None:
    with ScriptedSftp(LIST) as server:
        server.instead[command] = deed
        with refused(TransientError, match="an answer that makes no sense"):
            fetch(sftp_settings(server.port))


@pytest.mark.parametrize("size", [0, 16 * 1024 * 1024 + 1])
def test_a_packet_that_is_none(fetch: Fetch, size: int) -> None:
    def garbage(conversation: SftpConversation, _number: int, _request: Message) -> None:
        conversation.channel.sendall(struct.pack(">IB", size, CMD_ATTRS))

    with ScriptedSftp(LIST) as server:
        server.instead[CMD_LSTAT] = garbage
        with refused(SourceUnreachable, match="garbage instead of a packet"):
            fetch(sftp_settings(server.port))


def test_a_version_that_is_none(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    send = SftpConversation.send

    def cut_short(conversation: SftpConversation, kind: int, body: bytes) -> None:
        send(conversation, kind, b"\0" if kind == CMD_VERSION else body)

    monkeypatch.setattr(SftpConversation, "send", cut_short)
    with (
        ScriptedSftp(LIST) as server,
        refused(TransientError, match="an answer that makes no sense"),
    ):
        fetch(sftp_settings(server.port))


def test_a_listing_without_end_is_given_up(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.sources.network.MOST_ENTRIES", 50)
    with ScriptedSftp(LIST) as server:
        server.instead[CMD_READDIR] = lambda conversation, number, _request: conversation.names(
            number, [b"Zahlungen.csv"]
        )
        with refused(TransientError, match="a listing without end"):
            fetch(sftp_settings(server.port))


def test_a_refusal_in_the_encoding_of_windows(fetch: Fetch) -> None:
    words = "Zugriff verweigert: Löschen".encode("cp1252")
    with ScriptedSftp(LIST) as server:
        server.instead[CMD_REMOVE] = answer(
            CMD_STATUS, SFTP_FAILURE, len(words), after=words + struct.pack(">I", 0)
        )
        with refused(SourceUnreachable, match="Zugriff verweigert: Löschen"):
            fetch(sftp_settings(server.port), remove=True)
        assert b"Zahlungen.csv" in server.files
