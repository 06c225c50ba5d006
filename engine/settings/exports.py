"""The settings of one export: what the practice's own program gets of every change, how it is
written, and where it is put.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.settings.server import ServerSettings
from engine.settings.table import SettingsTable
from engine.settings.values import Directory, Encoding, ExportName, OneLine, ReadyFile

ChangeName = Literal["paid", "part_paid", "reopened", "deleted", "created", "changed"]
FormatName = Literal["csv", "jsonl", "xlsx"]
EXPORT_COLUMNS = (
    "mandant", "invoice_no", "account", "name", "branch", "invoice_date", "due_date", "amount",
    "open", "currency", "status", "paid_on", "dunning_level", "handed_over", "export",
    "updated_by", "updated_at", "before_open", "change", "rule", "run", "file", "line",
)  # fmt: skip
"""What a line can tell: an item with the names of `opos items`, then what happened to it."""


class TargetSettings(ServerSettings, frozen=True):
    """Where the files of an export are put."""

    directory: Directory = ""
    """The folder that the files are put into, ending in "/"; it must exist. Empty: where the login
    begins.
    """


class Export(SettingsTable, frozen=True, kw_only=True):
    """What the practice's own program gets: a file for each import, undo, release or load that
    changed something.
    """

    mandants: tuple[OneLine, ...] = ()
    """Only changes of these Mandanten; empty: all."""
    on: tuple[ChangeName, ...] = ("paid", "part_paid", "reopened", "deleted")
    """Which changes are told. What is taken back is told like what was told before."""
    format: OneLine = "csv"
    """csv, jsonl (a JSON object a line), xlsx, or a name under [layouts], whose columns are then
    written.
    """
    filename: ExportName = "opos_{number:08}.csv"
    """The file's name: {number}, {number:08} with zeros before it, {date}, {mandant}, {interface},
    {run}.
    """
    ready_file: ReadyFile = ""
    """A file that is put beside it at last, to say that it is whole, such as "{name}.ok" or
    "{stem}.ok"; empty: none.
    """
    encoding: Encoding = "utf-8-sig"
    """csv: the text's encoding, such as utf-8-sig (with a byte order mark), utf-8 or cp1252."""
    delimiter: Literal["semicolon", "comma", "tab", "bar"] = "semicolon"
    """csv: what stands between two columns."""
    decimal: Literal["point", "comma"] = "point"
    """csv: what stands before the cents of an amount."""
    dates: Literal["YYYY-MM-DD", "DD.MM.YYYY", "DDMMYYYY", "YYYYMMDD"] = "YYYY-MM-DD"
    """csv: how a day is written."""
    target: TargetSettings
    columns: dict[OneLine, OneLine] = msgspec.field(default_factory=dict)
    """Which columns there are, in this order, each with its heading, such as invoice_no =
    "Rechnung"; empty: all, under our own names.
    """
