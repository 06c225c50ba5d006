"""What lies on an FTP server changes while opos looks, or will not go: nothing half is taken, and
nothing new is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from engine.common.i18n import advice_of
from engine.model.errors import SourceUnreachable
from engine.sources.server import Timeouts, TransientError
from tests.refusals import refused
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import Deed, ScriptedFtp, and_then, obey, say
from tests.sources.conftest import Fetch, ftp_settings

CONTENT = b"Rechnung;Betrag\n" + b"1;2,00\n" * 1000
LIST = {"/Zahlungen.csv": CONTENT}


def changed_by(change: Callable[[ScriptedFtp], object], command: str) -> Deed:
    """Obey, and at the same time someone else changes what lies on the server."""

    def do(conversation: Conversation, argument: str) -> None:
        conversation.do(command, argument)
        change(conversation.server)

    return do


def test_a_file_that_grows_during_the_transfer_is_left(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = changed_by(
            lambda server: server.files.update({"/Zahlungen.csv": CONTENT * 2}), "RETR"
        )
        told = fetch(ftp_settings(server.port), remove=True)
        assert told.lists == {}
        assert told.skipped == {"Zahlungen.csv": "still_growing"}
        assert server.asked("DELE") == []


ONCE = Timeouts(connect=2, login=2, read=2, pauses=())


class Endless:
    """An answer to RETR that does not end, and how much of it went out."""

    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, conversation: Conversation, _argument: str) -> None:
        conversation.say("150 Here it comes.")
        with conversation.data() as data, suppress(OSError):
            while self.sent < 500_000_000:
                self.sent += data.send(b"1" * 1_000_000)


def test_a_server_that_sends_more_than_it_has_is_cut_off(fetch: Fetch) -> None:
    endless = Endless()
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = endless
        with refused(TransientError, match=f"more of Zahlungen.csv than the {len(CONTENT)} bytes"):
            fetch(ftp_settings(server.port))
    assert endless.sent < 100_000_000


def test_a_second_transfer_is_cut_off_too(fetch: Fetch) -> None:
    endless = Endless()
    with ScriptedFtp(LIST) as server:
        server.lacks = {"MLSD", "MLST", "SIZE", "LIST"}
        server.instead["RETR"] = and_then(obey("RETR"), endless)
        with refused(TransientError, match="ended after"):
            fetch(ftp_settings(server.port), timeouts=ONCE)
    assert endless.sent < 100_000_000


def test_a_file_written_anew_with_the_same_size_during_the_transfer_is_left(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["RETR"] = changed_by(
            lambda server: server.times.update({"/Zahlungen.csv": "20261120063001"}), "RETR"
        )
        assert fetch(ftp_settings(server.port)).skipped == {"Zahlungen.csv": "still_growing"}


def test_a_file_that_vanishes_is_no_failure(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["MLST"] = changed_by(lambda server: server.files.clear(), "MLST")
        told = fetch(ftp_settings(server.port))
        assert (told.lists, told.skipped) == ({}, {"Zahlungen.csv": "gone"})
        server.files.update(LIST)
        server.instead["MLST"] = and_then(
            changed_by(lambda server: server.files.clear(), "MLST"), obey("MLST")
        )
        assert fetch(ftp_settings(server.port)).skipped == {"Zahlungen.csv": "gone"}


REFUSED_REMOVALS: dict[str, tuple[Deed, str]] = {
    "550": (say("550 Not allowed."), "Not allowed"),
    "450 again and again": (say("450 Busy."), "Busy"),
    "250 but it stays": (say("250 Deleted."), "the file is still there"),
}


@pytest.mark.parametrize(
    ("answer", "words"), REFUSED_REMOVALS.values(), ids=REFUSED_REMOVALS.keys()
)
def test_a_refused_removal_says_so_and_leaves_the_file(
    fetch: Fetch, answer: Deed, words: str
) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["DELE"] = answer
        with refused(SourceUnreachable, match=words) as error:
            fetch(ftp_settings(server.port), remove=True)
        assert advice_of(error.value)
        assert server.files == LIST


def test_a_busy_file_is_removed_at_the_second_try(fetch: Fetch) -> None:
    with ScriptedFtp(LIST) as server:
        server.instead["DELE"] = and_then(say("450 Busy."), obey("DELE"))
        assert fetch(ftp_settings(server.port), remove=True).removed == ["deleted"]
        assert server.files == {}


def test_a_removal_whose_answer_is_lost_is_done(fetch: Fetch) -> None:
    def removed_in_silence(conversation: Conversation, argument: str) -> None:
        conversation.server.files.pop(conversation.path(argument))
        raise EOFError

    with ScriptedFtp(LIST) as server:
        server.instead["DELE"] = removed_in_silence
        assert fetch(ftp_settings(server.port), remove=True).removed == ["deleted"]
        assert len(server.asked("DELE")) == 1


@pytest.mark.parametrize("after_import", ["delete", "move"])
def test_a_file_replaced_after_the_transfer_is_never_removed(
    fetch: Fetch, after_import: str
) -> None:
    replaced = {"/Zahlungen.csv": b"neu"}
    with ScriptedFtp(LIST) as server:
        # the third look is the one before the removal
        first = changed_by(lambda server: None, "MLST")
        second = changed_by(lambda server: server.files.update(replaced), "MLST")
        server.instead["MLST"] = and_then(first, and_then(second, obey("MLST")))
        with refused(SourceUnreachable, match="has changed on the server since it was read"):
            fetch(ftp_settings(server.port, after_import=after_import), remove=True)
        assert server.files == replaced
