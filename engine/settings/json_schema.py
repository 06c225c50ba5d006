"""The form of the configuration as JSON Schema, for editors that check TOML and for other
programs.
"""

from __future__ import annotations

from typing import Any

from engine.settings.explanations import field_help, table_help
from engine.settings.model import Settings
from engine.settings.model_fields import fields_of, named_tables, table_of
from engine.settings.table import SettingsTable
from engine.settings.validation.pydantic_models import model_of


def schema() -> dict[str, Any]:
    """The JSON schema of `config.toml` and `secrets.toml` together, each setting with the sentence
    that explains it.
    """
    form = model_of(Settings).model_json_schema()
    _explain(form, Settings)
    for table in _tables(Settings):
        _explain(form["$defs"][table.__name__], table)
    return form


_TIME_OF_DAY = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _explain(form: dict[str, Any], table: type[SettingsTable]) -> None:
    form["description"] = table_help(table)
    for name, setting in form["properties"].items():
        if text := field_help(table, name):
            setting["description"] = text
        if setting.get("format") == "time":  # which wants seconds and a zone
            del setting["format"]
            setting |= {"pattern": _TIME_OF_DAY, "default": setting["default"][:5]}


def _tables(above: type[SettingsTable]) -> set[type[SettingsTable]]:
    found = {
        table
        for field in fields_of(above).values()
        if (table := table_of(field) or named_tables(field))
    }
    return found.union(*map(_tables, found))
