"""Single cells and single lines: what a person or a server may write in one."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date
from pathlib import Path

from engine.lists.cells.dates import parse_date
from engine.lists.cells.days_in_text import days_in
from engine.lists.cells.money import Ambiguous, Unreadable, notation_of, parse_money
from engine.sources.ftp.ftp_listing import from_list, from_mlsd
from tests.fuzz.changes import changed_bytes

_CELLS = (
    "1.190,00", "1,190.00 H", "(12,5)", "-0,01-", "1.2.2026", "2026-02-30", "31/12/26",
    "Stand 31. März 2026", "Offene Posten zum 30.09.2026 bis Oktober", "KW 12/2026", "٣٫١٤", "1e9",
)  # fmt: skip
_LINES = (
    "-rw-r--r-- 1 ftp ftp 5120 Nov 20 07:00 Zahlungen März.csv",
    "11-20-26 07:00AM 5120 Zahlungen.csv",
    "type=file;size=5120;modify=20261120070000; Zahlungen.csv",
    "drwxr-xr-x 2 0 0 4096 20 Nov 2025 folder",
)
TODAY = date(2026, 11, 20)


def try_cell(seed: int, _folder: Path) -> None:
    """Read one cell as everything that it may be."""
    chance = random.Random(seed)
    cell = _changed(chance, _CELLS)
    is_title = chance.random() < 0.5
    with suppress(Unreadable, Ambiguous):
        parse_money(cell, notation_of([cell, chance.choice(_CELLS)]))
    with suppress(Unreadable):
        parse_date(cell)
    days_in(cell, TODAY, is_title=is_title)


def try_listing(seed: int, _folder: Path) -> None:
    """Read some lines of a listing."""
    chance = random.Random(seed)
    lines = [_changed(chance, _LINES) for _ in range(3)]
    for entry in [*from_mlsd(lines), *(from_list(lines) or ())]:
        assert entry.size is None or entry.size >= 0


def _changed(chance: random.Random, texts: tuple[str, ...]) -> str:
    return changed_bytes(chance, chance.choice(texts).encode()).decode("utf-8", "replace")[:500]
