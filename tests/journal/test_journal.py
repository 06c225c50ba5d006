"""The journal: what is written is read again, by whoever, while the run lives and after it died."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.common.data_folder import DataFolder
from engine.common.message_json import params_to_json
from engine.journal import events, journal
from engine.journal.events import AnyEvent, RunFinished, RunStarted
from engine.journal.journal import Journal, JournalEntry
from engine.model.errors import StoreError, UsageError
from engine.model.money import Money
from tests.factories import NOW
from tests.messages import messages
from tests.refusals import refused

STARTED = RunStarted(trigger="cli", dry_run=False, pid=1, host="h", user="u")
FINISHED = RunFinished(outcome="imported", exit_code=0)

st.register_type_strategy(
    float, st.floats(allow_nan=False, allow_infinity=False)
)  # seconds that have passed
params = st.none() | messages().map(params_to_json)
every_event = st.one_of(
    *(
        st.builds(kind, params=params) if "params" in kind.__struct_fields__ else st.from_type(kind)
        for kind in AnyEvent.__args__
    )
)


@given(every_event)
def test_every_event_survives_the_way_through_a_line(event: AnyEvent) -> None:
    entry = JournalEntry(NOW, "run", "datev", event)
    line = journal.encode(entry)
    assert b"\n" not in line
    assert journal.encode(journal.decode(line) or entry) == line
    assert journal.decode(line) is not None


def test_a_line_begins_as_the_contract_says() -> None:
    line = journal.encode(
        JournalEntry(
            datetime(2026, 11, 20, 7, 0, 0, 123000, UTC), "20261120T070000Z-datev", "datev", STARTED
        )
    )
    assert line.startswith(
        b'{"v":1,"at":"2026-11-20T07:00:00.123Z","run":"20261120T070000Z-datev","interface":"datev","type":"run_started",'
    )


def test_dates_and_absent_values_are_plain_json() -> None:
    event = events.ListRead(
        name="a.csv", format="datev_csv", encoding="cp1252", rows=1, rejected=0, ignored=0,
        total=Money(1_00),
        control_total=None, key_date=date(2026, 11, 19),
    )  # fmt: skip
    line = msgspec.json.decode(journal.encode(JournalEntry(NOW, "r", "i", event)))
    assert (line["key_date"], line["control_total"], line["type"]) == (
        "2026-11-19",
        None,
        "list_read",
    )


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b'{"v":1}',
        b'{"v":1,"at":"2026-11-20T07:00:00Z","run":"r","interface":"i","type":"new"}',
        b'{"v":1,"at":"2026-11-20T07:00:00Z","run":"r","interface":"i","type":"guard_held",'
        b'"name":"a","rule":"of_tomorrow","limit":"1","actual":"2"}',
        b'{"v":1,"at":"2026-11-20T07:00:00Z","run":"r","interface":"i","type":"run_finished",'
        b'"outcome":"imported","exit_code":0,"settled_amount":"viel"}',
        b'{"v":1,"at":"2026-11-20T07:00:00Z","run":"r","interface":"i","type":"run_finished",'
        b'"outcome":"imported","exit_code":0,"settled_amount":5}',
    ],
)
def test_torn_and_unknown_lines_are_left_out(line: bytes) -> None:
    assert journal.decode(line) is None


def test_unknown_keys_are_ignored() -> None:
    line = journal.encode(JournalEntry(NOW, "r", "i", STARTED)).replace(
        b'"pid"', b'"new_key":[1],"pid"'
    )
    assert journal.decode(line) == JournalEntry(NOW, "r", "i", STARTED)


def test_two_runs_of_one_second_get_two_names(data: DataFolder) -> None:
    with Journal(data.journals, "datev", NOW) as one, Journal(data.journals, "datev", NOW) as two:
        assert (one.run, two.run) == ("20261120T070000Z-datev", "20261120T070000Z-datev-2")


def test_a_run_is_seen_running_and_then_finished(data: DataFolder) -> None:
    with Journal(data.journals, "datev", NOW) as writing:
        writing.write(STARTED)
        assert [(run.state, run.alive) for run in journal.newest(data.journals)] == [
            ("running", True)
        ]
        writing.write(FINISHED)
    assert [(run.state, run.alive) for run in journal.newest(data.journals)] == [
        ("imported", False)
    ]
    assert [
        entry.event for entry in journal.read_journal(journal.find_run(data.journals, writing.run))
    ] == [STARTED, FINISHED]


def test_a_killed_run_is_seen_as_interrupted(data: DataFolder) -> None:
    script = """
        import os, signal, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from engine.journal.events import RunStarted
        from engine.journal.journal import Journal
        journal = Journal(Path(sys.argv[1]), "datev", datetime(2026, 11, 20, 7, tzinfo=UTC))
        pid = os.getpid()
        journal.write(RunStarted(trigger="cron", dry_run=False, pid=pid, host="h", user="u"))
        os.kill(pid, signal.SIGKILL)
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(data.journals)], check=False
    )
    assert ended.returncode == -9
    assert [run.state for run in journal.newest(data.journals)] == ["interrupted"]


def test_runs_of_one_interface_only_newest_first(data: DataFolder) -> None:
    for interface in ("datev", "datev-online", "datev"):
        with Journal(data.journals, interface, NOW) as writing:
            writing.write(STARTED)
    found = [run.run for run in journal.newest(data.journals, "datev")]
    assert found == ["20261120T070000Z-datev-2", "20261120T070000Z-datev"]
    assert len(list(journal.newest(data.journals))) == 3


def test_runs_of_one_second_stand_in_the_order_in_which_they_began(data: DataFolder) -> None:
    for milliseconds, interface in enumerate(("zahlungen", "datev", "load")):
        at = NOW + timedelta(milliseconds=milliseconds)
        run = f"20261120T070000Z-{interface}"
        journal.journal_path(data.journals, run).write_bytes(
            journal.encode(JournalEntry(at, run, interface, STARTED)) + b"\n"
        )
    assert [run.interface for run in journal.newest(data.journals)] == [
        "load",
        "datev",
        "zahlungen",
    ]


def test_a_run_is_found_by_the_beginning_of_its_name(data: DataFolder) -> None:
    for interface in ("datev", "other"):
        Journal(data.journals, interface, NOW).close()
    assert journal.find_run(data.journals, "20261120T070000Z-o").stem == "20261120T070000Z-other"
    with refused(UsageError, match="Several runs"):
        journal.find_run(data.journals, "2026")
    with refused(UsageError, match="no run"):
        journal.find_run(data.journals, "../../etc/passwd")


def test_a_foreign_file_among_the_journals_is_left_out(data: DataFolder) -> None:
    (data.journals / "notes.jsonl").write_text("not ours\n")
    assert list(journal.newest(data.journals)) == []


def test_a_pipe_among_the_journals_holds_nobody_up(data: DataFolder) -> None:
    os.mkfifo(journal.journal_path(data.journals, "20261120T070000Z-datev"))
    assert list(journal.newest(data.journals)) == []
    with pytest.raises(OSError, match=r"20261120T070000Z-datev\.jsonl"):
        list(journal.read_journal(journal.find_run(data.journals, "20261120")))


def test_a_journal_that_cannot_be_opened_is_a_clear_refusal(data: DataFolder) -> None:
    data.journals.rmdir()
    with refused(StoreError, match="cannot be opened"):
        Journal(data.journals, "datev", NOW)
