"""How an invoice number may be spelled after its way through DATEV or a spreadsheet.

Three degrees, the closest first: blanks, dashes and case differ; leading zeros are lost; the number was cut to the 12 or 36
characters of Belegfeld 1. Two numbers are alike if they have a spelling in common.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\W_]+")
_RUN = re.compile(r"[0-9]+|[^\W0-9_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

FIELD_LENGTHS = (12, 36)
"""Characters of Belegfeld 1: formerly 12, today 36 [V: SelectLine's help on DATEV export parameters]."""


def spellings_of_ours(number: str) -> list[str]:
    """Everything our number may have become: the spellings under which it is found."""
    bare = _bare(number)
    if not bare:
        return []
    spellings = [bare, "0:" + _without_leading_zeros(number)]
    for length in FIELD_LENGTHS:
        if len(number) > length:
            # Signs may have been replaced, which keeps the length, or dropped before the cut.
            spellings += {f"{length}:{_bare(number[:length])}", f"{length}:{bare[:length]}"}
    return spellings


def spellings_of_theirs(number: str) -> list[str]:
    """What to look up for a number of a list, the closest spelling first."""
    bare = _bare(number)
    if not bare:
        return []
    spellings = [bare, "0:" + _without_leading_zeros(number)]
    if len(number) in FIELD_LENGTHS:
        spellings.append(f"{len(number)}:{bare}")
    return spellings


def _bare(number: str) -> str:
    """Letters and digits alone: `RE-2026 / 17` is `re202617`."""
    return _SIGNS.sub("", number.casefold()).translate(_UMLAUTS)


def _without_leading_zeros(number: str) -> str:
    """Each run of digits without leading zeros, and still told apart: `RE-2026-0017` is `re2026-17`, not `re202617`."""
    runs = [run.lstrip("0") or "0" if run[0].isdecimal() else run for run in _RUN.findall(number.casefold().translate(_UMLAUTS))]
    text = ""
    for run in runs:
        text += "-" + run if text and text[-1].isdigit() and run[0].isdigit() else run
    return text
