"""The layouts that can be named in the configuration: the built-in ones and those of the user's
own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.lists.layouts.built_in import BUILT_IN, own_layout
from engine.lists.layouts.layout import Layout


class Described(Protocol):
    """A table of `[layouts.NAME]`, as the settings hold it."""

    @property
    def base(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def ignore(self) -> tuple[str, ...]: ...


def all_layouts(own: Mapping[str, Described]) -> dict[str, Layout]:
    """Every layout by its name; raises `ConfigError` for one of the user's own that cannot be."""
    return {
        **BUILT_IN,
        **{
            name: own_layout(name, one.base, one.content, one.columns, one.ignore)
            for name, one in own.items()
        },
    }
