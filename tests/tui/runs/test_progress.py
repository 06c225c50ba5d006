"""Pace and time left, from a run's own entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.common.i18n import speaking
from engine.journal.events import AnyEvent, Connected, FileFetched, Progress
from engine.journal.journal import JournalEntry
from tui_app.runs.progress import Pace

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
FILE_CAME = FileFetched(name="OPOS.csv", size=3, sha256="", archived_as="")


def pace_of(*told: tuple[int, AnyEvent]) -> str:
    pace = Pace()
    for second, event in told:
        pace.add(JournalEntry(NOW + timedelta(seconds=second), "run", "datev", event))
    return str(pace)


def fetched(done: float, total: float | None = 2.6, name: str = "OPOS.csv") -> Progress:
    """So many megabytes of so many."""
    whole = None if total is None else round(total * 1_000_000)
    return Progress(name=name, step="fetch", done=round(done * 1_000_000), total=whole)


def test_nothing_is_known_before_the_first_step() -> None:
    assert pace_of((0, Connected(protocol="ftp", address="x"))) == ""


def test_a_single_step_has_no_pace() -> None:
    assert pace_of((0, fetched(1.1))) == "OPOS.csv fetched 1.1 of 2.6 MB"


def test_pace_and_time_left() -> None:
    assert (
        pace_of((0, fetched(0)), (2, fetched(1)))
        == "OPOS.csv fetched 1.0 of 2.6 MB, 0.5 MB/s, 00:03 left"
    )


def test_megabytes_as_germans_write_them() -> None:
    with speaking("de"):
        assert pace_of((0, fetched(2.1))) == "OPOS.csv 2,1 von 2,6 MB geholt"


def test_where_the_end_is_unknown() -> None:
    assert (
        pace_of((0, fetched(0, None)), (2, fetched(2, None))) == "OPOS.csv fetched 2.0 MB, 1.0 MB/s"
    )


def test_another_file_is_another_pace() -> None:
    told = ((0, fetched(0)), (2, fetched(2.6)), (3, fetched(0, name="b")))
    assert (
        pace_of(*told, (4, fetched(1.3, name="b")))
        == "b fetched 1.3 of 2.6 MB, 1.3 MB/s, 00:01 left"
    )


def test_that_it_waits_for_a_file_is_said() -> None:
    waits = Progress(name="OPOS.csv", step="wait", done=0, total=12)
    assert pace_of((0, waits)) == "OPOS.csv waits 12 s for the file to stand still"
    assert pace_of((0, waits), (12, fetched(1))) == "OPOS.csv fetched 1.0 of 2.6 MB"


def test_a_file_that_came_is_no_step_any_more() -> None:
    assert pace_of((0, fetched(1)), (1, FILE_CAME)) == ""


def test_a_clock_set_back_divides_nothing_by_zero() -> None:
    told = pace_of((5, fetched(0)), (5, fetched(1)), (1, fetched(2)))
    assert told == "OPOS.csv fetched 2.0 of 2.6 MB"
