"""A damaged or lost store comes back whole, and what was imported is never lost unseen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.store.tinydb_file import table_lines
from engine.store.tinydb_storage import AtomicStorage
from tests.factories import item
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Two lists were imported, one was held."""
    practice = Practice(tmp_path)
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    practice.put_list(*(f"RE-{number} 90,00" for number in range(40)))
    assert practice.run().code == 0
    practice.put_list(*(f"RE-{number} 80,00" for number in range(40)), name="OPOS_20112026.csv")
    assert practice.run().code == 0
    practice.put_list("RE-1 70,00", name="OPOS_21112026.csv")
    assert practice.run().code == 8
    assert practice.opos("verify").code == 0
    return practice


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(whole)


def versions(practice: Practice) -> list[Path]:
    return sorted(practice.data.versions.iterdir())


@pytest.mark.parametrize("damage", [cut, flipped, Path.unlink], ids=["cut", "flipped", "missing"])
def test_the_newest_commit_comes_back(practice: Practice, damage: Callable[[Path], None]) -> None:
    before = practice.data.store.read_bytes()
    damage(practice.data.store)
    broken = practice.opos("items")
    assert broken.code == 12
    assert "opos store repair" in broken.err
    assert practice.opos("store", "repair").code == 2
    assert practice.opos("store", "repair", "-n").code == 0
    assert practice.opos("items").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.data.store.read_bytes() == before
    assert practice.opos("verify").code == 0
    kept = list(practice.data.root.glob("store.damaged-*"))
    assert len(kept) == (0 if damage == Path.unlink else 1)
    assert practice.opos("runs", "--json").lines[0]["act"] == "repair"


def test_what_no_version_holds_is_done_again(practice: Practice) -> None:
    """From the changes, or as a list that waits for a release."""
    items = practice.items
    ledger = practice.opos("explain", "RE-2", "--json").out
    cut(practice.data.store)
    for version in versions(practice)[1:]:
        cut(version)
    answer = practice.opos("store", "repair", "--yes")
    assert answer.code == 0
    assert answer.out.count("Done again") == 2
    assert "must be planned anew" in answer.out
    assert practice.items == items
    assert practice.opos("explain", "RE-2", "--json").out == ledger
    assert practice.opos("verify").code == 0
    runs = practice.opos("runs", "--json").lines
    run = next(line["run"] for line in runs if line["state"] == "held")
    assert practice.run().code == 8
    assert practice.opos("release", run, "--reason", "looked at").code == 0


def test_it_is_made_from_the_changes_alone(practice: Practice) -> None:
    items = practice.items
    practice.data.store.unlink()
    shutil.rmtree(practice.data.versions)
    assert practice.opos("items").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items == items
    assert practice.opos("verify").code == 0


def test_an_older_version_put_over_it_is_named_and_mended(practice: Practice) -> None:
    """That is what somebody does who knows of the versions and not of the command."""
    items = practice.items
    shutil.copy(versions(practice)[1], practice.data.store)
    for newer in versions(practice)[2:]:
        newer.unlink()
    told = practice.opos("verify")
    assert told.code == 12
    assert told.out.count("opos store repair") >= 2
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items == items
    assert practice.opos("verify").code == 0


def test_a_list_whose_changes_are_lost_too_waits_for_a_release(practice: Practice) -> None:
    run = practice.opos("runs", "--json").lines[1]["run"]
    shutil.copy(versions(practice)[1], practice.data.store)
    for path in (*versions(practice)[2:], practice.data.changes / f"{run}.1.jsonl"):
        path.unlink()
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items["RE-1"].open == 90_00
    assert practice.opos("release", run, "--reason", "lost").code == 0
    assert practice.items["RE-1"].open == 80_00


def test_a_whole_store_needs_none(practice: Practice) -> None:
    before = practice.data.store.read_bytes()
    answer = practice.opos("store", "repair", "--yes")
    assert answer.code == 0
    assert "whole" in answer.out
    assert practice.data.store.read_bytes() == before


def test_a_damaged_version_is_seen_and_taken_away(practice: Practice) -> None:
    flipped(versions(practice)[0])
    assert practice.opos("verify").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.opos("verify").code == 0


