"""Where the output goes is no reason for a run to end, and nothing is lost in silence."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path / "practice")


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no disk that is always full"
)
def test_a_run_ends_well_where_its_output_finds_no_room_and_says_so(practice: Practice) -> None:
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            practice.command("--headless", "-i", "datev"),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (
        1,
        "opos: Not all could be written: No space left on device.",
    )
    assert practice.items["RE-1"].open == 6000


def test_who_has_read_enough_is_no_fault(practice: Practice) -> None:
    practice.hold(*(item(f"RE-{number}") for number in range(2000)))
    with subprocess.Popen(
        practice.command("items"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        assert reading.stdout
        assert reading.stderr
        reading.stdout.readline()
        reading.stdout.close()
        assert (reading.wait(), reading.stderr.read()) == (0, b"")


def test_an_encoding_without_arrows_is_no_fault_and_json_is_always_utf_8(
    practice: Practice,
) -> None:
    practice.hold(item("RE-1", name="Łukasz Süß"))
    practice.put_list("RE-1 60,00")
    practice.run()
    latin = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    text = subprocess.check_output(practice.command("explain", "RE-1"), env=latin).decode("latin-1")
    assert r"\u2192" in text
    told = subprocess.check_output(practice.command("items", "--json"), env=latin)
    assert json.loads(told)["name"] == "Łukasz Süß"
