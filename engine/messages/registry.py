"""Every code there is, found by its value: for readers of journals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from engine import messages
from engine.model.message import Code, Said


def code_of(value: str) -> Code | None:
    """The code with this value; None where this version does not know it."""
    return _by_value().get(value)


def all_codes() -> Iterator[Code]:
    """The codes of every file of this room."""
    from pkgutil import iter_modules  # few read what was said before

    yield from Said
    for module in iter_modules(messages.__path__, f"{messages.__name__}."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, Code) and kind.__module__ == module.name:
                yield from kind


@cache
def _by_value() -> dict[str, Code]:
    return {code.value: code for code in all_codes()}
