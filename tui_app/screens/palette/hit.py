"""Something that can be found, and how well it is meant by what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from textual.fuzzy import FuzzySearch

_LONGEST = 48
"""Letters of a name that are compared fuzzily: of a longer one there are too many ways to."""
_IN_HELP = 0.5
"""How much less a word in the help means than one in the name, at least."""


class Hit(NamedTuple):
    """Its words are safe for a terminal."""

    label: str
    kind: str
    """What it is, in a word: a key for what can be done here, else such as `Run`."""
    help: str
    go: Callable[[], None]
    """Do it, or open it."""
    names: tuple[str, ...] = ()
    """What else it may be called: in another language, by programs."""


def best(typed: str, all_found: Iterable[Hit], at_most: int) -> list[Hit]:
    """Return what is meant, the best first; of equals what came first."""
    fuzzy = FuzzySearch()
    query = typed.casefold().strip()
    rated = ((rating(fuzzy, query, found), found) for found in all_found)
    meant = sorted((each for each in rated if each[0] > 0), key=lambda each: -each[0])
    return [found for _score, found in meant[:at_most]]


def rating(fuzzy: FuzzySearch, query: str, found: Hit) -> float:
    """Return how well it is meant: 0 for not at all. All words in the help are worth a little, too,
    the name more, and its beginning most.
    """
    names = [name.casefold()[:_LONGEST] for name in (found.label, *found.names)]
    score = max(fuzzy.match(query, name)[0] for name in names)
    score += 2.0 * any(name.startswith(query) for name in names)
    if score or all(word in f"{' '.join(names)} {found.help.casefold()}" for word in query.split()):
        return score + _IN_HELP
    return 0.0
