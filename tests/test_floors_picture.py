"""The picture of the floors is that of the code as it is."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def test_the_picture_of_the_floors_is_current() -> None:
    picture: str = runpy.run_path(str(DOCS / "floors.py"))["picture"]()
    assert picture == (DOCS / "floors.svg").read_text(encoding="utf-8"), (
        "draw it anew: .venv/bin/python docs/floors.py docs/floors.svg"
    )
