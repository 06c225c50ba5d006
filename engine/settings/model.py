"""Every setting of `config.toml`. An interface's own settings are in `interface.py`.

Values come from the environment (`OPOS_INTERFACES__DATEV__SOURCE__PASSWORD`), then `secrets.toml`,
then `config.toml`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec

from engine.common.secret import SecretStr
from engine.settings.exports import Export
from engine.settings.interface import ContentName, Interface
from engine.settings.table import Limits, SettingsTable
from engine.settings.values import (  # fmt: skip
    Count,
    Flag,
    Folder,
    Host,
    LocalPath,
    MailAddressOrNone,
    MandantName,
    OneLine,
    Port,
    PrivateAddress,
    PrivateAddresses,
    TableName,
    TimeOfDay,
    TimeZone,
    WebAddress,
    WebAddresses,
)


class WindowSettings(SettingsTable, frozen=True):
    """No run before or after: maintenance."""

    earliest: TimeOfDay = dt.time(6, 0)
    """The first minute in which a run may start."""
    latest: TimeOfDay = dt.time(22, 0)
    """The last minute in which a run may start."""
    run_minutes: Annotated[Count, Limits(ge=1, le=1440)] = 20
    """A run that takes longer is broken off, and fails."""


class WorkerSettings(SettingsTable, frozen=True):
    """How many runs are at work at the same time."""

    runs_at_once: Annotated[Count, Limits(ge=1, le=200)] = 8
    """So many interfaces run side by side, each in a process of its own. Those that only wait for
    their lists to stand still do not count, up to as many again.
    """
    connections_per_host: Annotated[Count, Limits(ge=0, le=200)] = 0
    """And so many of them on one server, where that allows no more; 0: no limit."""


class StoreSettings(SettingsTable, frozen=True):
    """Where the invoices are held."""

    url: OneLine = ""
    """Empty: the embedded TinyDB in data_dir. Else a PostgreSQL for several computers, such as
    postgresql://opos@db1,db2/opos?schema=praxis&target_session_attrs=read-write.
    """
    password: SecretStr = SecretStr("")
    """The password; keep it in secrets.toml, in the environment, or use one of the next two."""
    password_file: LocalPath = ""
    """A file that holds the password and nothing else."""
    password_command: OneLine = ""
    """A command that prints the password; it is run without a shell."""
    remove_when: Literal["committed", "replicated"] = "committed"
    """When a list may be removed from its server: once it is imported, or only once a standby of
    PostgreSQL has the import, too.
    """


class Smtp(SettingsTable, frozen=True):
    """The mail server for reports."""

    host: Host = ""
    """Name or address of the mail server; empty: no mail."""
    port: Port = 587
    """The mail server's port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected."""
    user: OneLine = ""
    """The name to log in with."""
    password: SecretStr = SecretStr("")
    """The password; keep it in secrets.toml, in the environment, or use one of the next two."""
    password_file: LocalPath = ""
    """A file that holds the password and nothing else."""
    password_command: OneLine = ""
    """A command that prints the password; it is run without a shell."""
    sender: MailAddressOrNone = ""
    """The address the reports come from."""


class RetentionSettings(SettingsTable, frozen=True):
    """How long runs that changed nothing stay in the history. Whatever changed an invoice stays,
    and its original.
    """

    days: Annotated[Count, Limits(ge=8)] = 90
    """So many days at most."""
    runs: Annotated[Count, Limits(ge=10)] = 1000
    """And only among the newest so many runs of their interface."""


class ListLimits(SettingsTable, frozen=True):
    """How large a list may be. Whatever is far beyond a real one is damaged or hostile, and is
    refused.
    """

    file_megabytes: Annotated[Count, Limits(ge=1, le=10_000)] = 200
    """The file itself."""
    rows: Annotated[Count, Limits(ge=100, le=100_000_000)] = 1_048_576
    """Its lines, or the rows of one sheet."""
    workbook_megabytes: Annotated[Count, Limits(ge=200, le=100_000)] = 1000
    """The memory that reading a workbook may take."""
    workbook_seconds: Annotated[Count, Limits(ge=5, le=3600)] = 60
    """The processor time that reading a workbook may take."""


