"""SFTP: whole lists of any size and any name."""

from __future__ import annotations

import time

import paramiko
import pytest
from paramiko.sftp import CMD_NAME, CMD_OPEN, CMD_READ, CMD_READDIR, CMD_REMOVE, SFTP_EOF

from engine.model.errors import ExitCode
from engine.sources.server import NoSuchDirectory
from engine.sources.sftp import sftp_client
from tests.refusals import refused
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.sftp_conversation import SftpConversation, and_then
from tests.sources.conftest import Fetch, sftp_settings

CONTENT = bytes(range(256)) * 5000
LIST = {b"Zahlungen.csv": CONTENT}
WHOLE = {"Zahlungen.csv": CONTENT}


def test_a_list_comes_whole_and_is_deleted(fetch: Fetch) -> None:
    with ScriptedSftp({**LIST, b"anderes.csv": b""}) as server:
        told = fetch(sftp_settings(server.port), remove=True)
        assert told.lists == WHOLE
        assert list(server.files) == [b"anderes.csv"]


@pytest.mark.parametrize("size", [0, 1, 254 * 1024, 255 * 1024, 255 * 1024 + 1, 3_000_000])
@pytest.mark.parametrize("granted", [1000, 32 * 1024, 1 << 20])
def test_every_size_comes_whole_however_little_the_server_grants_at_once(
    fetch: Fetch, size: int, granted: int
) -> None:
    content = CONTENT[:size] if size <= len(CONTENT) else CONTENT * 3
    with ScriptedSftp({b"Zahlungen.csv": content}) as server:
        server.most_at_once = granted
        assert fetch(sftp_settings(server.port)).lists == {"Zahlungen.csv": content}


