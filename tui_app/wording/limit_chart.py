"""A column for each of the last runs beside one for now, with a limit drawn through them."""

from __future__ import annotations

from collections.abc import Sequence

from tui_app.wording.sparkline import has_blocks

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_PLAIN = "    .:##|"
_LINE = "─"


def limit_chart(
    past: Sequence[int], now: int, limit: int, height: int, said: tuple[str, str]
) -> list[str]:
    """Return so many lines, the highest first. `past` has the oldest first; `said` are the words
    for now and for the limit, each beside its height.
    """
    steps = _EIGHTHS if has_blocks() else _PLAIN
    most = max(1, now, limit, *past)
    now_at, limit_at = (_line_of(amount, most, height) for amount in (now, limit))
    lines = []
    for line in range(height - 1, -1, -1):
        columns = "".join(_cell(each, most, line, height, steps) for each in (*past, 0, now, now))
        if line == limit_at:
            columns = columns.replace(" ", _LINE if has_blocks() else "-")
        words = [said[0]] * (line == now_at) + [said[1]] * (line == limit_at)
        lines.append(f"{columns} {', '.join(words)}".rstrip())
    return lines


def _line_of(amount: int, most: int, height: int) -> int:
    """Return the line, from 0 at the bottom, that a column of this amount ends in."""
    return max(0, -(-amount * height // most) - 1)


def _cell(amount: int, most: int, line: int, height: int, steps: str) -> str:
    """Return what a column shows in this line: a part of a character at its end."""
    eighths = amount * height * 8 // most - line * 8
    if amount and not line:
        eighths = max(1, eighths)
    return steps[max(0, min(8, eighths))]