class Monitoring(SettingsTable, frozen=True):
    """Who else is told how the imports stand."""

    prometheus_file: LocalPath = ""
    """A file for the textfile collector of Prometheus' node_exporter, ending in .prom; empty: none.
    """
    ping_url: WebAddress = PrivateAddress("")
    """An address in the manner of healthchecks.io, called when a run starts and ends; {interface}
    stands for its name.
    """


class Notify(SettingsTable, frozen=True):
    """Other programs, phones and chats that hear how runs ended."""

    webhook: WebAddress = PrivateAddress("")
    """An address that gets the figures of a run as JSON, without personal data; empty: none."""
    secret: SecretStr = SecretStr("")
    """What the webhook's receiver knows our messages by: each is signed with it (HMAC-SHA256)."""
    apprise: WebAddresses = PrivateAddresses("")
    """Addresses of phones and chats as Apprise writes them, such as "ntfy://opos-praxis"; needs
    opos-import[apprise].
    """
    on: tuple[Literal["failure", "warning", "success"], ...] = ("failure",)
    """On which outcomes."""


class Security(SettingsTable, frozen=True):
    """What the app may show."""

    reveal_passwords: Flag = False
    """Whether the editor may show a stored password, after the admin password."""


class Mandant(SettingsTable, frozen=True):
    """One company whose books are kept apart."""

    name: OneLine = ""
    """The company's name."""
    future_postings: Flag = False
    """Whether postings in the future are allowed, which paid_as_of = "tomorrow" needs."""


class Branch(SettingsTable, frozen=True):
    """One branch of a Mandant."""

    name: OneLine = ""
    """The branch's name."""
    mandant: OneLine = ""
    """The Mandant it belongs to."""


class OwnLayout(SettingsTable, frozen=True, kw_only=True):
    """A layout for a file that no built-in one fits."""

    base: Literal["csv", "xls", "xlsx"] = "csv"
    """What kind of file it is."""
    content: ContentName = "open"
    """What the list holds."""
    ignore: tuple[OneLine, ...] = ()
    """Headings of columns that look like money, a side, a mark or a number and are known to mean
    nothing here.
    """
    columns: dict[OneLine, tuple[OneLine, ...]]
    """For each field of ours the headings it may have in the file."""


class Settings(SettingsTable, frozen=True):
    """All of `config.toml`."""

    language: Literal["de", "en"] = "de"
    """The language of all texts."""
    timezone: TimeZone = "Europe/Berlin"
    """The zone of all times in this file."""
    data_dir: Folder = ""
    """The folder of store, archive and journals, seen from the folder of this file; empty: the
    user's state folder.
    """
    keys: dict[str, OneLine] = msgspec.field(default_factory=dict)
    """Keys of the app by the command's name, such as run = "f5": they replace its
    own. Its help tells the names.
    """
    window: WindowSettings = WindowSettings()
    worker: WorkerSettings = WorkerSettings()
    store: StoreSettings = StoreSettings()
    smtp: Smtp = Smtp()
    limits: ListLimits = ListLimits()
    retention: RetentionSettings = RetentionSettings()
    monitoring: Monitoring = Monitoring()
    notify: Notify = Notify()
    security: Security = Security()
    mandants: dict[MandantName, Mandant] = msgspec.field(default_factory=dict)
    branches: dict[TableName, Branch] = msgspec.field(default_factory=dict)
    interfaces: dict[TableName, Interface] = msgspec.field(default_factory=dict)
    layouts: dict[TableName, OwnLayout] = msgspec.field(default_factory=dict)
    exports: dict[TableName, Export] = msgspec.field(default_factory=dict)
