"""`opos config sample|show|schema`: what can be configured, what is in force, and the form of it
for other programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from engine.cli.commands import Answer, Line
from engine.common.i18n import _, language
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode
from engine.settings.layers import Places
from engine.settings.load import Configuration, load_settings
from engine.settings.model_fields import effective_settings
from engine.settings.toml.edit import toml_text, toml_value
from engine.settings.validation.problems import dotted
from engine.settings.values import PrivateAddress

_COLUMN = 60


def config(what: str, path: Path | None) -> Answer:
    """`sample`, `show` or `schema`; only `show` reads a configuration, and raises `ConfigError` if
    it is wrong.
    """
    if what == "sample":
        from engine.settings.sample import sample_text

        text = sample_text(language()).removesuffix("\n")
        yield Line(text, {"sample": text})
    elif what == "schema":
        from engine.settings.json_schema import schema

        form = schema()
        yield Line(json.dumps(form, indent=2, ensure_ascii=False), form)
    else:
        yield from _in_force(load_settings(path))
    return ExitCode.OK


def _in_force(configuration: Configuration) -> Iterator[Line]:
    """Every setting with its value and where that comes from; of what is secret only whether there
    is something, or its host.
    """
    places = Places(configuration.layers)
    for key, value in effective_settings(configuration.settings):
        if isinstance(value, SecretStr) and not isinstance(value, PrivateAddress):
            value = "***" if value else ""
        origin = configuration.layers.origin(key)
        place = _("default") if origin == "default" else sanitize(places.of(key))
        shown = _("(none)") if value is None else sanitize(toml_text(value))
        assignment = f"{dotted(key)} = {shown}"
        record = {
            "key": dotted(key),
            "value": None if value is None else toml_value(value),
            "origin": origin,
            "place": place,
        }
        yield Line(f"{assignment:<{_COLUMN}}  {place}", record)
