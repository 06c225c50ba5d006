"""Finding one's way in the model: which field or table a key means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from engine.settings.model import Settings
from engine.settings.toml.statements import KeyPath


def named_tables(field: FieldInfo) -> type[BaseModel] | None:
    """For a field that holds tables under names of the user's choice, such as `interfaces`: what
    each of them is.
    """
    return _table(get_args(field.annotation)[1]) if get_origin(field.annotation) is dict else None


def table_of(field: FieldInfo) -> type[BaseModel] | None:
    """For a field that is one table, such as `smtp`: its model."""
    return _table(field.annotation)


def _table(annotation: Any) -> type[BaseModel] | None:
    return (
        annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    )


def at(key: KeyPath) -> type[BaseModel] | FieldInfo | None:
    """What `key` means: a table, a field, or nothing. Within a field that holds named values, the
    field itself.
    """
    here: type[BaseModel] | FieldInfo | None = Settings
    for name in key:
        if isinstance(here, FieldInfo):
            here = named_tables(here) or (here if get_origin(here.annotation) is dict else None)
        elif here:
            field = here.model_fields.get(name)
            here = (table_of(field) or field) if field else None
    return here


def choices(field: FieldInfo) -> tuple[str, ...]:
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
        isinstance(field, FieldInfo)
        and isinstance(field.annotation, type)
        and issubclass(field.annotation, SecretStr)
    )


def is_password(key: KeyPath) -> bool:
    """Whether the setting belongs into secrets.toml."""
    field = at(key)
    return isinstance(field, FieldInfo) and field.annotation is SecretStr


def effective_settings(table: BaseModel, above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every setting below `table` with its value, tables last at every level, as a TOML file has
    them.
    """
    deeper: list[tuple[KeyPath, BaseModel]] = []
    for name, field in type(table).model_fields.items():
        value = getattr(table, name)
        if table_of(field):
            deeper.append(((*above, name), value))
        elif named_tables(field):
            deeper += [((*above, name, own), each) for own, each in value.items()]
        else:
            yield (*above, name), value
    for key, each in deeper:
        yield from effective_settings(each, key)