def test_nothing_is_made_of_nothing(practice: Practice) -> None:
    practice.data.store.unlink()
    shutil.rmtree(practice.data.versions)
    shutil.rmtree(practice.data.changes)
    answer = practice.opos("store", "repair", "--yes")
    assert answer.code == 12
    assert not practice.data.store.exists()


def test_a_tampered_original_is_never_released(practice: Practice) -> None:
    run = practice.opos("runs", "--json").lines[0]["run"]
    for original in practice.data.archive.glob("??/*"):
        original.chmod(0o600)
        original.write_bytes(original.read_bytes().replace(b"70,00", b"00,00"))
    answer = practice.opos("release", run, "--reason", "looked at")
    assert answer.code == 12
    assert "as it came" in answer.out + answer.err
    assert practice.items["RE-1"].open == 80_00


@pytest.mark.parametrize("spoil", [lambda _lines: b"", lambda lines: lines.split(b"\n", 1)[1]])
def test_changes_that_are_not_as_they_were_written_are_never_undone(
    practice: Practice, spoil: Callable[[bytes], bytes]
) -> None:
    run = practice.opos("runs", "--json").lines[1]["run"]
    path = practice.data.changes / f"{run}.1.jsonl"
    path.write_bytes(spoil(path.read_bytes()))
    assert practice.opos("undo", run).code == 12
    assert practice.items["RE-1"].open == 80_00


def rewritten(practice: Practice, table: str, old: bytes, new: bytes) -> None:
    """The store as somebody writes it who knows its checksum."""
    raw = practice.data.store.read_bytes()
    tables = {name: table_lines(raw, name) for name in ("items", "ledger", "waiting")}
    tables[table] = [line.replace(old, new) for line in tables[table]]
    AtomicStorage(practice.data.store, practice.data.versions).write_tables(tables)


def test_a_rewritten_ledger_is_seen(practice: Practice) -> None:
    rewritten(practice, "ledger", b"OPOS_20112026.csv", b"OPOS_20112025.csv")
    answer = practice.opos("verify")
    assert answer.code == 12
    assert "The ledger is not as it was" in answer.out


def test_what_is_no_store_of_ours_is_passed_over(practice: Practice) -> None:
    items = practice.items
    rewritten(practice, "items", b'"mandant"', b'"client"')
    assert practice.opos("items").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items == items


@pytest.mark.parametrize("file", ["archive/chain.jsonl", "runs.jsonl"])
@pytest.mark.parametrize(
    "spoil",
    [lambda _: b"rubbish\n", lambda whole: whole[:-9], lambda whole: whole[40:], lambda _: b""],
    ids=["rubbish", "torn", "broken", "empty"],
)
def test_a_damaged_chain_goes_on(
    practice: Practice, file: str, spoil: Callable[[bytes], bytes]
) -> None:
    chain = practice.data.root / file
    damaged = spoil(chain.read_bytes())
    chain.write_bytes(damaged)
    assert practice.opos("verify").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.opos("verify").out.endswith("all agree.\n")
    (kept,) = chain.parent.glob("*.damaged-*")
    assert kept.read_bytes() == damaged
    practice.put_list(*(f"RE-{number} 60,00" for number in range(40)), name="OPOS_22112026.csv")
    assert practice.run().code in (0, 8)
    assert practice.opos("verify").code == 0


@pytest.mark.parametrize("both", [False, True], ids=["the store", "its copy, too"])
def test_a_store_that_somebody_wrote_anew_is_not_preferred(practice: Practice, both: bool) -> None:
    before, store = practice.items, practice.data.store
    commit = AtomicStorage(store).commit_number()
    rewritten(practice, "items", b'"open_cents":8000', b'"open_cents":8100')
    if not both:
        versions(practice)[-1].unlink()
        number = f'"commit":{commit + 1}'.encode()
        store.write_bytes(store.read_bytes().replace(number, f'"commit":{commit}'.encode()))
    assert practice.items != before
    assert practice.opos("verify").code == 12
    assert practice.opos("store", "repair", "--yes").code == 0
    assert practice.items == before
    assert practice.opos("verify").code == 0
