"""A run in somebody else's data folder is refused, since what it leaves stops its owner's runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.messages.run import RunFault
from tests.factories import item
from tests.practice import Practice

NOBODY = 65534

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Whose data folder belongs to the service's user."""
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    for path in (practice.data.root, *practice.data.root.rglob("*")):
        os.chown(path, NOBODY, -1)
    return practice


def owners(practice: Practice) -> set[int]:
    root = practice.data.root
    return {path.stat().st_uid for path in (root, *root.rglob("*"))}


@pytest.mark.parametrize(
    "command",
    [
        ("--headless", "-i", "datev"),
        ("--headless", "--all"),
        ("--headless",),
        ("undo", "20261120"),
        ("prune",),
    ],
)
def test_nothing_is_written(practice: Practice, command: tuple[str, ...]) -> None:
    answer = practice.opos(*command)
    assert owners(practice) == {NOBODY}
    assert practice.items["RE-1"].open == 100_00
    if command[0] == "--headless":
        assert answer.code == 12, answer.err
        assert "belongs to nobody, and opos runs as root" in answer.err
        assert "`sudo -u nobody opos …`" in answer.err


def test_who_only_reads_may_look(practice: Practice) -> None:
    assert practice.opos("items").code == 0
    assert owners(practice) == {NOBODY}


def test_the_doctor_names_what_another_user_left(practice: Practice) -> None:
    (practice.data.journals / "left").touch()
    answer = practice.opos("check")
    assert "1 file in" in answer.out
    assert f"`sudo chown -R nobody {practice.data.root}`" in answer.out


def test_the_words_are_those_of_a_code(practice: Practice) -> None:
    answer = practice.opos("--headless", "-i", "datev", "--json")
    assert RunFault.FOREIGN_FOLDER.value == "data_folder_foreign"
    assert answer.code == 12
