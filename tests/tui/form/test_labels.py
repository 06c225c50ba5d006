"""What the form calls its fields is looked up by the names of the settings' classes: all real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_origin

import pytest

from engine.settings.model_fields import fields_of
from engine.settings.table import SettingsTable
from tui_app.form import labels, meanings


def _tables(above: type[SettingsTable]) -> Iterator[type[SettingsTable]]:
    """Those that stand in a configuration, not what several have in common."""
    for table in above.__subclasses__():
        yield from _tables(table) if table.__subclasses__() else [table]


_CLASSES: tuple[type[SettingsTable], ...] = (*_tables(SettingsTable),)
TABLES = {table.__name__: set(fields_of(table)) for table in _CLASSES} | {
    name: set(labels._LABELS[name]) for name in ("Columns", "ExportColumns")
}


@pytest.mark.parametrize("table", labels._LABELS)
def test_a_label_is_that_of_a_setting(table: str) -> None:
    assert set(labels._LABELS[table]) <= TABLES[table]


@pytest.mark.parametrize("name", [*meanings._MEANINGS, *meanings._EMPTY, *meanings._TABLES])
def test_a_meaning_is_that_of_a_setting(name: str) -> None:
    table, _dot, field = name.partition(".")
    assert field in TABLES[table] | {""}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_name_of_its_own(table: str) -> None:
    assert table in meanings._TABLES


@pytest.mark.parametrize("table", _CLASSES, ids=lambda table: table.__name__)
def test_every_setting_has_a_label(table: type[SettingsTable]) -> None:
    typed_in = {
        name
        for name, field in fields_of(table).items()
        if get_origin(field.annotation) is not dict and field.annotation not in _CLASSES
    }
    assert typed_in == set(labels._LABELS[table.__name__])
