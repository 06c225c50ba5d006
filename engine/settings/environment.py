"""Settings in environment variables, read by pydantic-settings:
`OPOS_INTERFACES__DATEV__SOURCE__PASSWORD`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import create_model
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from engine.settings.model import Settings
from engine.settings.toml.document import TomlTable
from engine.settings.validation.pydantic_models import model_of


def read_variables(environ: Mapping[str, str]) -> TomlTable:
    """What the variables set, as a file would say it."""
    return _Variables(environ)()


class _FromVariables(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="OPOS_", env_nested_delimiter="__", defer_build=True, strict=True
    )


class _Variables(EnvSettingsSource):
    """pydantic-settings' own reading, from any mapping."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        bases: Any = (_FromVariables, model_of(Settings))
        super().__init__(create_model("Settings", __base__=bases))
        self.env_vars = {name.lower(): value for name, value in environ.items()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """What is not JSON stays text, and is then refused by its type with the variable's name."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value
