"""The models that pydantic checks a configuration by, made from the tables of the settings, and
the way back.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    create_model,
)

from engine.common.secret import SecretStr
from engine.settings.model_fields import SettingField, fields_of, named_tables, table_of
from engine.settings.table import Check, Limits, SettingsTable
from engine.settings.values import PrivateAddresses

_Table = TypeVar("_Table", bound=SettingsTable)


class TableModel(BaseModel):
    """What all tables have in common: unknown keys are mistakes."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True
    )


def validated(table: type[_Table], values: Mapping[str, object]) -> _Table:
    """The table that these values make. Raises `pydantic.ValidationError`."""
    return _plain(model_of(table)(**values), table)


@cache
def model_of(table: type[SettingsTable]) -> type[BaseModel]:
    """The model of the same name and fields."""
    fields: dict[str, Any] = {
        name: (_annotation(field), _default(field)) for name, field in fields_of(table).items()
    }
    return create_model(table.__name__, __base__=TableModel, __doc__=table.__doc__, **fields)


def _annotation(field: SettingField) -> Any:
    return _with_rules(_in_pydantic(field.annotation), field.rules)


def _default(field: SettingField) -> Any:
    if field.is_required:
        return ...
    if isinstance(field.default, SecretStr):
        return Field(default=field.default.get_secret_value(), validate_default=True)
    below = table_of(field)
    return model_of(below)() if below else field.default


def _in_pydantic(kind: Any) -> Any:
    """The type as pydantic is to see it, within others, too."""
    origin, within = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _with_rules(_in_pydantic(within[0]), within[1:])
    if origin in (Union, UnionType, tuple, dict):
        outer: Any = Union if origin is UnionType else origin
        return outer[tuple(map(_in_pydantic, within))]
    if isinstance(kind, type) and issubclass(kind, SettingsTable):
        return model_of(kind)
    if isinstance(kind, type) and issubclass(kind, SecretStr):
        return _secret(kind)
    return kind


def _with_rules(kind: Any, rules: tuple[object, ...]) -> Any:
    for rule in rules:
        if isinstance(rule, Limits):
            kind = Annotated[kind, Field(**rule.known)]
        elif isinstance(rule, Check):
            validator = BeforeValidator if rule.is_first else AfterValidator
            kind = Annotated[kind, validator(rule.check)]
    return kind


def _secret(kind: type[SecretStr]) -> Any:
    """A text of which one of our secrets is made."""
    form: dict[str, Any] = {"type": "string", "writeOnly": True, "format": "password"}
    if kind is PrivateAddresses:
        form = {"type": ["array", "string"], "items": {"type": "string"}, "writeOnly": True}
    return Annotated[str, AfterValidator(kind), PlainSerializer(str), WithJsonSchema(form)]


def _plain(model: BaseModel, table: type[_Table]) -> _Table:
    values: dict[str, Any] = {}
    for name, field in fields_of(table).items():
        value = getattr(model, name)
        if below := table_of(field):
            value = _plain(value, below)
        elif each := named_tables(field):
            value = {own: _plain(one, each) for own, one in value.items()}
        values[name] = value
    return table(**values)
