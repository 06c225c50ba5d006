"""Money where it leaves the program: cents that stand in JSON as text, `"1190.00"`."""

from __future__ import annotations


class Money(int):
    """Cents in an event. Whoever counts on uses plain `Cents`; only a sum of two is money again."""

    def __add__(self, other: int) -> Money:
        return Money(int(self) + other)
