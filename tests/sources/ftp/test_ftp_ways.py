"""The many ways in which FTP servers list, name, time and connect: all of them end in the same
file.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.model.errors import SourceUnreachable
from engine.sources.server import NoSuchDirectory
from tests.refusals import refused
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp, say
from tests.sources.conftest import Fetch, ftp_settings

LIST = {"/Zahlungen.csv": b"Rechnung;Betrag\n1;2,00\n"}
CONTENT = LIST["/Zahlungen.csv"]
WAYS = {
    "MLSD": set(),
    "MLSD without MLST": {"MLST"},
    "LIST": {"MLSD"},
    "LIST without MDTM": {"MLSD", "MDTM"},
    "LIST without SIZE": {"MLSD", "SIZE"},
    "LIST alone": {"MLSD", "SIZE", "MDTM"},
}


@pytest.mark.parametrize("lacks", WAYS.values(), ids=WAYS.keys())
def test_every_way_of_listing_brings_the_list_and_removes_it(fetch: Fetch, lacks: set[str]) -> None:
    with ScriptedFtp(LIST) as server:
        server.lacks = lacks
        told = fetch(ftp_settings(server.port), remove=True)
        assert told.lists == {"Zahlungen.csv": CONTENT}
        assert told.removed == ["deleted"]
        assert server.files == {}


def test_the_server_s_time_comes_exactly_from_mdtm(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.lacks = {"MLSD"}
        server.times["/Zahlungen.csv"] = "20260330021559.250"
        told = fetch(ftp_settings(server.port))
    assert told.fetched[0].file.modified == datetime(2026, 3, 30, 2, 15, 59, tzinfo=UTC)


def test_a_listing_in_the_manner_of_dos(fetch: Fetch) -> None:
    def listing(conversation: Conversation, _argument: str) -> None:
        lines = (
            "11-20-26  06:30AM       <DIR>          Zahlungen_alt\r\n11-20-26  06:30AM "
            f" {len(CONTENT):20} Zahlungen.csv\r\n"
        )
        conversation.send(lines.encode())

    with ScriptedFtp(LIST) as server:
        server.lacks = {"MLSD", "SIZE", "MDTM"}
        server.instead["LIST"] = listing
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}


def test_bare_names_where_the_listing_has_a_shape_of_its_own(fetch: Fetch) -> None:
    with ScriptedFtp({**LIST, "/Zahlungen Ordner": b""}) as server:
        server.lacks = {"MLSD"}
        server.instead["LIST"] = lambda conversation, _argument: conversation.send(
            b"ZAHLUNG CSV  V0001 ?\r\n"
        )
        server.instead["NLST"] = lambda conversation, _argument: conversation.send(
            b"/Zahlungen.csv\r\nZahlungen_alt\r\n"
        )
        told = fetch(ftp_settings(server.port))
        assert told.lists == {"Zahlungen.csv": CONTENT}
        assert told.found == ["Zahlungen.csv"], "a folder has no size"


def test_without_any_size_two_transfers_must_bring_the_same(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.lacks = {"MLSD", "SIZE", "MDTM"}
        server.instead["LIST"] = lambda conversation, _argument: conversation.send(b"?\r\n")
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}
        assert len(server.asked("RETR")) == 2


@pytest.mark.parametrize("answer", ["550 No files found.", "450 No files found.", "226 Nothing."])
@pytest.mark.parametrize("lacks", [set(), {"MLSD"}], ids=["MLSD", "LIST"])
def test_an_empty_directory_in_the_words_of_many_servers(
    fetch: Fetch, answer: str, lacks: set[str]
) -> None:
    with ScriptedFtp() as server:
        server.lacks = lacks
        deed = (
            say(answer)
            if answer[0] != "2"
            else lambda conversation, _argument: conversation.send(b"", answer)
        )
        server.instead["MLSD" if not lacks else "LIST"] = deed
        assert fetch(ftp_settings(server.port)).lists == {}


def test_a_directory_that_may_not_be_listed_is_not_taken_for_an_empty_one(fetch: Fetch) -> None:
    with ScriptedFtp() as server:
        server.instead["MLSD"] = say("550 Permission denied.")
        with refused(SourceUnreachable, match="Permission denied"):
            fetch(ftp_settings(server.port))


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_names_in_both_encodings_are_read_and_removed(fetch: Fetch, encoding: str) -> None:
    path = "/Zahlungen_März_Größe.csv".encode(encoding).decode("latin-1")
    with ScriptedFtp({path: b"1"}) as server:
        told = fetch(ftp_settings(server.port, filename="März"), remove=True)
        assert told.lists == {"Zahlungen_März_Größe.csv": b"1"}
        assert server.files == {}


def test_an_umlaut_written_as_two_characters_matches(fetch: Fetch) -> None:
    path = "/Zahlungen_Ma\u0308rz.csv".encode().decode("latin-1")
    with ScriptedFtp({path: b"1"}) as server:
        assert list(fetch(ftp_settings(server.port, filename="März")).lists) == [
            "Zahlungen_Ma\u0308rz.csv"
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_directory_with_umlauts_is_found_in_both_encodings(fetch: Fetch, encoding: str) -> None:
    path = "/Übergabe/Zahlungen.csv".encode(encoding).decode("latin-1")
    with ScriptedFtp({path: b"1"}) as server:
        assert list(fetch(ftp_settings(server.port, directory="Übergabe/")).lists) == [
            "Zahlungen.csv"
        ]
        with refused(NoSuchDirectory, match="Rückgabe"):
            fetch(ftp_settings(server.port, directory="Rückgabe/"))


def test_ipv6(fetch: Fetch) -> None:
    with ScriptedFtp(LIST, host="::1") as server:
        assert fetch(ftp_settings(server.port, host="::1")).lists == {"Zahlungen.csv": CONTENT}
        assert server.asked("EPSV")


@pytest.mark.parametrize("unknown", ["PASV", "EPSV"])
def test_a_server_that_knows_only_the_other_way_to_a_data_port(fetch: Fetch, unknown: str) -> None:
    with ScriptedFtp(LIST) as server:
        server.lacks = {unknown}
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}


def test_the_address_in_a_pasv_answer_is_not_trusted(fetch: Fetch) -> None:
    def elsewhere(conversation: Conversation, _argument: str) -> None:
        port = conversation.listen()
        conversation.say(f"227 Entering (10,9,8,7,{port >> 8},{port & 255})")

    with ScriptedFtp(LIST) as server:
        server.instead["PASV"] = elsewhere
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}


def test_no_directory_means_where_the_login_begins(fetch: Fetch) -> None:
    def home(conversation: Conversation, _argument: str) -> None:
        conversation.folder = "/home/praxis"
        conversation.say("230 Go on.")

    with ScriptedFtp(
        {
            "/home/praxis/Zahlungen.csv": b"1",
            "/home/praxis/ein/Zahlungen.csv": b"2",
            "/weg/Zahlungen.csv": b"3",
        }
    ) as server:
        server.instead["PASS"] = home
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": b"1"}
        assert fetch(ftp_settings(server.port, directory="ein/")).lists == {"Zahlungen.csv": b"2"}
        assert fetch(ftp_settings(server.port, directory="/weg/")).lists == {"Zahlungen.csv": b"3"}


def test_names_that_could_mean_another_file_are_told_and_left(fetch: Fetch) -> None:
    hostile = [
        "Zahlungen\x1b[2J.csv",
        "..\\Zahlungen.csv",
        "-rf Zahlungen.csv",
        "Zahlungen" + "x" * 255,
    ]

    def listing(conversation: Conversation, _argument: str) -> None:
        names = [*hostile, "../../etc/Zahlungen", "/etc/Zahlungen"]
        conversation.send(
            "".join(f"type=file;size=1;modify=20260101000000; {name}\r\n" for name in names).encode(
                "latin-1"
            )
        )

    with ScriptedFtp({f"/{name}": b"1" for name in hostile}) as server:
        server.instead["MLSD"] = listing
        told = fetch(ftp_settings(server.port), remove=True)
        assert told.lists == {}
        assert told.warnings == ["unsafe_name"] * 6
        assert not any("\x1b" in event.name for event in told.events if hasattr(event, "name"))
        assert server.asked("RETR") == server.asked("DELE") == []


def test_a_line_break_in_a_name_cannot_stand_for_another_file(fetch: Fetch) -> None:
    with ScriptedFtp({"/x\nZahlungen.csv": b"1"}) as server:
        assert fetch(ftp_settings(server.port), remove=True).lists == {}
        server.lacks = {"MLSD"}
        assert fetch(ftp_settings(server.port), remove=True).lists == {}


def test_ten_thousand_other_files_are_passed_over(fetch: Fetch) -> None:
    with ScriptedFtp({**LIST, **{f"/anderes-{n}.csv": b"" for n in range(10_000)}}) as server:
        assert fetch(ftp_settings(server.port)).lists == {"Zahlungen.csv": CONTENT}
