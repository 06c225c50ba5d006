"""The word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from engine.common.i18n import _
from engine.common.sanitize import sanitize


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` is most likely a misspelling of, whatever its case."""
    from difflib import get_close_matches

    by_lower_case = {candidate.lower(): candidate for candidate in words}
    found = get_close_matches(word.lower(), by_lower_case, n=1)
    return by_lower_case[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A question to put behind a refusal, with a space before it; empty where no word is near."""
    found = nearest(word, words)
    return " " + _('Did you mean "{word}"?').format(word=sanitize(found)) if found else ""


def one_of(word: str, words: Iterable[str]) -> str:
    """The same, and all words to choose from, where that says more."""
    words = list(dict.fromkeys(words))
    question = did_you_mean(word, words)
    if (len(words) <= 1 and question) or not words:
        return question
    return question + " " + _("Possible: {words}.").format(words=", ".join(map(sanitize, words)))
