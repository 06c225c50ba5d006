"""The commented sample: every setting once, with the sentence that explains it, made from the
model.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from engine.common.i18n import _, speaking
from engine.common.secret import SecretStr
from engine.settings.explanations import field_help, table_help
from engine.settings.model import Settings
from engine.settings.model_fields import SettingField, choices, own_fields, tables_in
from engine.settings.table import SettingsTable
from engine.settings.toml.edit import toml_text
from engine.settings.validation.pydantic_models import validated

_WIDTH = 100
_EXAMPLE: dict[str, Any] = {
    "mandants": {"001": {"name": "Hörwelt Stuttgart GmbH"}},
    "branches": {"stuttgart": {"name": "01 Stuttgart", "mandant": "001"}},
    "interfaces": {
        "zahlungen": {
            "name": "Automatischer Buchhaltungsimport CSV Zahlungen",
            "source": {
                "protocol": "folder",
                "directory": "/srv/opos/lists/",
                "filename": "Zahlungen",
            },
            "file": {"type": "payments_csv", "content": "payments"},
            "posting": {"mandants": ("001",)},
        }
    },
    "layouts": {
        "energypro": {
            "columns": {
                "invoice_no": ("Belegnummer",),
                "open": ("Restbetrag",),
                "due_date": ("Faellig",),
            }
        },
    },
    "exports": {
        "praxis": {
            "columns": {"invoice_no": "Rechnung", "open": "Offen", "change": "Was"},
            "target": {"protocol": "folder", "directory": "/srv/praxis/EINGANG/"},
        }
    },
}


SCHEMA_LINE = "#:schema ./config.schema.json"
"""Where editors with taplo look for what may stand here; `opos config schema` writes that file."""


def sample_text(language_code: str) -> str:
    """`config.sample.toml` with its comments in German (`de`) or English (`en`); it loads as it
    stands.
    """
    with speaking(language_code):
        return "\n".join([*_introduction(), *_tables(validated(Settings, _EXAMPLE))]) + "\n"


def _introduction() -> Iterator[str]:
    yield SCHEMA_LINE
    yield from _comment(
        _(
            "Every setting of opos once, with the value it has if you leave it out, or an example."
            " Passwords do not belong here but into secrets.toml beside this file, below the same"
            " headings, for its owner alone: chmod 600 secrets.toml"
        )
    )
    yield ""


def _tables(settings: Settings) -> Iterator[str]:
    for key, table in tables_in(settings):
        if key:
            yield ""
            yield from _comment(table_help(type(table)))
            yield f"[{'.'.join(key)}]"
        for name, field in own_fields(type(table)).items():
            yield from _setting(type(table), name, field, getattr(table, name))


def _setting(
    model: type[SettingsTable], name: str, field: SettingField, value: Any
) -> Iterator[str]:
    words = choices(field)
    possible = " " + _("Possible: {words}.").format(words=", ".join(words)) if words else ""
    yield from _comment(field_help(model, name) + possible)
    if field.annotation is SecretStr:
        yield "# " + _("{name}: in secrets.toml").format(name=name)
    elif value is None:
        yield f"# {name} = {toml_text(field.example)}"
    else:
        yield f"{name} = {toml_text(value)}"


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in textwrap.wrap(text, _WIDTH))
