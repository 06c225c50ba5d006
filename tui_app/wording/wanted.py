"""What a search looks for: the words that somebody typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

Line = TypeVar("Line")
_NOT = "!"
_PATTERN = "/"
_REPEATED_GROUP = re.compile(r"\)\s*[*+{]")
"""A pattern like that may take for ever to say no."""


class Wanted(NamedTuple):
    """Whatever is searched must be in small letters, as `casefold` makes them."""

    words: tuple[str, ...] = ()
    """Every one must be there."""
    unwanted: tuple[str, ...] = ()
    """None may be there."""
    pattern: re.Pattern[str] | None = None
    """Must match somewhere."""

    @classmethod
    def typed(cls, text: str) -> Wanted:
        """Return what the words of `text` mean: `!word` must not be there, and after a slash all of
        it is one regular expression, once it can be.
        """
        if pattern := _pattern(text):
            return cls(pattern=pattern)
        words = text.casefold().split()
        return cls(
            tuple(word for word in words if not word.startswith(_NOT)),
            tuple(word[1:] for word in words if word.startswith(_NOT) and word != _NOT),
        )

    def is_in(self, text: str) -> bool:
        """Return whether the text is like that."""
        return (
            all(word in text for word in self.words)
            and not any(word in text for word in self.unwanted)
            and (self.pattern is None or self.pattern.search(text) is not None)
        )

    @property
    def standing_out(self) -> re.Pattern[str] | None:
        """What is to be seen at once in a line that is wanted; None where nothing is."""
        words = "|".join(map(re.escape, self.words))
        return self.pattern or (re.compile(words) if words else None)

    def among(self, lines: list[Line], text_of: Callable[[Line], str]) -> list[Line]:
        """Return the lines whose text is like that, one word after the other: so 100,000 are
        searched between two keys.
        """
        for word in self.words:
            lines = [line for line in lines if word in text_of(line)]
        for word in self.unwanted:
            lines = [line for line in lines if word not in text_of(line)]
        if self.pattern is not None:
            lines = [line for line in lines if self.pattern.search(text_of(line))]
        return lines


def _pattern(text: str) -> re.Pattern[str] | None:
    """Return the regular expression after a slash; None where there is none, or not yet a whole
    one.
    """
    typed = text.strip()
    if not typed.startswith(_PATTERN) or typed == _PATTERN or _REPEATED_GROUP.search(typed):
        return None
    try:
        return re.compile(typed[1:], re.IGNORECASE)
    except re.error:
        return None
