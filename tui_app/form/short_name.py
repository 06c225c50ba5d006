"""A name for files and commands, made of the name that people know."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count

_LONGEST = 40
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def short_name(name: str, taken: Container[str]) -> str:
    """Return one that is not taken: `Offene Posten Köln` becomes `offene-posten-koeln`; empty where
    the name has no letter of ours.
    """
    words = re.findall(r"[a-z0-9]+", name.casefold().translate(_LETTERS))
    short = "-".join(words)[:_LONGEST].rstrip("-")
    if not short or short not in taken:
        return short
    tails = (f"-{n}" for n in count(2))
    return next(
        free for tail in tails if (free := short[: _LONGEST - len(tail)] + tail) not in taken
    )
