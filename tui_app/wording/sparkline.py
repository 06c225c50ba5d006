"""Small pictures in characters that every terminal has, for where people would rather look than
read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from math import isqrt

from engine.common.i18n import _
from engine.journal.journal import Run
from engine.model.item import Cents
from tui_app.wording.text import Meaning, state_sign

RUNS_PICTURED = 30
_BLOCKS = "▁▂▃▄▅▆▇"
"""The full block is left out: it would run into the line above."""
_DIGITS = "1234567"


def has_blocks() -> bool:
    """Return whether the terminal's font has block elements; the Linux console has only some of
    them.
    """
    return os.environ.get("TERM", "") not in ("linux", "vt100", "vt220")


def fold_sign(*, is_folded: bool) -> str:
    """Return the sign before a heading: whether what is below it is hidden."""
    if has_blocks():
        return "►" if is_folded else "▼"
    return "+" if is_folded else "-"


def run_line(runs: Sequence[Run]) -> str:
    """Return the runs, the oldest first, one character each: the higher, the more it settled, or
    the sign of what came instead. Heights go by the square root, so that one large list does not
    make all others flat.
    """
    settled = [
        isqrt(max(0, run.finished.settled_amount))
        if run.finished and run.state == "imported"
        else 0
        for run in runs
    ]
    most = max(settled, default=0)
    return "".join(
        height(amount, most) if run.state == "imported" else state_sign(run).sign
        for run, amount in zip(runs, settled, strict=True)
    )


def run_line_meaning() -> Meaning:
    """Return what the characters of a `run_line` say."""
    steps = _BLOCKS if has_blocks() else _DIGITS
    words = _(
        "a run each, the oldest first: the higher, the more it settled; another sign says what"
        " came instead"
    )
    return Meaning(steps[0] + steps[3] + steps[-1], words)


def height(amount: Cents, most: Cents) -> str:
    """Return one character as high as the amount is beside the greatest one."""
    steps = _BLOCKS if has_blocks() else _DIGITS
    return steps[min(len(steps) - 1, amount * len(steps) // most)] if most > 0 else steps[0]


def height_bar(amount: Cents, most: Cents, width: int) -> str:
    """Return a bar as long as the amount is beside the greatest one, of at most `width` cells."""
    length = round(max(0, amount) * width / most) if most > 0 else 0
    return ("▇" if has_blocks() else "#") * (length or int(amount > 0))
