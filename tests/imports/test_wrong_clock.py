"""A clock that is wrong books payments on wrong days, so nothing is imported by it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.worker import one_run
from tests.clock import Clock
from tests.factories import item
from tests.practice import Practice


@pytest.mark.parametrize(
    "now", [datetime(1970, 1, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]
)
def test_a_run_before_the_last_change_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00")
    assert practice.run().code == 0
    before = practice.items
    practice.put_list("RE-1 50,00")
    monkeypatch.setattr(one_run, "datetime", Clock)
    Clock.moment = now
    answer = practice.run()
    assert answer.code == 12, answer.err
    (end,) = answer.events("run_finished")
    assert f"The clock says {now:%Y-%m-%d %H:%M} UTC" in end["cause"]
    assert practice.items == before