def test_a_server_that_grants_less_and_less(fetch: Fetch) -> None:
    def less_each_time(
        conversation: SftpConversation, number: int, request: paramiko.Message
    ) -> None:
        conversation.server.most_at_once = max(100, conversation.server.most_at_once * 2 // 3)
        conversation.obey(CMD_READ, number, request)

    with ScriptedSftp(LIST) as server:
        server.instead[CMD_READ] = less_each_time
        assert fetch(sftp_settings(server.port)).lists == WHOLE


def test_so_many_requests_are_under_way_and_no_more(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps memory flat: the first read alone, then never more than these unanswered."""
    monkeypatch.setattr(sftp_client, "_BLOCK", 1000)
    asked: list[int] = []

    def count(conversation: SftpConversation, number: int, request: paramiko.Message) -> None:
        asked.append(number)
        if len(asked) == 1 + sftp_client._AHEAD:
            time.sleep(0.1)  # more would come in this time
            too_many.append(conversation.channel.recv_ready())
        if len(asked) > sftp_client._AHEAD or len(asked) == 1:
            conversation.obey(CMD_READ, number, request)
        else:
            waiting.append((number, request))
        if len(asked) == 1 + sftp_client._AHEAD:
            for late, its_request in waiting:
                conversation.obey(CMD_READ, late, its_request)

    waiting: list[tuple[int, paramiko.Message]] = []
    too_many: list[bool] = []
    with ScriptedSftp({b"Zahlungen.csv": CONTENT[:100_000]}) as server:
        server.instead[CMD_READ] = count
        assert fetch(sftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT[:100_000]}, (
            "answers in any order"
        )
    assert too_many == [False]


@pytest.mark.parametrize(
    "name",
    ["Zahlungen_März.csv".encode(), "Zahlungen_März.csv".encode("latin-1"), b"Zahlungen_\x81.csv"],
)
def test_any_name_is_read_and_removed_and_hinders_no_other(fetch: Fetch, name: bytes) -> None:
    files = {name: b"1", b"Zahlungen2.csv": b"2", b"\xff\xfe": b"", "Größe".encode("latin-1"): b""}
    with ScriptedSftp(files) as server:
        told = fetch(sftp_settings(server.port), remove=True)
        safe = name != b"Zahlungen_\x81.csv"
        assert sorted(told.lists.values()) == ([b"1", b"2"] if safe else [b"2"])
        assert told.warnings == ([] if safe else ["unsafe_name"])
        assert (name in server.files) is not safe


def test_hostile_names_are_told_and_left(fetch: Fetch) -> None:
    hostile = [
        b"Zahlungen\n.csv",
        b"Zahlungen\x1b]52;c;x\x07",
        b"..\\Zahlungen",
        b"-Zahlungen",
        b"Zahlungen" + b"x" * 255,
    ]

    def list_them(conversation: SftpConversation, number: int, _request: paramiko.Message) -> None:
        listed = [*hostile, b"../../Zahlungen", b"/etc/Zahlungen"]
        answer = paramiko.Message()
        answer.add_int(number)
        answer.add_int(len(listed))
        for name in listed:
            answer.add_string(name)
            answer.add_string("a long line with the name again")
            answer.add_bytes(conversation.attributes(b"Zahlungen.csv") or b"")
        conversation.send(CMD_NAME, answer.asbytes())

    with ScriptedSftp({**LIST, **dict.fromkeys(hostile, b"x")}) as server:
        server.instead[CMD_READDIR] = and_then(
            list_them, lambda conversation, number, _: conversation.status(number, SFTP_EOF)
        )
        told = fetch(sftp_settings(server.port), remove=True)
        assert told.lists == {}
        assert told.warnings == ["unsafe_name"] * 7
        assert not any(
            "\x1b" in event.name or "\n" in event.name
            for event in told.events
            if hasattr(event, "name")
        )
        assert not {CMD_OPEN, CMD_REMOVE} & set(server.commands)


def test_folders_and_links_are_passed_over(fetch: Fetch) -> None:
    with ScriptedSftp({b"Zahlungen_link.csv": b"1"}) as server:
        server.links.add(b"Zahlungen_link.csv")
        server.folders.add(b"Zahlungen_alt")
        assert fetch(sftp_settings(server.port)).found == []


def test_a_file_that_becomes_a_link_is_not_followed(fetch: Fetch) -> None:
    def swap(conversation: SftpConversation, number: int, request: paramiko.Message) -> None:
        conversation.obey(CMD_READDIR, number, request)
        conversation.server.links.add(b"Zahlungen.csv")

    with ScriptedSftp(LIST) as server:
        server.instead[CMD_READDIR] = swap
        assert fetch(sftp_settings(server.port)).skipped == {"Zahlungen.csv": "gone"}


def test_ten_thousand_files(fetch: Fetch) -> None:
    with ScriptedSftp({**LIST, **{b"anderes-%d" % n: b"" for n in range(10_000)}}) as server:
        assert fetch(sftp_settings(server.port)).lists == WHOLE


def test_directories(fetch: Fetch) -> None:
    with ScriptedSftp(
        {b"ein/gang/Zahlungen.csv": b"1", "Übergabe/Zahlungen.csv".encode("latin-1"): b"2"}
    ) as server:
        told = fetch(
            sftp_settings(server.port, directory="ein/gang/", after_import="move"), remove=True
        )
        assert told.lists == {"Zahlungen.csv": b"1"}
        assert b"ein/gang/imported/run-1_Zahlungen.csv" in server.files
        assert fetch(sftp_settings(server.port, directory="Übergabe/")).lists == {
            "Zahlungen.csv": b"2"
        }
        with refused(NoSuchDirectory, match="aus/gang/ does not exist on the server") as error:
            fetch(sftp_settings(server.port, directory="aus/gang/"))
    assert error.value.exit_code == ExitCode.UNREACHABLE


def test_ipv6(fetch: Fetch) -> None:
    with ScriptedSftp(LIST, host="::1") as server:
        assert fetch(sftp_settings(server.port, host="::1")).lists == WHOLE
