"""What config.toml, secrets.toml and the environment say, laid over one another, and which of them
a value comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from engine.settings.model import Settings
from engine.settings.toml.document import TomlFile, TomlTable
from engine.settings.toml.statements import KeyPath, key_lines

Origin = Literal["config.toml", "secrets.toml", "environment", "default"]


class Layers(msgspec.Struct, frozen=True):
    """The three sources of values, the strongest last."""

    config: TomlFile
    secrets: TomlFile
    environment: TomlTable
    variables: tuple[str, ...]
    """The names of all environment variables that begin with OPOS_; their values are in
    `environment`.
    """

    def __repr__(self) -> str:
        """Never the values: there may be passwords among them."""
        return f"Layers({self.config.path})"

    def values(self) -> TomlTable:
        """All values, the stronger over the weaker."""
        return _laid_over(_laid_over(self.config.values, self.secrets.values), self.environment)

    def origin(self, key: KeyPath) -> Origin:
        """Where the value in force at `key` comes from."""
        return next(
            (origin for origin, values in reversed(self._by_origin()) if _says(values, key)),
            "default",
        )

    def expected(self, key: KeyPath) -> Origin:
        """Where a key that is missing belongs: into the source that has the nearest table above
        it.
        """
        for length in range(len(key) - 1, 0, -1):
            for origin, values in self._by_origin():
                if _says(values, key[:length]):
                    return origin
        return "config.toml"

    def variable(self, key: KeyPath) -> str:
        """The name of the variable that sets `key`, or else a part of it, or a table above it."""
        for length in range(len(key), 0, -1):
            name = "OPOS_" + "__".join(key[:length]).upper()
            for variable in sorted(self.variables, key=len):
                if variable.upper() == name or variable.upper().startswith(name + "__"):
                    return variable
        return ""

    def _by_origin(self) -> tuple[tuple[Origin, TomlTable], ...]:
        return (
            ("config.toml", self.config.values),
            ("secrets.toml", self.secrets.values),
            ("environment", self.environment),
        )


class Places:
    """Where each key stands, for people: `/etc/opos/config.toml:12`, `$OPOS_SMTP__PORT`."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._lines = {file.path: key_lines(file.text) for file in (layers.config, layers.secrets)}

    def of(self, key: KeyPath, layer: Origin | None = None) -> str:
        """The place of `key` in `layer`, or where its value in force comes from, or where it
        belongs if it is missing.
        """
        origin = layer or self._layers.origin(key)
        match self._layers.expected(key) if origin == "default" else origin:
            case "environment":
                return f"${self._layers.variable(key)}"
            case "secrets.toml":
                return self._in_file(self._layers.secrets, key)
            case _:
                return self._in_file(self._layers.config, key)

    def _in_file(self, file: TomlFile, key: KeyPath) -> str:
        lines = self._lines[file.path]
        line = next((lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in lines), None)
        return f"{file.path}:{line}" if line else f"{file.path}"


def environment_layer(environ: Mapping[str, str]) -> TomlTable:
    """The settings among the variables. An empty variable says nothing, as in most tools that fill
    them from a template.
    """
    settings = {
        name: value
        for name, value in environ.items()
        if value and _named(name) in Settings.__struct_fields__
    }
    if not settings:
        return {}
    from engine.settings.environment import read_variables  # slow to import, and few have any

    return read_variables(settings)


def _named(variable: str) -> str:
    """The setting, or the table, that a variable begins with."""
    return variable.lower().removeprefix("opos_").partition("__")[0]


def _laid_over(lower: TomlTable, upper: TomlTable) -> TomlTable:
    merged = dict(lower)
    for name, value in upper.items():
        below = merged.get(name)
        merged[name] = (
            _laid_over(below, value)
            if isinstance(below, dict) and isinstance(value, dict)
            else value
        )
    return merged


def _says(values: Any, key: KeyPath) -> bool:
    for name in key:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True
