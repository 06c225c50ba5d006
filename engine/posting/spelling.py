"""How an invoice number may be spelled after its way through DATEV or a spreadsheet.

Three degrees, the closest first: blanks, dashes and case differ; leading zeros are lost; the number
was cut to the 12 or 36 characters of Belegfeld 1. Where both spellings tell runs of digits apart
they must do so alike: `2026-1-12` and `2026-11-2` are two invoices, and `2026112` may be either.
"""

from __future__ import annotations

import re

_RUN = re.compile(r"[0-9]+|[^\W0-9_]+")
_SIGNS_AND_ZEROS = re.compile(r"[\W_0]+")
_SMALL = bytes(range(128)).lower() + bytes(range(128, 256))
_ASCII_SIGNS_AND_ZEROS = bytes(
    code for code in range(128) if not chr(code).isalnum() or chr(code) == "0"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

FIELD_LENGTHS = (12, 36)
"""Characters of Belegfeld 1: formerly 12, today 36 [V: SelectLine's help on DATEV export
parameters].
"""


def differ_in_signs(ours: str, theirs: str) -> bool:
    """Whether only blanks, dashes, other signs and case differ; one of the two may lack the
    signs.
    """
    our_runs, their_runs = _runs(ours), _runs(theirs)
    if _apart(our_runs) == _apart(their_runs):
        return True
    return "".join(our_runs) == "".join(their_runs) and (
        _is_one_word(our_runs) or _is_one_word(their_runs)
    )


def differ_in_zeros(ours: str, theirs: str) -> bool:
    """Whether only leading zeros differ, besides signs and case."""
    return _apart(bare_runs(ours)) == _apart(bare_runs(theirs))


def is_cut(ours: str, theirs: str) -> bool:
    """Whether `theirs` is what a field of its length leaves of `ours`.

    A replaced sign takes its place in the field, a dropped one makes room before the cut.
    """
    length = len(theirs)
    if length not in FIELD_LENGTHS or len(ours) <= length:
        return False
    their_runs = _runs(theirs)
    if _apart(_runs(ours[:length])) == _apart(their_runs):
        return True
    return _is_one_word(their_runs) and "".join(_runs(ours))[:length] == "".join(their_runs)


def is_shortened(ours: str, theirs: str) -> bool:
    """Whether `theirs` is what is left of `ours` where some letters or digits are lost."""
    rest = iter(ours)
    return len(theirs) < len(ours) and all(letter in rest for letter in theirs)


def skeleton(number: str) -> str:
    """Letters and digits but zeros: equal for two numbers that differ in signs or zeros only.
    Cheap, to look up by.
    """
    if number.isascii():  # nearly all are, and it is much faster
        if number.isalnum():
            return number.lower().replace("0", "")
        return number.encode().translate(_SMALL, _ASCII_SIGNS_AND_ZEROS).decode()
    bare = _SIGNS_AND_ZEROS.sub("", number.casefold())
    return bare if bare.isascii() else bare.translate(_UMLAUTS)


def skeletons_of_cuts(number: str, length: int) -> set[str]:
    """The skeletons that a field of `length` characters may leave of a longer number."""
    return {skeleton(number[:length]), skeleton("".join(_runs(number))[:length])}


def bare_runs(number: str) -> list[str]:
    """The runs of letters and of digits, without leading zeros: `re`, `2026`, `17`."""
    return _without_leading_zeros(_runs(number))


def _runs(number: str) -> list[str]:
    """The runs of letters and of digits: `RE-2026/017` is `re`, `2026`, `017`."""
    return _RUN.findall(number.casefold().translate(_UMLAUTS))


def _apart(runs: list[str]) -> str:
    """The runs in one word, two runs of digits told apart: `re2026-017`."""
    word = ""
    for run in runs:
        word += "-" + run if word[-1:].isdigit() and run[0].isdigit() else run
    return word


def _is_one_word(runs: list[str]) -> bool:
    return "-" not in _apart(runs)


def _without_leading_zeros(runs: list[str]) -> list[str]:
    return [run.lstrip("0") or "0" for run in runs]
