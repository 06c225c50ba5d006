"""Every setting of `config.toml`, with pydantic-settings. An interface's own settings are in `interface.py`.

Values come from the environment (`OPOS_INTERFACES__DATEV__SOURCE__PASSWORD`), then `secrets.toml`, then `config.toml`.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.settings.interface import Interface, Table

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""The name of a table below [interfaces], [branches] or [layouts]: it is part of file names and of commands."""


class Window(Table):
    """No run before or after: maintenance."""

    earliest: time = time(6, 0)
    """The first minute in which a run may start."""
    latest: time = time(22, 0)
    """The last minute in which a run may start."""


class StoreSettings(Table):
    """Where the invoices are held."""

    url: str = ""
    """Empty: the embedded TinyDB in data_dir."""


class Smtp(Table):
    """The mail server for reports."""

    host: str = ""
    """Name or address of the mail server; empty: no mail."""
    port: int = Field(default=587, ge=1, le=65535)
    """The mail server's port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected."""
    user: str = ""
    """The name to log in with."""
    password: SecretStr = SecretStr("")
    """The password; keep it in secrets.toml or in the environment."""
    sender: str = ""
    """The address the reports come from."""


class Security(Table):
    """What the terminal interface may show."""

    reveal_passwords: bool = False
    """Whether the editor may show a stored password, after the admin password."""


class Mandant(Table):
    """One company whose books are kept apart."""

    name: str = ""
    """The company's name."""
    future_postings: bool = False
    """Whether postings in the future are allowed, which paid_as_of = "tomorrow" needs."""


class Branch(Table):
    """One branch of a Mandant."""

    name: str = ""
    """The branch's name."""
    mandant: str = ""
    """The Mandant it belongs to."""


class OwnLayout(Table):
    """A layout for a file that no built-in one fits."""

    base: Literal["csv", "xls", "xlsx"] = "csv"
    """What kind of file it is."""
    content: Literal["open", "settled", "all", "payments"] = "open"
    """What the list holds."""
    columns: dict[str, tuple[str, ...]]
    """For each field of ours the headings it may have in the file."""


class Settings(BaseSettings):
    """All of `config.toml`."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True,
        env_prefix="OPOS_", env_nested_delimiter="__",
    )  # fmt: skip

    language: Literal["de", "en"] = "de"
    """The language of all texts: de or en."""
    timezone: str = "Europe/Berlin"
    """The zone of all times in this file."""
    data_dir: str = ""
    """Store, archive and journals; empty: the user's state folder."""
    window: Window = Window()
    store: StoreSettings = StoreSettings()
    smtp: Smtp = Smtp()
    security: Security = Security()
    mandants: dict[str, Mandant] = {}
    branches: dict[Name, Branch] = {}
    layouts: dict[Name, OwnLayout] = {}
    interfaces: dict[Name, Interface] = {}
