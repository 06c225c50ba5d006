"""What every table of the settings is, and how what its values must be is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec


class SettingsTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML table as the program works with it, every value of the right kind. The sentence below
    each field is its help (see `explanations.py`).

    What a value must be stands with its type, as `Limits` and `Check`. pydantic looks at them where
    a configuration is read (see `validation/pydantic_models.py`), and is imported for nothing else.
    """


class Limits:
    """What pydantic's `Field` is to know of a value."""

    def __init__(self, **known: Any) -> None:
        self.known = known


class Check(msgspec.Struct, frozen=True):
    """What makes the value in force of one that is given, or refuses it with a `ValueError` in
    words for people; `is_first` is one that is asked before the type is.
    """

    check: Callable[[Any], object]
    is_first: bool = False


def settings_json(table: SettingsTable) -> bytes:
    """All values of a table, for fingerprints; of what is secret only what may be shown."""
    return msgspec.json.encode(table, enc_hook=str)
