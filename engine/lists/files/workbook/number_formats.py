"""Number formats of workbooks, as far as they change which number a person reads: `00000` shows 12
as 00012.

Grouping, decimals, percent and colours are left out on purpose. They belong to amounts, whose value
counts and not their text, and what Excel shows for them depends on the country.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)', re.DOTALL)
_PART = re.compile(
    r"""
      (?P<place>[0#?])
    | "(?P<quoted>[^"]*)"                   # "RE-"
    | \\(?P<escaped>.)                      # \-
    | \[\$(?P<currency>[^\]-]*)[^\]]*\]     # [$€-407]
    | (?P<bare>[ \-+():€$!^&'~{}=])
    | (?P<unseen>_. | \*. | \[[A-Za-z]+[0-9]*\])  # as wide as a sign, filled up with one, [Red]
    """,
    re.VERBOSE | re.DOTALL,
)


class Part(NamedTuple):
    """A piece of a format."""

    is_place: bool
    """Whether a digit stands here: where there is none, `0` shows a zero, `#` nothing and `?` a
    blank.
    """
    text: str


class NumberFormat(NamedTuple):
    """A format that shows whole numbers with leading zeros or with text among them."""

    sections: list[list[Part]]
    """For positive numbers; for negative ones; for zero. The first may stand for all."""
    zeros: int = 0
    """How many zeros the format consists of, where it is nothing else: most of them are."""

    def show(self, value: float) -> str:
        """`value`, rounded to a whole number, as a person sees it in the cell."""
        if self.zeros and value >= 0:
            return str(int(value + 0.5)).zfill(self.zeros)
        if value < 0 and len(self.sections) > 1:
            return _fill(self.sections[1], -value)
        if value == 0 and len(self.sections) > 2:
            return _fill(self.sections[2], value)
        return ("-" if value < 0 else "") + _fill(self.sections[0], abs(value))


@lru_cache(maxsize=1000)
def number_format(code: str) -> NumberFormat | None:
    """The format of this code; None where a number looks as in General or is no invoice number:
    `0`, `#`, amounts, dates.
    """
    first, *others = _SECTION.findall(code)
    sections = []
    for section in (first, *takewhile(bool, others[:2])):
        parts = _parts(section)
        if parts is None:
            return None
        sections.append(parts)
    is_plain = (
        all(part.is_place for part in sections[0])
        and [part.text for part in sections[0]].count("0") < 2
    )
    if is_plain:
        return None
    return NumberFormat(sections, len(code) if set(code) == {"0"} else 0)


def _parts(section: str) -> list[Part] | None:
    """The pieces of one section; None where it holds anything but whole numbers and text."""
    parts, position = [], 0
    while position < len(section):
        found = _PART.match(section, position)
        if found is None or found.lastgroup is None:
            return None
        position = found.end()
        if found.lastgroup != "unseen":
            parts.append(Part(found.lastgroup == "place", found[found.lastgroup]))
    return parts


def _fill(parts: list[Part], value: float) -> str:
    """Put the digits of `value` into their places from the right; those left over stand before the
    first place.
    """
    digits = str(int(value + 0.5)).lstrip("0")
    shown: list[str] = []
    places_left = sum(part.is_place for part in parts)
    for part in parts:
        if not part.is_place:
            shown.append(part.text)
        elif len(digits) < places_left:
            shown.append({"0": "0", "#": "", "?": " "}[part.text])
            places_left -= 1
        else:
            here = len(digits) - places_left + 1
            shown.append(digits[:here])
            digits = digits[here:]
            places_left -= 1
    return "".join(shown).strip()
