"""Which files are fetched, when, in which order, and what becomes of them: on a folder, since it is
the same for every server.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.journal.events import Progress
from engine.model.errors import Cancelled, SourceUnreachable
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.server import NoSuchDirectory
from engine.sources.source import open_source
from tests.refusals import refused
from tests.sources.conftest import NOW, Fetch, folder_settings, put


def test_names_that_contain_the_text_and_no_other(fetch: Fetch, inbox: Path) -> None:
    for name in (
        "Zahlungen.csv",
        "DE-Zahlungen-11.txt",
        "zahlungen.csv",
        "Zahlung.csv",
        "Zahlungen_Entwurf.csv",
    ):
        put(inbox, name)
    put(inbox, "Zahlungen_alt/Zahlungen.csv")
    inbox.joinpath("Zahlungen_link.csv").symlink_to(inbox / "Zahlung.csv")
    told = fetch(folder_settings(inbox, exclude="Entwurf"))
    assert sorted(told.lists) == ["DE-Zahlungen-11.txt", "Zahlungen.csv"]
    assert told.skipped == {"Zahlungen_Entwurf.csv": "excluded"}
    assert sorted(fetch(folder_settings(inbox, exclude="ENTWURF", ignore_case=True)).lists) == [
        "DE-Zahlungen-11.txt", "Zahlungen.csv", "zahlungen.csv",
    ]  # fmt: skip


def test_the_oldest_comes_first_and_equal_times_go_by_name(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "Zahlungen_a", seconds_ago=10)
    put(inbox, "Zahlungen_c", seconds_ago=30)
    put(inbox, "Zahlungen_d", seconds_ago=20)
    put(inbox, "Zahlungen_b", seconds_ago=20)
    assert list(fetch(folder_settings(inbox)).lists) == [
        "Zahlungen_c",
        "Zahlungen_b",
        "Zahlungen_d",
        "Zahlungen_a",
    ]


def test_so_many_in_one_run_and_what_was_dealt_with_does_not_count(
    fetch: Fetch, inbox: Path
) -> None:
    for n in range(5):
        put(inbox, f"Zahlungen_{n}", b"%d" % n, seconds_ago=100 - n)
    assert list(fetch(folder_settings(inbox, max_files=2)).lists) == ["Zahlungen_0", "Zahlungen_1"]
    known = [hashlib.sha256(b"%d" % n).hexdigest() for n in (0, 1)]
    told = fetch(folder_settings(inbox, max_files=2, after_import="keep"), known=known)
    assert list(told.lists) == ["Zahlungen_0", "Zahlungen_1", "Zahlungen_2", "Zahlungen_3"]


UNFINISHED = ["Zahlungen.part", "Zahlungen.csv.filepart", "Zahlungen.TMP", "Zahlungen.csv~",
    ".Zahlungen.csv", "~Zahlungen.csv",
              "Zahlungen.partial", "Zahlungen.crdownload", "Zahlungen.uploading"]  # fmt: skip


def test_uploads_in_progress_are_known_by_their_names(fetch: Fetch, inbox: Path) -> None:
    for name in UNFINISHED:
        put(inbox, name)
    told = fetch(folder_settings(inbox))
    assert told.lists == {}
    assert told.skipped == dict.fromkeys(UNFINISHED, "still_growing")


def test_a_file_must_be_as_old_as_is_asked(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "Zahlungen_alt", seconds_ago=61)
    put(inbox, "Zahlungen_neu", seconds_ago=59)
    put(inbox, "Zahlungen_von_morgen", seconds_ago=-86_400)
    told = fetch(folder_settings(inbox, min_age_seconds=60))
    assert list(told.lists) == ["Zahlungen_alt"]
    assert told.skipped == {"Zahlungen_neu": "too_young", "Zahlungen_von_morgen": "too_young"}
    assert len(fetch(folder_settings(inbox)).lists) == 3, (
        "without an age, a wrong clock on the server hinders nothing"
    )


def test_only_what_stands_still_comes(
    fetch: Fetch, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def meanwhile(_token: CancelToken, seconds: float) -> None:
        waits.append(seconds)
        put(inbox, "Zahlungen_waechst", b"12")
        put(inbox, "Zahlungen_ersetzt", b"2", seconds_ago=3599)
        put(inbox, "Zahlungen_spaet")
        (inbox / "Zahlungen_weg").unlink()

    for name in ("Zahlungen_fertig", "Zahlungen_waechst", "Zahlungen_ersetzt", "Zahlungen_weg"):
        put(inbox, name)
    monkeypatch.setattr(CancelToken, "sleep", meanwhile)
    told = fetch(folder_settings(inbox, stable_seconds=60))
    assert list(told.lists) == ["Zahlungen_fertig"]
    assert told.skipped == {
        "Zahlungen_waechst": "still_growing", "Zahlungen_ersetzt": "still_growing",
        "Zahlungen_weg": "gone",
    }  # fmt: skip
    assert waits == [60], "one wait for all"
    for path in inbox.iterdir():
        path.unlink()
    fetch(folder_settings(inbox, stable_seconds=60))
    assert waits == [60], "nothing there is nothing to wait for"


def test_a_server_whose_clock_is_days_ahead_keeps_nothing_back(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "Zahlungen.csv", seconds_ago=-10 * 86_400)
    told = fetch(folder_settings(inbox))
    assert list(told.lists) == ["Zahlungen.csv"]


def test_a_slow_upload_is_left_alone_until_it_is_whole(fetch: Fetch, inbox: Path) -> None:
    stop = threading.Event()

    def upload() -> None:
        with (inbox / "Zahlungen.csv").open("ab", buffering=0) as file:
            while not stop.wait(0.01):
                file.write(b"1;2,00\n")

    put(inbox, "Zahlungen.csv", b"")
    thread = threading.Thread(target=upload)
    thread.start()
    assert fetch(folder_settings(inbox, stable_seconds=1), remove=True).lists == {}
    stop.set()
    thread.join()
    told = fetch(folder_settings(inbox, stable_seconds=1), remove=True)
    assert told.lists["Zahlungen.csv"].endswith(b"1;2,00\n")


@pytest.mark.parametrize(
    ("pattern", "ready"), [("{name}.ok", "Zahlungen.csv.ok"), ("{stem}.fertig", "Zahlungen.fertig")]
)
@pytest.mark.parametrize("after_import", ["delete", "move"])
def test_a_list_waits_for_its_ready_file_and_takes_it_along(
    fetch: Fetch, inbox: Path, pattern: str, ready: str, after_import: str
) -> None:
    put(inbox, "Zahlungen.csv")
    waiting = folder_settings(inbox, ready_file=pattern, after_import=after_import)
    assert fetch(waiting).skipped == {"Zahlungen.csv": "not_ready"}
    put(inbox, ready, b"")
    told = fetch(waiting, remove=True)
    assert told.lists == {"Zahlungen.csv": b"1"}, "the ready file itself is no list"
    assert [path.name for path in inbox.iterdir() if path.is_file()] == []
    put(inbox, "Zahlungen.csv", b"new")
    assert fetch(waiting).skipped == {"Zahlungen.csv": "not_ready"}


def test_folders_by_date_are_searched_back(fetch: Fetch, inbox: Path) -> None:
    for day in ("2026/11/21", "2026/11/20", "2026/11/14", "2026/11/13"):
        put(inbox, f"{day}/Zahlungen_{day[-2:]}")
    dated = folder_settings(inbox, directory=f"{inbox}/{{YYYY}}/{{MM}}/{{DD}}/", days_back=7)
    assert sorted(fetch(dated).lists) == ["Zahlungen_14", "Zahlungen_20", "Zahlungen_21"]
    assert sorted(
        fetch(
            folder_settings(inbox, directory=f"{inbox}/{{YYYY}}/{{MM}}/{{DD}}/", days_back=0)
        ).lists
    ) == ["Zahlungen_21"]


def test_a_month_s_folder_is_searched_once(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "2026-11/Zahlungen")
    assert len(fetch(folder_settings(inbox, directory=f"{inbox}/{{YYYY}}-{{MM}}/")).fetched) == 1


def test_missing_folders_by_date_are_no_failure_but_a_missing_beginning_is(
    fetch: Fetch, inbox: Path
) -> None:
    assert fetch(folder_settings(inbox, directory=f"{inbox}/{{YYYY}}/")).lists == {}
    with refused(NoSuchDirectory, match="fehlt"):
        fetch(folder_settings(inbox, directory=f"{inbox}/fehlt/{{YYYY}}/"))


def test_the_date_is_that_of_the_zone(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "22/Zahlungen")
    evening = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    dated = folder_settings(inbox, directory=f"{inbox}/{{DD}}/", days_back=0)
    assert fetch(dated, now=evening).lists == {}
    assert fetch(dated, now=evening + timedelta(hours=1)).lists
    assert fetch(dated, now=evening.astimezone(ZoneInfo("Europe/Berlin"))).lists


def test_delete_move_and_keep(fetch: Fetch, inbox: Path) -> None:
    path = put(inbox, "Zahlungen.csv")
    assert fetch(folder_settings(inbox, after_import="keep"), remove=True).removed == ["kept"]
    assert path.exists()
    assert fetch(
        folder_settings(inbox, after_import="move", move_to="fertig/"), remove=True
    ).removed == ["moved"]
    assert not path.exists()
    assert (inbox / "fertig" / "run-1_Zahlungen.csv").exists()
    put(inbox, "Zahlungen.csv")
    assert fetch(folder_settings(inbox), remove=True).removed == ["deleted"]
    assert not path.exists()


@pytest.mark.parametrize("after_import", ["delete", "move"])
def test_what_changed_since_it_was_read_stays(inbox: Path, spool: Path, after_import: str) -> None:
    path = put(inbox, "Zahlungen.csv")
    asked = folder_settings(inbox, after_import=after_import)
    with open_source(asked, lambda: SecretStr(""), CancelToken()) as source:
        [fetched] = [
            found for found in fetch_lists(source, asked, spool, CancelToken(), now=NOW,
                known=lambda sha256: False)
            if isinstance(found, Fetched)
        ]  # fmt: skip
        put(inbox, "Zahlungen.csv", b"2", seconds_ago=3599)
        with refused(
            SourceUnreachable, match="has changed on the server since it was read, and stays there"
        ):
            source.dispose(fetched.file, "run-1")
        assert path.read_bytes() == b"2"
        path.unlink()
        assert source.dispose(fetched.file, "run-1"), "someone else took it away: that is done too"


def test_a_refused_file_is_set_aside_with_the_reasons(inbox: Path, spool: Path) -> None:
    put(inbox, "Zahlungen.csv")
    put(inbox, "Zahlungen.ok")
    asked = folder_settings(inbox, acknowledge=True, error_folder="fehler/", ready_file="{stem}.ok")
    with open_source(asked, lambda: SecretStr(""), CancelToken()) as source:
        [file] = [file for file in source.files(f"{inbox}/") if file.name == "Zahlungen.csv"]
        for _again in range(2):
            source.set_aside(file, "run-1", b"line;reason\n")
    found = {path for path in inbox.rglob("*") if path.is_file()}
    aside, reasons = (inbox / "fehler" / f"run-1_Zahlungen.csv{end}" for end in ("", ".result.csv"))
    assert found == {aside, reasons}
    assert reasons.read_bytes() == b"line;reason\n"


def test_progress_is_told_in_bytes(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "Zahlungen.csv", bytes(5_000_000))
    told = [event for event in fetch(folder_settings(inbox)).events if isinstance(event, Progress)]
    assert [event.done for event in told] == sorted({event.done for event in told})
    assert 3 <= len(told) <= 5
    assert {(event.name, event.step, event.total) for event in told} == {
        ("Zahlungen.csv", "fetch", 5_000_000)
    }


def test_cancel_between_two_files(inbox: Path, spool: Path) -> None:
    put(inbox, "Zahlungen_1")
    put(inbox, "Zahlungen_2")
    token = CancelToken()
    asked = folder_settings(inbox)
    with open_source(asked, lambda: SecretStr(""), token) as source:
        story = fetch_lists(source, asked, spool, token, now=NOW, known=lambda sha256: False)
        assert (
            next(found.file.name for found in story if isinstance(found, Fetched)) == "Zahlungen_1"
        )
        token.cancel()
        with pytest.raises(Cancelled):
            next(story)


def test_a_folder_that_is_missing_or_may_not_be_read(fetch: Fetch, inbox: Path) -> None:
    with refused(NoSuchDirectory, match="nirgends/ does not exist"):
        fetch(folder_settings(inbox, directory=f"{inbox}/nirgends/"))
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    inbox.chmod(0)
    with refused(SourceUnreachable, match="access denied"):
        fetch(folder_settings(inbox))
    inbox.chmod(0o700)


def test_any_name_in_a_folder(fetch: Fetch, inbox: Path) -> None:
    name = os.fsdecode("Zahlungen_März".encode("latin-1"))
    put(inbox, name)
    assert list(fetch(folder_settings(inbox), remove=True).lists) == ["Zahlungen_März"]
    assert list(inbox.iterdir()) == []


def test_the_wait_is_a_real_one(fetch: Fetch, inbox: Path) -> None:
    put(inbox, "Zahlungen")
    began = time.monotonic()
    fetch(folder_settings(inbox, stable_seconds=1))
    assert time.monotonic() - began >= 1
