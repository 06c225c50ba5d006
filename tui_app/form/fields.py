"""The fields of a table, made from the settings model: what each is called and what it may be."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from engine.common.i18n import _
from engine.common.secret import SecretStr
from engine.lists.cells.headings import ListField as Column
from engine.settings.explanations import field_help, table_help
from engine.settings.exports import EXPORT_COLUMNS, Export
from engine.settings.model import OwnLayout
from engine.settings.model_fields import choices, fields_of, own_fields, table_of
from engine.settings.table import SettingsTable
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from engine.settings.values import Port, PrivateAddress, PrivateAddresses
from tui_app.form.labels import by_labels, label
from tui_app.form.meanings import empty_text, help_text, meanings, table_name


class FieldKind(Enum):
    """How a field is changed."""

    TEXT = "text"
    NUMBER = "number"
    """How many."""
    PORT = "port"
    """A number that counts nothing."""
    AMOUNT = "amount"
    """In euro."""
    TIME = "time"
    DATE = "date"
    WORDS = "words"
    """Several texts, with commas between."""
    CHOICE = "choice"
    SWITCH = "switch"
    SECRET = "secret"  # noqa: S105 - a kind of field


class FormField(NamedTuple):
    key: KeyPath
    """Its whole key, such as `("interfaces", "datev", "source", "port")`."""
    label: str
    help: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    meanings: Mapping[str, str] = MappingProxyType({})
    """What the choices mean, as far as there is anything to say."""
    default: str = ""
    """As text; empty where there is none."""
    is_required: bool = False
    is_optional: bool = True
    """Whether nothing at all is a value too."""
    empty: str = ""
    """What it means that it is empty; empty where that says nothing."""
    example: str = ""


class Section(NamedTuple):
    """A table within the form, under its heading."""

    key: KeyPath
    name: str
    help: str
    fields: tuple[FormField, ...]


_ORDER = ("enabled", "schedule")
"""As AMPAREX's mask has them: whether an interface is enabled after all else of its own, and then
how it is carried out.
"""


def sections(model: type[SettingsTable], key: KeyPath, *, deep: bool = True) -> Iterator[Section]:
    """Return the table's own fields, then those of each table within it; tables under names of the
    user's choice are no part of it.
    """
    own = sorted(_fields(model, key), key=lambda field: field.key[-1] in _ORDER)
    if own:
        yield Section(
            key,
            table_name(model.__name__),
            by_labels(table_help(model), model.__name__),
            tuple(own),
        )
    if not deep:
        return
    for name in sorted(fields_of(model), key=lambda name: name not in _ORDER):
        field = fields_of(model)[name]
        if within := table_of(field):
            yield from sections(within, (*key, name))
        elif model is OwnLayout and name == "columns":
            fields = tuple(_column((*key, name), column) for column in Column)
            yield Section((*key, name), table_name("Columns"), field_help(model, name), fields)
        elif model is Export and name == "columns":
            fields = tuple(_heading((*key, name, each)) for each in EXPORT_COLUMNS)
            yield Section(
                (*key, name), table_name("ExportColumns"), field_help(model, name), fields
            )


def _fields(model: type[SettingsTable], key: KeyPath) -> Iterator[FormField]:
    for name, field in own_fields(model).items():
        if (kind := _kind_of(field.annotation)) is None:
            continue
        yield FormField(
            key=(*key, name),
            label=label(model.__name__, name),
            help=_help(model, name, field.annotation),
            kind=kind,
            choices=("true", "false") if kind is FieldKind.SWITCH else choices(field),
            meanings=(
                {"true": _("yes"), "false": _("no")}
                if kind is FieldKind.SWITCH
                else meanings(model.__name__, name)
            ),
            default="" if field.is_required else text_of(field.default),
            is_required=field.is_required,
            is_optional=not field.is_required and field.default is None,
            empty=empty_text(model.__name__, name),
            example=text_of(field.example),
        )


def _help(model: type[SettingsTable], name: str, annotation: Any) -> str:
    if annotation is SecretStr:
        return _(
            "It is stored in secrets.toml, which only you may read. A file or a command may give it"
            " instead."
        )
    return help_text(model.__name__, name) or by_labels(field_help(model, name), model.__name__)


def _column(key: KeyPath, column: Column) -> FormField:
    """Return what a list tells of an invoice, as a field: the headings it may have."""
    return FormField(
        key=(*key, column.value),
        label=label("Columns", column.value),
        help=_("The headings that this column may have in the file, the likeliest first."),
        kind=FieldKind.WORDS,
        is_required=column is Column.INVOICE_NO,
        empty=empty_text("Columns", column.value),
    )


def _heading(key: KeyPath) -> FormField:
    """Return a column of an export as a field: the heading that it has."""
    return FormField(
        key=key,
        label=label("ExportColumns", key[-1]),
        help=_("The heading of this column in the file."),
        kind=FieldKind.TEXT,
        empty=empty_text("ExportColumns", key[-1]),
    )


def _kind_of(annotation: Any) -> FieldKind | None:
    """Return the kind of field for a setting of this type; None for what a line of text cannot
    hold.
    """
    origin = get_origin(annotation)
    if annotation == Port:
        return FieldKind.PORT
    if origin is Annotated:
        return _kind_of(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _kind_of(next(filter(_is_choice, get_args(annotation)), get_args(annotation)[0]))
    if _is_choice(annotation):
        return FieldKind.CHOICE
    if origin is tuple:
        return FieldKind.WORDS
    kinds = {
        bool: FieldKind.SWITCH,
        int: FieldKind.NUMBER,
        dt.date: FieldKind.DATE,
        dt.time: FieldKind.TIME,
        Decimal: FieldKind.AMOUNT,
        SecretStr: FieldKind.SECRET,
        PrivateAddress: FieldKind.SECRET,
        PrivateAddresses: FieldKind.SECRET,
    }
    return kinds.get(annotation, FieldKind.TEXT) if annotation in (*kinds, str) else None


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal


def text_of(value: object) -> str:
    """Return a setting as one types it; a secret never, and of a private address its host."""
    match value:
        case PrivateAddress():
            return str(value)
        case None | SecretStr():
            return ""
        case bool():
            return "true" if value else "false"
        case tuple() | list():
            return joined(map(str, value))
        case dt.time():
            return f"{value:%H:%M}"
    return str(value)


def typed(kind: FieldKind, text: str) -> TomlValue | None:
    """Return what was typed as a value of the file; None: nothing. What it is not stays text, and
    the check of the settings says so.
    """
    if kind is FieldKind.SECRET:
        return text or None
    text = text.strip()
    match kind:
        case FieldKind.SWITCH:
            return text == "true"
        case FieldKind.WORDS:
            return split(text)
        case FieldKind.NUMBER | FieldKind.PORT | FieldKind.CHOICE if text.removeprefix(
            "-"
        ).isdecimal():
            return int(text)
        case FieldKind.DATE:
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                return text or None
        case FieldKind.NUMBER | FieldKind.PORT | FieldKind.AMOUNT | FieldKind.TIME:
            return text or None
    return text


def joined(words: Iterable[str]) -> str:
    """Return several texts as one, with commas between; what holds a comma itself is in quotes."""
    return ", ".join(f'"{word}"' if "," in word else word for word in words)


def split(text: str) -> list[str]:
    """Return the texts that were joined, or typed."""
    return [
        word.strip()
        for words in csv.reader([text], skipinitialspace=True)
        for word in words
        if word.strip()
    ]
