"""Lists of real people: none may make money wrong, and good ones go on working."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lists.real_lists.case import Case, all_cases
from tests.lists.real_lists.trial import try_case


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_the_list_makes_nothing_wrong(case: Case, tmp_path: Path) -> None:
    trial = try_case(case, tmp_path)
    assert not trial.faults, trial.story
