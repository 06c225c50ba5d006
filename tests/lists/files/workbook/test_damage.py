"""A damaged workbook is refused or read whole: what was cut off never passes for a shorter list."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lists.files.limits import FileLimits
from engine.lists.files.workbook.child import read_in_child
from engine.lists.files.workbook.kind import workbook_kind
from engine.model.errors import ListRefused

FOLDER = Path(__file__).with_name("workbooks")


@pytest.mark.parametrize(
    "name", sorted(path.name for path in FOLDER.glob("list_*") if path.suffix != ".ods")
)
def test_what_was_cut_off_is_refused_or_whole(name: str, tmp_path: Path) -> None:
    content = (FOLDER / name).read_bytes()
    kind = workbook_kind(content[:4096])
    whole = read_in_child(FOLDER / name, kind, FileLimits())
    cut = tmp_path / name
    refusals = 0
    for length in range(100, len(content), 97):
        cut.write_bytes(content[:length])
        try:
            assert read_in_child(cut, kind, FileLimits()) == whole
        except ListRefused:
            refusals += 1
    assert refusals > len(content) // 97 // 2
