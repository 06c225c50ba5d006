"""Settings in the wrong place: passwords in config.toml, other settings in secrets.toml, variables
that mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.i18n import _
from engine.common.nearest_word import did_you_mean
from engine.settings.layers import Layers
from engine.settings.model import Settings
from engine.settings.model_fields import at, is_password
from engine.settings.toml.document import TomlTable, settings_in
from engine.settings.validation.problems import Mistake, dotted
from engine.settings.validation.types import unknown_key


def misplaced(layers: Layers) -> Iterator[Mistake]:
    """What each source of values must not hold."""
    yield from _secrets_in_config(layers)
    yield from _others_in_secrets(layers)
    yield from _secrets_of_nothing(layers)
    yield from _unknown_variables(layers)


def _secrets_in_config(layers: Layers) -> Iterator[Mistake]:
    for key, value in settings_in(layers.config.values):
        if value and is_password(key):
            text = _("does not belong here but into {file}, below [{table}].")
            yield Mistake(
                key,
                text.format(file=layers.secrets.path.name, table=dotted(key[:-1])),
                "config.toml",
            )


def _others_in_secrets(layers: Layers) -> Iterator[Mistake]:
    for key, _value in settings_in(layers.secrets.values):
        if at(key) and not is_password(key):
            text = _("does not belong here but into {file}: this file holds passwords alone.")
            yield Mistake(key, text.format(file=layers.config.path.name), "secrets.toml")


def _secrets_of_nothing(layers: Layers) -> Iterator[Mistake]:
    """A misspelt name here would leave the interface without its password, and nobody would know
    why.
    """
    there = [*_interfaces(layers.config.values), *_interfaces(layers.environment)]
    for name in _interfaces(layers.secrets.values):
        if name not in there:
            text = _("there is no such interface in {file}.").format(
                file=layers.config.path.name
            ) + did_you_mean(name, there)
            yield Mistake(("interfaces", name), text, "secrets.toml")


def _interfaces(values: TomlTable) -> TomlTable:
    """Whatever is there in their place, if it is no table, is refused by its type."""
    interfaces = values.get("interfaces")
    return interfaces if isinstance(interfaces, dict) else {}


def _unknown_variables(layers: Layers) -> Iterator[Mistake]:
    """OPOS_CONFIG and the like are no settings; two underscores show that one was meant."""
    for name in layers.variables:
        first, _separator, rest = name.lower().removeprefix("opos_").partition("__")
        if rest and first not in Settings.__struct_fields__:
            yield Mistake((first, *rest.split("__")), unknown_key((first,)), "environment")
