"""Sorting so much that a key would have to wait for it, without letting one wait."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_FEW = 2000
"""What is sorted in a millisecond or two: for so long no other thread gets a turn."""
_SAMPLES = 8
"""Values looked at for each part: so many make the parts about equal."""


def sorted_in_parts(places: Sequence[int], key: Callable[[int], Any]) -> Iterator[int]:
    """Do what `sorted` does, in parts between which other threads get their turn."""
    step = max(1, _FEW // _SAMPLES)
    limits = sorted(map(key, places[::step]))[_SAMPLES::_SAMPLES]
    parts: list[list[int]] = [[] for _limit in range(len(limits) + 1)]
    for place in places:
        parts[bisect_right(limits, key(place))].append(place)
    for part in parts:
        yield from sorted(part, key=key)
