"""How an invoice number may be spelled after its way through DATEV or a spreadsheet.

Three degrees, the closest first: blanks, dashes and case differ; leading zeros are lost; the number was cut to the 12 or 36
characters of Belegfeld 1. Two numbers are alike if they have a spelling in common. Where both tell runs of digits apart they
must do so alike: `2026-1-12` and `2026-11-2` are two invoices, and `2026112` may be either.
"""

from __future__ import annotations

import re

_RUN = re.compile(r"[0-9]+|[^\W0-9_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

FIELD_LENGTHS = (12, 36)
"""Characters of Belegfeld 1: formerly 12, today 36 [V: SelectLine's help on DATEV export parameters]."""


def spellings_of_ours(number: str) -> list[str]:
    """Everything our number may have become: the spellings under which it is found."""
    runs = _runs(number)
    if not runs:
        return []
    dropped = "".join(runs)
    spellings = ["=" + _apart(runs), "+" + dropped, "0" + _apart(_without_leading_zeros(runs))]
    for length in FIELD_LENGTHS:
        if len(number) > length:
            # A replaced sign takes its place, a dropped one makes room before the cut.
            spellings += [f"{length}={_apart(_runs(number[:length]))}", f"{length}+{dropped[:length]}"]
    return spellings


def spellings_of_theirs(number: str) -> list[str]:
    """What to look up for a number of a list, the closest spelling first."""
    runs = _runs(number)
    if not runs:
        return []
    apart, dropped = _apart(runs), "".join(runs)
    may_lack_signs = apart == dropped
    spellings = ["=" + apart, ("+" if may_lack_signs else "=") + dropped, "0" + _apart(_without_leading_zeros(runs))]
    if len(number) in FIELD_LENGTHS:
        spellings.append(f"{len(number)}={apart}")
        if may_lack_signs:
            spellings.append(f"{len(number)}+{dropped}")
    return spellings


def _runs(number: str) -> list[str]:
    """The runs of letters and of digits: `RE-2026/017` is `re`, `2026`, `017`."""
    return _RUN.findall(number.casefold().translate(_UMLAUTS))


def _apart(runs: list[str]) -> str:
    """The runs in one word, two runs of digits told apart: `re2026-017`."""
    word = ""
    for run in runs:
        word += "-" + run if word[-1:].isdigit() and run[0].isdigit() else run
    return word


def _without_leading_zeros(runs: list[str]) -> list[str]:
    return [run.lstrip("0") or "0" for run in runs]
