"""Money where it leaves the program: cents that stand in JSON as text, `"1190.00"`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.item import to_decimal


class Money(int):
    """Cents in an event. Whoever counts on uses plain `Cents`; only a sum of two is money again."""

    def __add__(self, other: int) -> Money:
        return Money(int(self) + other)


def with_decimals(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, all money among them as decimal text."""
    return {
        name: to_decimal(value) if isinstance(value, Money) else value
        for name, value in values.items()
    }
