"""Finding one's way in the model: which field or table a key means, and what a field may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from engine.common.secret import SecretStr
from engine.settings.model import Settings
from engine.settings.table import Limits, SettingsTable
from engine.settings.toml.statements import KeyPath


class SettingField(msgspec.Struct, frozen=True):
    """What is declared of one setting, or of one table below another."""

    annotation: Any
    """Its type, without what it must be besides."""
    default: Any
    """`msgspec.NODEFAULT` where it must be given."""
    rules: tuple[object, ...]
    """What it must be besides: `Limits` and `Check`."""

    @property
    def is_required(self) -> bool:
        return self.default is msgspec.NODEFAULT

    @property
    def example(self) -> object:
        """What it may be for example; None where none is told."""
        told = (rule.known.get("examples") for rule in self.rules if isinstance(rule, Limits))
        return next((examples[0] for examples in told if examples), None)


@cache
def fields_of(table: type[SettingsTable]) -> Mapping[str, SettingField]:
    """All fields of a table by their names, in the order in which they are declared."""
    declared = get_type_hints(table, include_extras=True)
    known = {each.name: each for each in msgspec.structs.fields(table)}
    return {name: _field(declared[name], _default(known[name])) for name in declared}


def _field(annotation: Any, default: object) -> SettingField:
    if get_origin(annotation) is not Annotated:
        return SettingField(annotation, default, ())
    kind, *rules = get_args(annotation)
    return SettingField(kind, default, tuple(rules))


def _default(field: msgspec.structs.FieldInfo) -> object:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def named_tables(field: SettingField) -> type[SettingsTable] | None:
    """For a field that holds tables under names of the user's choice, such as `interfaces`: what
    each of them is.
    """
    return _table(get_args(field.annotation)[1]) if get_origin(field.annotation) is dict else None


def table_of(field: SettingField) -> type[SettingsTable] | None:
    """For a field that is one table, such as `smtp`: what it is."""
    return _table(field.annotation)


def _table(annotation: Any) -> type[SettingsTable] | None:
    is_table = isinstance(annotation, type) and issubclass(annotation, SettingsTable)
    return annotation if is_table else None


def at(key: KeyPath) -> type[SettingsTable] | SettingField | None:
    """What `key` means: a table, a field, or nothing. Within a field that holds named values, the
    field itself.
    """
    here: type[SettingsTable] | SettingField | None = Settings
    for name in key:
        if isinstance(here, SettingField):
            here = named_tables(here) or (here if get_origin(here.annotation) is dict else None)
        elif here:
            field = fields_of(here).get(name)
            here = (table_of(field) or field) if field else None
    return here


def choices(field: SettingField) -> tuple[str, ...]:
    """The words that a setting, or each entry of its list, can be; empty where it is not a
    choice.
    """
    annotation = field.annotation
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def is_secret(key: KeyPath) -> bool:
    """Whether the setting's value must never be shown."""
    field = at(key)
    return (
        isinstance(field, SettingField)
        and isinstance(field.annotation, type)
        and issubclass(field.annotation, SecretStr)
    )


def is_password(key: KeyPath) -> bool:
    """Whether the setting belongs into secrets.toml."""
    field = at(key)
    return isinstance(field, SettingField) and field.annotation is SecretStr


def own_fields(table: type[SettingsTable]) -> Mapping[str, SettingField]:
    """The fields of a table that hold values, not further tables."""
    fields = fields_of(table).items()
    return {name: each for name, each in fields if not table_of(each) and not named_tables(each)}


def tables_in(table: SettingsTable, key: KeyPath = ()) -> Iterator[tuple[KeyPath, SettingsTable]]:
    """The table, and each within it with its key, in the order of a TOML file."""
    yield key, table
    for name, field in fields_of(type(table)).items():
        value = getattr(table, name)
        if table_of(field):
            yield from tables_in(value, (*key, name))
        elif named_tables(field):
            for own, each in value.items():
                yield from tables_in(each, (*key, name, own))


def effective_settings(above: SettingsTable) -> Iterator[tuple[KeyPath, Any]]:
    """Every setting below the table `above` with its value, in the order of a TOML file."""
    for key, table in tables_in(above):
        for name in own_fields(type(table)):
            yield (*key, name), getattr(table, name)
