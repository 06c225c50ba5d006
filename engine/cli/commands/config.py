"""`opos config sample|show|schema`: what can be configured, what is in force, and the form of it
for other programs.
"""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from pydantic import SecretStr

from engine.cli.argparse_i18n import Parser
from engine.cli.printer import Printer
from engine.common.i18n import _, language
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode
from engine.settings.json_schema import schema
from engine.settings.layers import Places
from engine.settings.load import Configuration, load_settings
from engine.settings.model_fields import effective_settings
from engine.settings.sample import sample_text
from engine.settings.toml.edit import toml_text, toml_value
from engine.settings.validation.problems import dotted
from engine.settings.values import PrivateAddress

_COLUMN = 60


def add_arguments(parser: Parser) -> None:
    parser.add_argument("what", choices=["sample", "show", "schema"], metavar="sample|show|schema")


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print it. Only `show` reads a configuration, and raises `ConfigError` if it is wrong; the
    language stays as it was.
    """
    match options.what:
        case "sample":
            text = sample_text(language()).removesuffix("\n")
            printer.line(text, {"sample": text})
        case "schema":
            form = schema()
            printer.line(json.dumps(form, indent=2, ensure_ascii=False), form)
        case _:
            _show(load_settings(Path(options.config) if options.config else None), printer)
    return ExitCode.OK


def _show(configuration: Configuration, printer: Printer) -> None:
    """Print every setting with its value and where that comes from; of what is secret only whether
    there is something, or its host.
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
        printer.line(f"{assignment:<{_COLUMN}}  {place}", record)
