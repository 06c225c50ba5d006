"""Two hosts, one PostgreSQL: what one does, the other knows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

import msgspec
import pytest

from engine.messages.imports import WholeBecause
from engine.posting.change import Change, ChangeKind, Rule
from engine.queries.list_difference import difference_to_last
from engine.settings.load import load_settings
from engine.store.ledger import LedgerEntry
from engine.store.opening import open_store
from engine.store.postgresql import archive, server
from engine.store.postgresql.database import Database
from engine.store.postgresql.questions import Questions
from tests.factories import item, loaded
from tests.imports.both_ways import small_lists_count
from tests.servers.postgresql import PostgreSQL
from tests.store.postgresql.hosts import Host


def test_a_list_is_imported_once_whoever_sees_it_first(
    hosts: tuple[Host, Host], postgres: PostgreSQL, database: Database
) -> None:
    one, other = hosts
    one.hold(item("RE-1"), item("RE-2"))
    one.put_list("RE-1 60,00", "RE-2 100,00")
    answer = one.run()
    assert answer.code == 0, answer.out
    assert other.items["RE-1"].open == 60_00
    assert postgres.execute(
        f"select invoice_no, open from {database.schema}.invoices order by 1"
    ) == [("RE-1", 60), ("RE-2", 100)]
    assert not list(one.uploads.iterdir())
    one.put_list("RE-1 60,00", "RE-2 100,00")
    again = other.run()
    assert [event["reason"] for event in again.events("file_skipped")] == ["already_imported"]
    assert again.code == 0


def test_each_host_shows_the_runs_of_both(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(item("RE-1"))
    one.put_list("RE-1 60,00")
    run = one.run().lines[0]["run"]
    told = other.opos("runs", "--json")
    assert [line["state"] for line in told.lines] == ["imported"], told
    assert other.opos("show", run, "--json").out == one.opos("show", run, "--json").out
    assert "OPOS_Debitoren" in other.opos("explain", "RE-1").out
    assert "10001; RE-1" in other.opos("explain", "RE-1").out


def test_one_host_releases_and_takes_back_what_the_other_one_held(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(*[item(f"RE-{n}") for n in range(30)])
    one.put_list("RE-1 100,00")
    held = one.run()
    assert held.code == 8, held
    run = held.lines[0]["run"]
    released = other.opos("release", run, "--reason", "year's end", "--json")
    assert released.code == 0, released
    assert one.items["RE-2"].open == 0
    undone = one.opos("undo", released.lines[0]["run"], "--json")
    assert undone.code == 0, undone
    assert other.items["RE-2"].open == 100_00
    for host in hosts:
        verified = host.opos("verify")
        assert verified.code == 0, verified


def test_a_due_time_is_run_by_one_host(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    for host in hosts:
        host.data.make()
        host.data.store.touch()  # a data folder that is empty may be a disk that is not there
    one.hold(item("RE-1"))
    one.make_due("datev")
    one.put_list("RE-1 60,00")
    assert one.opos("--headless").code == 0
    assert other.opos("--headless").code == 0
    assert [line["interface"] for line in other.opos("runs", "--json").lines] == ["datev"]


def test_a_tick_with_nothing_due_imports_no_driver(hosts: tuple[Host, Host]) -> None:
    one, _other = hosts
    one.data.make()
    one.make_due()
    code = (
        "import sys; sys.argv = ['opos', '-c', 'config.toml', '--headless'];"
        " from engine.common import idle_cache; idle_cache._COARSE = -1;"
        " from tui_app.__main__ import main; main();"
        " sys.exit(any('psycopg' in name or 'postgresql' in name for name in sys.modules))"
    )
    ticks = [
        subprocess.run([sys.executable, "-c", code], cwd=one.folder, check=False).returncode
        for _tick in range(2)
    ]
    assert ticks[1] == 0


def test_runs_side_by_side_have_connections_of_their_own(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(item("RE-1"), item("RE-2"))
    one.put_list("RE-1 60,00", "RE-2 100,00")
    one.put("Zahlungen.csv", "Rechnungsnummer;Betrag\r\nRE-2;40,00\r\n")
    answer = one.process("--headless", "--all", "--workers", "4", "--json")
    assert answer.code in (0, 3), answer  # which of them comes first is not said
    assert {run["outcome"] for run in answer.events("run_finished")} == {"imported"}
    assert other.items["RE-1"].open == 60_00
    assert other.opos("verify").code == 0


def test_the_doctor_tells_of_server_and_hosts(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(item("RE-1"))
    one.put_list("RE-1 60,00")
    assert one.run().code == 0
    text = other.config.read_text(encoding="utf-8")
    other.config.write_text(text.replace("stable_seconds = 0", "stable_seconds = 1", 1))
    found = [line["text"] for line in other.opos("check", "--json").lines if "text" in line]
    assert any("PostgreSQL 1" in text and "standbys: none" in text for text in found), found
    assert any("by another configuration" in text for text in found), found
    assert not any("The clock of" in text for text in found), found


def test_a_list_stays_until_a_standby_has_its_import(
    hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.1)
    one, other = hosts
    for host in hosts:
        text = host.config.read_text(encoding="utf-8")
        host.config.write_text(f'{text}remove_when = "replicated"\n', encoding="utf-8")
    one.hold(item("RE-1"))
    path = one.put_list("RE-1 60,00")
    answer = one.run()
    assert (answer.code, path.exists()) == (3, True), answer
    assert "no standby" in answer.events("warning")[0]["text"]
    assert other.items["RE-1"].open == 60_00
    assert other.run().events("committed") == []


def test_a_copy_of_a_long_list_stays_where_it_was_imported(
    hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that was looked at, for a day."""
    monkeypatch.setattr(archive, "_LARGE", 1)
    one, other = hosts
    one.hold(item("RE-1"))
    content = one.put_list("RE-1 60,00").read_bytes()
    run = one.run().lines[0]["run"]
    [copy] = (one.data.root / "originals").glob("??/*")
    assert copy.read_bytes() == content
    assert not [*(other.data.root / "originals").glob("??/*")]
    assert "10001; RE-1" in other.opos("explain", "RE-1").out
    assert len([*(other.data.root / "originals").glob("??/*")]) == 1
    two_days_ago = time.time() - 2 * 86_400
    os.utime(copy, (two_days_ago, two_days_ago))
    one.put_list("RE-1 50,00")
    assert one.run().code == 0
    assert not copy.exists()
    assert one.opos("show", run).code == 0


