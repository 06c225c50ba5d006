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
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from engine.model.item import Key
from engine.posting.number_matching import AlikeNumbers
from engine.posting.spelling import skeleton

_RUN = re.compile(r"[0-9]+|[^\W0-9_]+")
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
_JOINTS = frozenset("-_./+*")
"""Signs by which a number goes on."""
_FEW = 50
"""So many words are quicker looked for at once than each word of a text among them."""


class NamedNumbers:
    """Searches texts for our numbers. It is made once for all payments of a file."""

    def __init__(self, keys: Iterable[Key], mandants: Collection[str]) -> None:
        ours = [key for key in keys if key[0] in mandants]
        self._mandants = mandants
        self._alike = AlikeNumbers(ours)
        self._exact: dict[str, list[Key]] = {}
        for key in ours:
            self._exact.setdefault(key[1], []).append(key)
        self._skeletons = self._alike.skeletons
        self._firsts = {run[0].casefold() for _mandant, no in ours if (run := _RUN.search(no))}
        self._begin_with_digits = any(first.isdigit() for first in self._firsts)
        self._longest = max(map(len, self._skeletons), default=0)

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        """What a number of ours may begin with, in a text of small letters."""
        words = [re.escape(first) for first in self._firsts if not first.isdigit()]
        if len(words) > _FEW:
            return _RUN
        whole = [f"{word}(?![^\\W0-9_])" for word in words]
        return re.compile("|".join([*whole, *["[0-9]+"] * self._begin_with_digits]))

    def in_texts(self, texts: Sequence[str]) -> dict[Key, bool]:
        """The numbers that these texts name, and whether surely. Texts after the first are other
        readings of it, so what only they name is not sure.
        """
        found = self.in_text(texts[0]) if texts else {}
        for text in texts[1:]:
            for key in self.in_text(text):
                found.setdefault(key, False)
        return found

    def in_text(self, text: str) -> dict[Key, bool]:
        """The numbers that this text names, and whether surely."""
        small = text.lower() if text.isascii() else text
        spans: list[tuple[int, int, list[Key]]] = []
        end = 0
        for start in self._starts(small):
            if start < end:
                continue  # within a number that was found before
            for last in self._ends(small, start):
                span = text[start:last]
                if keys := self._exact.get(span) or self._alike.of(span, self._mandants):
                    spans.append((start, last, keys))
                    end = last
                    break
        return _judged(text, spans) if spans else {}

    def _starts(self, small: str) -> list[int]:
        """Where a number of ours may begin: where a word begins as one of them does."""
        beginning = self._beginning if small.isascii() else _RUN
        found = []
        for run in beginning.finditer(small):
            start, first = run.start(), run[0].casefold()
            if (not start or not small[start - 1].isalnum()) and (
                first in self._firsts or (self._begin_with_digits and first.isdigit())
            ):
                found.append(start)
        return found

    def _ends(self, small: str, start: int) -> list[int]:
        """Where a number of ours that begins here may end, the farthest first: behind a whole word,
        with letters and digits that are ours but for zeros.
        """
        is_ascii = small.isascii()
        bare, end, ends = "", start, []
        for run in _RUN.finditer(small, start):
            if run.start() - end > _WIDEST_GAP:
                break
            bare += run[0].replace("0", "") if is_ascii else skeleton(run[0])
            if len(bare) > self._longest:
                break
            end = run.end()
            if bare in self._skeletons and not small[end : end + 1].isalnum():
                ends.append(end)
        ends.reverse()
        return ends


def _judged(text: str, spans: Sequence[tuple[int, int, list[Key]]]) -> dict[Key, bool]:
    """The numbers that stand at these places, and whether surely."""
    no_numbers = (
        [one.span() for one in _NO_NUMBER.finditer(text)]
        if any(_may_be_day_or_amount(text[start:last]) for start, last, _keys in spans)
        else ()
    )
    found: dict[Key, bool] = {}
    for start, last, keys in spans:
        if no_numbers and any(a <= start and last <= b for a, b in no_numbers):
            continue
        goes_on = text[last : last + 1] in _JOINTS and text[last + 1 : last + 2].isalnum()
        came_before = text[start - 1 : start] in _JOINTS and text[start - 2 : start - 1].isalnum()
        is_whole = not (
            (goes_on and all(other != last + 1 for other, _last, _keys in spans))
            or (came_before and all(other != start - 1 for _start, other, _keys in spans))
        )
        for key in keys:
            is_sure = is_whole and (
                not key[1].isdigit() or _CALLS_IT_NUMBER.search(text[:start]) is not None
            )
            found[key] = found.get(key, False) or is_sure
    return found


def _may_be_day_or_amount(number: str) -> bool:
    """Whether a number can lie within a day or an amount, in which only EUR has letters."""
    return not number[0].isalpha() or len(number) <= len("EUR")
