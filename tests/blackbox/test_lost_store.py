"""A store that is not there is an alarm, not a beginning."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice

READING = (
    ("items",),
    ("verify",),
    ("explain", "RE-1"),
    ("undo", "2026"),
    ("release", "2026", "-n"),
)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """One whose list was imported; the next one lies ready."""
    practice = Practice(tmp_path)
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    practice.put_list("RE-1 50,00")
    return practice


def missing(practice: Practice) -> None:
    practice.data.store.unlink()


def dangling(practice: Practice) -> None:
    practice.data.store.unlink()
    practice.data.store.symlink_to(practice.folder / "not mounted" / "store.json")


def only_the_chain(practice: Practice) -> None:
    missing(practice)
    for folder in (practice.data.versions, practice.data.changes, practice.data.journals):
        shutil.rmtree(folder)


def only_the_changes(practice: Practice) -> None:
    missing(practice)
    for folder in (practice.data.versions, practice.data.archive, practice.data.journals):
        shutil.rmtree(folder)


def only_the_journals(practice: Practice) -> None:
    missing(practice)
    for folder in (practice.data.versions, practice.data.archive, practice.data.changes):
        shutil.rmtree(folder)
    practice.data.run_chain.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "lose", [missing, dangling, only_the_chain, only_the_changes, only_the_journals]
)
def test_no_command_takes_it_for_an_empty_one(
    practice: Practice, lose: Callable[[Practice], None]
) -> None:
    lose(practice)
    for command in READING:
        answer = practice.opos(*command)
        assert answer.code == 12, command
        assert str(practice.data.store) in answer.err + answer.out
    assert practice.opos("check").code == 12
    invoices = practice.put("invoices.csv", "invoice_no;amount\r\nRE-7;1,00\r\n")
    assert practice.opos("items", "load", str(invoices), "--mandant", "001").code == 12
    assert practice.run().code == 12
    assert not practice.data.store.exists()
    assert len(list(practice.uploads.glob("OPOS*"))) == 1


def test_a_first_load_begins_a_store(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    assert practice.opos("items").code == 0
    invoices = practice.put("invoices.csv", "invoice_no;amount\r\nRE-7;1,00\r\n")
    assert practice.opos("items", "load", str(invoices), "--mandant", "001").code == 0
    assert list(practice.items) == ["RE-7"]


def test_a_first_run_by_hand_begins_a_store(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    assert list(practice.items) == ["RE-1"]
