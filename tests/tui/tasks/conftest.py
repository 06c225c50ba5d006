"""A practice with invoices to look for."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.item import Status
from tests.factories import item
from tests.practice import Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """Forty invoices, one of them paid."""
    practice = Practice(tmp_path / "practice")
    practice.hold(*(item(f"RE-{number}") for number in range(40)))
    practice.put_list(*(f"RE-{number} 100,00" for number in range(1, 40)))
    practice.run()
    assert practice.items["RE-0"].status is Status.PAID
    return practice
