"""Which run is meant by what somebody typed."""

from __future__ import annotations

import pytest

from engine.journal.run_names import runs_meant

RUNS = ["20261120T070000Z-datev", "20261120T070000Z-datev-2", "20261121T070000Z-other"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261120T070000Z-datev", RUNS[:1]),
        ("20261120T070000Z-datev-", RUNS[1:2]),
        ("20261121", RUNS[2:]),
        ("20261120", RUNS[:2]),
        ("datev", []),
        ("../" + RUNS[0], []),
        ("", RUNS),
    ],
)
def test_the_name_or_a_beginning_of_it(typed: str, meant: list[str]) -> None:
    assert runs_meant(typed, RUNS) == meant


def test_a_run_of_several_files_is_one_run() -> None:
    assert runs_meant("2026", [RUNS[0], RUNS[0]]) == RUNS[:1]
