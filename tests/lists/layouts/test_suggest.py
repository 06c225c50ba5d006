"""What the columns of an unknown file may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lists.layouts.suggest import propose
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused
from tests.lists.make_lists import GOLDEN


def test_only_what_is_certain_is_given() -> None:
    path = GOLDEN / "own_sage.csv"
    found = propose(path, path.name)
    assert found.certain()["invoice_no"] == ["BelegNr"]
    assert "debit" not in found.certain()


@pytest.mark.parametrize("data", ["1;2\n3;4\n", "one column\nonly\n"])
def test_without_headings_there_is_no_proposal(data: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(data)
    with pytest.raises(ListRefused) as refused:
        propose(path, path.name)
    assert refused.value.message.code is ListRefusal.NO_HEADINGS
