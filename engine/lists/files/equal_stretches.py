"""Where two texts are alike, by whole lines. What is equal costs a comparison of bytes, so lists of
which most lines are as they were are soon compared.
"""

from __future__ import annotations

from typing import NamedTuple

_FIRST_LOOK = 4096
"""Bytes compared at first; twice as many each time they are equal."""
_LONGEST_LOOK = 1 << 20
_WINDOWS = (4, 32, 256)
"""So many lines are looked at to find where the texts agree again."""


class Stretch(NamedTuple):
    """Whole lines that both texts have, and where they begin in each."""

    old: int
    new: int
    size: int


def equal_stretches(old: bytes, new: bytes, end: int, most: int) -> list[Stretch] | None:
    """What of `old` before its byte `end`, where a line begins, is in `new` too, in order. None
    where the texts differ in more than about so many bytes.
    """
    found: list[Stretch] = []
    at, here, differing = 0, 0, 0
    while at < end and here < len(new):
        size = _equal_bytes(old, at, end, new, here)
        size = max(0, old.rfind(b"\n", at, at + size) + 1 - at)
        if size:
            found.append(Stretch(at, here, size))
            at, here = at + size, here + size
            continue
        skipped = _lines_until_equal(old, at, end, new, here)
        if skipped is None:
            break
        at, here = at + skipped[0], here + skipped[1]
        differing += sum(skipped)
        if differing > most:
            return None
    return None if differing + end - at + len(new) - here > most else found


def _equal_bytes(old: bytes, at: int, end: int, new: bytes, here: int) -> int:
    """How many bytes are equal from these places on."""
    most = min(end - at, len(new) - here)
    equal, look = 0, _FIRST_LOOK
    while equal < most:
        size = min(look, most - equal)
        theirs = new[here + equal : here + equal + size]
        if old.startswith(theirs, at + equal):
            equal += size
            look = min(2 * look, _LONGEST_LOOK)
        elif size > _FIRST_LOOK:
            most, look = equal + size, _FIRST_LOOK
        else:
            # As one number each, their difference begins with the first byte that differs.
            ours = old[at + equal : at + equal + size]
            odd = int.from_bytes(ours, "big") ^ int.from_bytes(theirs, "big")
            return equal + size - (odd.bit_length() + 7) // 8
    return equal


def _lines_until_equal(
    old: bytes, at: int, end: int, new: bytes, here: int
) -> tuple[int, int] | None:
    """How many bytes to pass over in each text until the next line that both have."""
    for window in _WINDOWS:
        ours, theirs = _lines(old, at, end, window), _lines(new, here, len(new), window)
        first = {line: place for place, line in reversed(list(enumerate(theirs)))}
        pairs = [(place, first[line]) for place, line in enumerate(ours) if line in first]
        if pairs:
            left, right = min(pairs, key=sum)
            return sum(map(len, ours[:left])), sum(map(len, theirs[:right]))
    return None


def _lines(text: bytes, start: int, end: int, most: int) -> list[bytes]:
    lines: list[bytes] = []
    while start < end and len(lines) < most:
        stop = text.find(b"\n", start, end) + 1 or end
        lines.append(text[start:stop])
        start = stop
    return lines