def test_what_another_host_commits_while_a_list_is_read_is_seen(
    hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question is of its own moment: none may come before the one that the others rest on."""
    one, other = hosts
    one.hold(item("RE-1"), item("RE-2"))
    asked = Questions.acts_since
    moments = iter(("the last list", "what came after it"))

    def and_then(self: Questions, acts: int) -> Sequence[LedgerEntry]:
        found = asked(self, acts)
        if next(moments, "") == "what came after it":
            before = other.items["RE-1"]
            after = msgspec.structs.replace(before, open=50_00)
            change = Change(kind=ChangeKind.CHANGED, rule=Rule.DETAILS, before=before, after=after)
            open_store(other.data).commit([change], loaded("meanwhile"))
        return found

    with small_lists_count():
        one.put_list("RE-1 100,00", "RE-2 100,00")
        assert one.run().code == 0
        monkeypatch.setattr(Questions, "acts_since", and_then)
        one.put_list("RE-1 100,00", "RE-2 60,00")
        answer = one.run()
    assert WholeBecause.MEANWHILE.value in answer.out, answer
    assert {number: item.open for number, item in one.items.items()} == {
        "RE-1": 100_00,
        "RE-2": 60_00,
    }
    assert one.opos("verify").code == 0


def test_a_held_list_is_compared_with_the_last_one_on_any_host(hosts: tuple[Host, Host]) -> None:
    one, other = hosts
    one.hold(*(item(f"RE-{n}") for n in range(40)))
    one.put_list(*(f"RE-{n} 100,00" for n in range(40)))
    assert one.run().code == 0
    one.put_list("RE-1 60,00")
    assert one.run().code == 8
    configuration, store = load_settings(other.config), open_store(other.data)
    found = difference_to_last(configuration, store, store.waiting()[0])
    assert (found.rows_before, found.rows_after, len(found.differences)) == (40, 1, 40)
