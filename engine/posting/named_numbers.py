"""Which of our invoice numbers a remittance text names: as whole words, in the spellings that
`spelling.py` knows, and how sure that is.

| the text | names | surely |
| --- | --- | --- |
| `RE-2026-0001`, `re 2026/0001`, `RE20260001 vom 1.9.` | RE-2026-0001 | yes |
| `RE-2026-0001-2`, where that is none of ours | RE-2026-0001 | no: it goes on |
| `Rechnung 20045` | 20045 | yes |
| `20045` alone, or `Kunde 20045` | 20045 | no: digits alone may be anything |
| `20.11.2026`, `1.190,00` | nothing: a day, an amount | |

Our default [D]: how customers write numbers is published nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from engine.model.item import Key
from engine.posting.number_matching import AlikeNumbers
from engine.posting.spelling import skeleton

_RUN = re.compile(r"[0-9]+|[^\W0-9_]+")
_PARTED = re.compile(f"({_RUN.pattern})")
"""Parts a text into what stands before, between and behind its runs, and the runs."""
_WIDEST_GAP = 3
"""Signs and blanks between two parts of a number."""
_NO_NUMBER = re.compile(
    r"\b[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:[0-9]{4}|[0-9]{2})?(?![0-9])"
    r"|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
    r"|\b[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]{2}\b|\b[0-9]+[.,][0-9]{2}\s?(?:EUR|€)"
)
"""Days and amounts, whose digits are no number."""
_CALLS_IT_NUMBER = re.compile(
    r"(?:^|[^\w])(?:rechnung(?:en|s)?|rechn|rg|re|rnr|invoices?|inv|fakturae?|beleg)"
    r"[\W_]*(?:nummern?|nrn?|no)?[\W_]*$",
    re.IGNORECASE,
)
"""What stands right before a number that is one of an invoice."""
_GOES_ON = re.compile(r"[-_./+*][^\W_]")
_CAME_BEFORE = re.compile(r"[^\W_][-_./+*]$")


class NamedNumbers:
    """Searches texts for our numbers. It is made once for all payments of a file."""

    def __init__(self, keys: Iterable[Key], mandants: Collection[str]) -> None:
        ours = [key for key in keys if key[0] in mandants]
        self._mandants = mandants
        self._alike = AlikeNumbers(ours)
        self._exact: dict[str, list[Key]] = {}
        for key in ours:
            self._exact.setdefault(key[1], []).append(key)
        self._skeletons = {skeleton(number) for _mandant, number in ours}
        firsts = {run[0].casefold() for _mandant, number in ours if (run := _RUN.search(number))}
        self._first_letters = {first for first in firsts if not first.isdigit()}
        self._begin_with_digits = len(firsts) > len(self._first_letters)
        self._longest = max(map(len, self._skeletons), default=0)

    def in_texts(self, texts: Iterable[str]) -> dict[Key, bool]:
        """The numbers that these texts name, and whether surely. Texts after the first are other
        readings of it, so what only they name is not sure.
        """
        found: dict[Key, bool] = {}
        for place, text in enumerate(texts):
            for key, is_sure in self.in_text(text).items():
                found.setdefault(key, is_sure and not place)
        return found

    def in_text(self, text: str) -> dict[Key, bool]:
        """The numbers that this text names, and whether surely."""
        spans: list[tuple[int, int, list[Key]]] = []
        end = 0
        for start, ends in self._windows(text):
            if start < end:
                continue  # within a number that was found before
            for last in reversed(ends):
                span = text[start:last]
                if keys := self._exact.get(span) or self._alike.of(span, self._mandants):
                    spans.append((start, last, keys))
                    end = last
                    break
        if not spans:
            return {}
        no_numbers = (
            [one.span() for one in _NO_NUMBER.finditer(text)]
            if any(_may_be_day_or_amount(text[start:last]) for start, last, _keys in spans)
            else ()
        )
        starts = {start for start, _end, _keys in spans}
        ends_of = {last for _start, last, _keys in spans}
        found: dict[Key, bool] = {}
        for start, last, keys in spans:
            if any(a <= start and last <= b for a, b in no_numbers):
                continue
            is_whole = not (
                (_GOES_ON.match(text, last) and last + 1 not in starts)
                or (
                    _CAME_BEFORE.search(text[max(0, start - 3) : start])
                    and start - 1 not in ends_of
                )
            )
            for key in keys:
                is_sure = is_whole and (
                    not key[1].isdigit() or _CALLS_IT_NUMBER.search(text[:start]) is not None
                )
                found[key] = found.get(key, False) or is_sure
        return found

    def _windows(self, text: str) -> Iterator[tuple[int, list[int]]]:
        """Where a number of ours may begin, and after it where it may end: between whole words,
        with letters and digits that are ours but for zeros.
        """
        parts = _PARTED.split(text)
        gaps, words = parts[::2], parts[1::2]
        for place, word in enumerate(words):
            first = word.casefold()
            if first not in self._first_letters and not (
                self._begin_with_digits and first.isdigit()
            ):
                continue
            if place and not gaps[place]:
                continue  # within a word
            start = end = sum(map(len, parts[: 2 * place + 1]))
            bare, ends, gap = "", [], ""
            for part, gap_behind in zip(words[place:], gaps[place + 1 :], strict=True):
                bare += skeleton(part)
                if len(gap) > _WIDEST_GAP or len(bare) > self._longest:
                    break
                end += len(gap) + len(part)
                is_whole = gap_behind or end == len(text)
                if is_whole and bare in self._skeletons:
                    ends.append(end)
                gap = gap_behind
            if ends:
                yield start, ends


def _may_be_day_or_amount(number: str) -> bool:
    """Whether a number can lie within a day or an amount, in which only EUR has letters."""
    return not number[0].isalpha() or len(number) <= len("EUR")
