"""Every list in `golden/` is read as the file beside it says: each layout, each trap."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.lists.cases import Case
from tests.lists.make_lists import CASES, GOLDEN, golden, result

WORKBOOKS = (".xls", ".xlsx")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_is_read_as_expected(case: Case) -> None:
    assert json.loads(msgspec.json.encode(result(case))) == json.loads(golden(case).read_bytes())


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if not case.name.endswith(WORKBOOKS)],
    ids=lambda case: case.name,
)
def test_lies_there_as_it_is_made(case: Case) -> None:
    assert (GOLDEN / case.name).read_bytes() == case.data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_line_is_accounted_for(case: Case) -> None:
    found = result(case)
    if "refused" in found:
        assert found["advice"]
    else:
        told = (
            sum(len(found.get(kind, [])) for kind in ("rows", "rejected", "ignored"))
            + found["merged"]
        )
        assert told == found["lines"]


def test_nothing_lies_there_without_a_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {case.name for case in CASES} | {
        golden(case).name for case in CASES
    }
