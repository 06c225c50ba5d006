"""The bar at the right of a list: where in it one is, and where a hold on the bar leads."""

from __future__ import annotations


def is_scrolled(height: int, count: int) -> bool:
    """Return whether there are more lines than fit."""
    return count > height


def bar_sign(y: int, top: int, height: int, count: int) -> str:
    """Return what stands in line `y` of the bar, where line `top` is the first in sight."""
    if not is_scrolled(height, count):
        return " "
    length = max(1, height * height // count)
    at = top * (height - length) // (count - height)
    return "▐" if at <= y < at + length else " "


def top_at(y: int, height: int, count: int) -> int:
    """Return the first line in sight where the bar is held in line `y`."""
    return y * (count - height) // max(1, height - 1)
