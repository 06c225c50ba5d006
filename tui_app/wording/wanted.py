"""What a search looks for: the words that somebody typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

Line = TypeVar("Line")
_NOT = "!"


class Wanted(NamedTuple):
    """Whatever is searched must be in small letters, as `casefold` makes them."""

    words: tuple[str, ...] = ()
    """Every one must be there."""
    unwanted: tuple[str, ...] = ()
    """None may be there."""

    @classmethod
    def typed(cls, text: str) -> Wanted:
        """Return what the words of `text` mean; `!word` must not be there."""
        words = text.casefold().split()
        return cls(
            tuple(word for word in words if not word.startswith(_NOT)),
            tuple(word[1:] for word in words if word.startswith(_NOT) and word != _NOT),
        )

    def is_in(self, text: str) -> bool:
        """Return whether the text is like that."""
        return all(word in text for word in self.words) and not any(
            word in text for word in self.unwanted
        )

    def among(self, lines: list[Line], text_of: Callable[[Line], str]) -> list[Line]:
        """Return the lines whose text is like that, one word after the other: so 100,000 are
        searched between two keys.
        """
        for word in self.words:
            lines = [line for line in lines if word in text_of(line)]
        for word in self.unwanted:
            lines = [line for line in lines if word not in text_of(line)]
        return lines
