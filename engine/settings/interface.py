"""The settings of one interface: where its list comes from, what it means, when it runs, what holds it.

The docstring below a field is its help: the editor, `config.sample.toml` and the JSON schema are made from these.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

Percent = Annotated[int, Field(ge=0, le=100)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Table(BaseModel):
    """A TOML table: unknown keys are mistakes, the docstring of a field is its description."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


class Source(Table):
    """Where the list comes from."""

    protocol: Literal["ftp", "ftps", "sftp", "folder"] = "sftp"
    """How the server is reached; `folder` is a directory of this machine."""
    host: str = ""
    """Name or address of the server."""
    port: int | None = Field(default=None, ge=1, le=65535)
    """The server's port; absent: the usual one of the protocol."""
    user: str = ""
    """The name to log in with."""
    password: SecretStr = SecretStr("")
    """The password; keep it in secrets.toml, in the environment, or use one of the next two."""
    password_file: str = ""
    """A file that holds the password and nothing else."""
    password_command: str = ""
    """A command that prints the password."""
    directory: str = ""
    """The folder of the lists, ending in "/"; {YYYY} {MM} {DD} stand for the date; empty: where the login begins."""
    filename: str = ""
    """Any file whose name contains this is a list for this interface."""
    exclude: str = ""
    """A file whose name contains this is passed over."""
    tls: Literal["explicit", "implicit"] = "explicit"
    """FTPS: whether TLS begins after the greeting (explicit) or at once (implicit)."""
    host_key: str = ""
    """SFTP: the server's key as SHA256:…; empty: it must be in known_hosts. A key is never accepted unseen."""
    key_file: str = ""
    """SFTP: the private key to log in with, instead of or beside a password."""
    after_import: Literal["delete", "move", "keep"] = "delete"
    """What becomes of the file on the server once it is imported."""
    stable_seconds: int = Field(default=10, ge=0, le=3600)
    """The size must stand still for so many seconds, or the file is still being uploaded."""
    expect_file: bool = False
    """Whether a run that finds no file is a failure (exit code 4)."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.protocol != "folder" and not self.host:
            raise ValueError("host: a server is needed for this protocol")
        if self.directory and not self.directory.endswith("/"):
            raise ValueError(f'directory: must end in "/": write "{self.directory}/"')
        if not self.filename:
            raise ValueError("filename: empty would match every file; name a part that only these lists have")
        return self


class File(Table):
    """How the list is written and what it tells."""

    type: str = "datev_csv"
    """The layout: datev_csv, datev_online, addison, excel, payments_csv, or a name under [layouts]."""
    content: Literal["open", "settled", "all", "payments"] = "open"
    """What the list holds: open items, settled items, both, or payments."""
    encoding: str = "auto"
    """The text's encoding; auto finds it out."""


class Posting(Table):
    """What the list means for our invoices."""

    mandants: tuple[str, ...] = ()
    """The Mandanten this interface may change; empty: all."""
    paid_as_of: Literal["yesterday", "today", "tomorrow"] = "today"
    """The date on which an invoice is set to paid where the list has none; tomorrow needs future_postings of the Mandant."""
    unlisted: Literal["keep", "mark_paid", "delete"] = "keep"
    """What an open list's silence about an invoice means: nothing, that it is paid, or that it shall go."""
    only_handed_over: bool = True
    """Invoices without the hand-over mark of bookkeeping are never touched by their absence from a list."""
    delete_before_import: bool = False
    """Reset: delete all open items before the import, dunning levels too."""
    unknown: Literal["create", "report"] = "create"
    """A listed invoice we do not hold: create it, or only report it."""
    tolerance: Decimal = Field(default=Decimal("0.00"), ge=0, max_digits=9, decimal_places=2)
    """A rest up to this amount counts as paid (Skonto, small differences)."""


class Schedule(Table):
    """When it runs by itself."""

    interval: Literal["minutes", "hourly", "daily", "weekly", "monthly"] = "daily"
    """How often."""
    time: dt.time = dt.time(7, 0)
    """At what time of day; not with minutes or hourly."""
    every_minutes: int = Field(default=15, ge=1, le=1440)
    """With interval minutes: how many lie between two runs."""
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    """With interval weekly: on which days."""
    day: Annotated[int, Field(ge=1, le=28)] | Literal["last"] = 1
    """With interval monthly: 1 to 28, or "last"."""


class Guard(Table):
    """An import beyond one of these limits is held until someone releases it."""

    max_settled_percent: Percent = 30
    """Of the items it governs, at most so many percent may be settled at once."""
    max_deleted_percent: Percent = 20
    """Of the items it governs, at most so many percent may be deleted at once."""
    max_reopened_percent: Percent = 20
    """Of the items it governs, at most so many percent may be reopened at once."""
    max_rejected_percent: Percent = 10
    """Of the rows of a payment or settled list, at most so many percent may be unreadable; a list
    whose silence settles bears none."""
    min_rows_percent: Percent = 50
    """The list must have at least so many percent of the rows of this interface's last list."""
    max_small: int = Field(default=10, ge=0)
    """So few items never need a release."""


class Report(Table):
    """Who hears of it by mail."""

    email: tuple[str, ...] = ()
    """The addresses, one each."""
    on: tuple[Literal["failure", "warning", "success"], ...] = ("failure",)
    """On which outcomes."""


class Interface(Table):
    """One automatic import."""

    name: str
    """The name people know it by."""
    group: str = "Buchhaltung"
    """The group it is listed under."""
    enabled: bool = True
    """Whether it runs by itself and with --all."""
    branches: tuple[str, ...] = ()
    """The branches it may change; empty: all."""
    computer: str = ""
    """The workstation it belongs to; empty: any."""
    use: Literal["server", "client"] = "server"
    """server: --headless runs it; client: only on its computer, from the interface or with -i."""
    start: dt.date | None = None
    """Not before this day; absent: at once."""
    source: Source
    file: File = File()
    posting: Posting = Posting()
    schedule: Schedule = Schedule()
    guard: Guard = Guard()
    report: Report = Report()
