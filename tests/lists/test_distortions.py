"""Whatever happens to a list on the way: no item is more paid than in truth without the list having
been held or refused. And a list to which nothing happened gives exactly the truth.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.lists.distortions.corpus import kept, load
from tests.lists.distortions.trial import Trial, outcome, trials


@given(trials())
@settings(
    deadline=None,
    max_examples=500,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_list_pays_silently(tmp_path_factory: pytest.TempPathFactory, trial: Trial) -> None:
    found = outcome(trial, tmp_path_factory.getbasetemp())
    assert not found.faults, found


@pytest.mark.parametrize("path", kept(), ids=lambda path: path.name)
def test_a_list_that_went_wrong_once(path: Path, tmp_path: Path) -> None:
    found = outcome(load(path), tmp_path)
    assert not found.faults, found
