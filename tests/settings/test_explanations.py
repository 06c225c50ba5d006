"""Every setting explains itself, and translators find what it says."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from engine.settings import babel_docstrings, explanations
from engine.settings.explanations import docstrings, field_help, table_help
from engine.settings.interface import SourceSettings
from engine.settings.model import Settings, WindowSettings
from engine.settings.model_fields import fields_of, named_tables, table_of
from engine.settings.table import SettingsTable


def _tables(table: type[SettingsTable] = Settings) -> Iterator[type[SettingsTable]]:
    yield table
    for field in fields_of(table).values():
        if below := table_of(field) or named_tables(field):
            yield from _tables(below)


def test_no_setting_is_without_a_sentence() -> None:
    for table in _tables():
        assert table_help(table).endswith("."), table
        for name, field in fields_of(table).items():
            if not (table_of(field) or named_tables(field)):
                assert field_help(table, name).endswith("."), f"{table.__name__}.{name}"


def test_a_sentence_is_one_line_and_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert field_help(WindowSettings, "earliest") == "The first minute in which a run may start."
    monkeypatch.setattr(explanations, "_", str.upper)
    assert field_help(WindowSettings, "earliest") == "THE FIRST MINUTE IN WHICH A RUN MAY START."
    assert "\n" not in field_help(SourceSettings, "acknowledge")


def test_what_has_no_docstring_has_no_help() -> None:
    source = (
        'class A:\n    x: int = 1\n    y: int = 2\n    """Of y,\n    wrapped."""\n\n\nclass B:\n   '
        ' """Of B."""\n'
    )
    assert [(each.table, each.field, each.text, each.line) for each in docstrings(source)] == [
        ("A", "y", "Of y, wrapped.", 4),
        ("B", "", "Of B.", 9),
    ]


def test_translators_get_docstrings_beside_the_usual_texts() -> None:
    source = b'class A:\n    """Of A."""\n    x: int = 1\n    """Of x."""\n\n_("usual")\n'
    found = list(babel_docstrings.extract(io.BytesIO(source), {"_": None}, (), {}))
    assert {message[2] for message in found} == {"usual", "Of A.", "Of x."}
