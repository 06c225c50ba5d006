"""From values to settings: each value has the name and the type that the model says, or is refused.

The words are our own: pydantic's name neither file nor line, and show what was typed, which may be
a password.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.common.i18n import _
from engine.common.nearest_word import did_you_mean, nearest, one_of
from engine.common.sanitize import sanitize
from engine.settings.explanations import field_help
from engine.settings.model import Settings
from engine.settings.model_fields import SettingField, at, choices, fields_of
from engine.settings.toml.document import TomlTable
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.problems import Mistake, lies_below
from engine.settings.validation.pydantic_models import validated

_OF_NAMES = ("string_pattern_mismatch", "string_too_long", "value_error")
"""What can be wrong with the name of a table."""


class Understanding(NamedTuple):
    """What could be made of the values."""

    settings: Settings
    mistakes: list[Mistake]
    """What is wrong with their names and types."""
    doubtful: list[KeyPath]
    """What was left out or guessed; whatever else seems wrong there may be a consequence."""


def understand(values: TomlTable, doubtful: Iterable[KeyPath] = ()) -> Understanding:
    """Make settings of the values; what lies below the `doubtful` keys is not complained of.

    What is wrong is mended as it was probably meant, or left out, and the rest tried again: so the
    checks of combinations can run in spite of it, and the user sees everything at once.
    """
    doubtful = list(doubtful)
    # pydantic-settings would take such names for options of its own.
    options = [name for name in values if name.startswith("_")]
    mistakes = [Mistake((name,), unknown_key((name,))) for name in options]
    values = {name: value for name, value in values.items() if name not in options}
    while True:
        try:
            return Understanding(validated(Settings, values), mistakes, doubtful)
        except ValidationError as refused:
            values = deepcopy(values)
            found = len(doubtful)
            for error in sorted(refused.errors(include_url=False), key=_missing_last):
                mistake = _mistake(error)
                mended = _mend(values, mistake.key, error["type"])
                if mended and not lies_below(mistake.key, doubtful):
                    mistakes.append(mistake)
                doubtful += mended
            if len(doubtful) == found:
                raise  # nothing could be mended, and trying again would never end


def _missing_last(error: ErrorDetails) -> bool:
    """A key that was misspelt is not missing once it is mended."""
    return error["type"] == "missing"


def _mend(values: TomlTable, key: KeyPath, kind: str) -> list[KeyPath]:
    """The keys that were changed; none where a mistake nearby was the cause of this one, and is
    mended already.
    """
    for step in key[:-1]:
        if step not in values:
            return []
        values = values[step]
    name, table, field = key[-1], at(key[:-1]), at(key)
    if (name in values) == (kind == "missing"):
        return []
    value = values.pop(name, None)
    if kind == "missing":
        values[name] = "-" if isinstance(field, SettingField) and field.annotation is str else {}
    elif kind == "extra_forbidden" and isinstance(table, type):
        if meant := nearest(name, fields_of(table).keys() - values.keys()):
            values[meant] = value
            return [key, (*key[:-1], meant)]
    elif kind == "literal_error" and isinstance(value, str) and isinstance(field, SettingField):
        meant = nearest(value, choices(field))
        values |= {name: meant} if meant else {}
    return [key]


def _mistake(error: ErrorDetails) -> Mistake:
    """pydantic's location may go on behind the key: with the number of a list's entry, or with a
    note that the name is wrong.
    """
    location = error["loc"]
    if location[-1] == "[key]" and error["type"] in _OF_NAMES:
        location = location[:-1]
    length = next((n for n, step in enumerate(location) if isinstance(step, int)), len(location))
    key = tuple(str(step) for step in location[:length])
    text = _text(error, key)
    entry = location[length] if length < len(location) else None
    if isinstance(entry, int):
        text = _("entry {n}: {text}").format(n=entry + 1, text=text)
    return Mistake(key, text)


def _text(error: ErrorDetails, key: KeyPath) -> str:
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "extra_forbidden":
            return unknown_key(key)
        case "missing":
            return _missing(key)
        case "literal_error":
            return _not_among(str(error["input"]), key)
        case "greater_than":
            return _("must be more than {limit}.").format(limit=error["ctx"]["gt"])
        case "greater_than_equal":
            return _("must be at least {limit}.").format(limit=error["ctx"]["ge"])
        case "less_than_equal":
            return _("must be at most {limit}.").format(limit=error["ctx"]["le"])
        case kind if kind in _OF_NAMES:
            return _(
                "must be at most 40 letters, digits, - and _; for interfaces, branches and layouts"
                " in lower case."
            )
        case kind:
            return _wrong_type(kind)


def _wrong_type(kind: str) -> str:
    for sign, text in (
        ("bool", _("must be true or false, without quotes.")),
        ("int", _("must be a whole number, without quotes.")),
        ("string", _("must be a text in quotes.")),
        ("tuple", _('must be a list in brackets, such as ["…"].')),
        ("date", _("must be a day without quotes, such as 2026-12-01.")),
        ("decimal", _('must be an amount in euro with a point and two decimals, such as "0.05".')),
        ("model", _("must be a table with settings of its own.")),
        ("dict", _("must be a table with settings of its own.")),
    ):
        if kind.startswith(sign):
            return text
    return _("is not possible here.")


def unknown_key(key: KeyPath) -> str:
    """What to say of a key that is no setting."""
    table = at(key[:-1])
    names = list(fields_of(table)) if isinstance(table, type) else []
    question = did_you_mean(key[-1], names) or one_of(key[-1], names)
    return _("there is no such setting.") + question


def _missing(key: KeyPath) -> str:
    table = at(key[:-1])
    return (
        _("is missing:") + " " + field_help(table, key[-1])
        if isinstance(table, type)
        else _("is missing.")
    )


def _not_among(value: str, key: KeyPath) -> str:
    field = at(key)
    words = choices(field) if isinstance(field, SettingField) else ()
    return _('"{value}" is not possible.').format(value=sanitize(value, limit=60)) + one_of(
        value, words
    )
