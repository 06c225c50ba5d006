"""The settings of one interface: where its list comes from, what it means, when it runs, what holds
it.

The docstring below a field is its help: the editor, `config.sample.toml` and the JSON schema are
made from these.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from engine.settings.account_values import (
    AccountRangeOrNone,
    AccountRangeText,
    ClientNumber,
    ConsultantNumber,
    Iban,
)
from engine.settings.server import ServerSettings
from engine.settings.table import Limits, SettingsTable
from engine.settings.values import (  # fmt: skip
    Amount,
    Count,
    Day,
    DayOfMonth,
    Directory,
    Encoding,
    Flag,
    FolderBeside,
    MailAddress,
    OneLine,
    PartOfAName,
    Percent,
    ReadyFile,
    TimeOfDay,
)

ContentName = Literal["open", "settled", "all", "payments"]
LayoutName = Literal[
    "datev_csv", "datev_online", "addison", "excel", "payments_csv", "datev_batch", "camt", "mt940"
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class SourceSettings(ServerSettings, frozen=True, kw_only=True):
    """Where the list comes from."""

    directory: Directory = ""
    """The folder of the lists, ending in "/"; {YYYY} {MM} {DD} stand for the date; empty: where the
    login begins.
    """
    filename: PartOfAName
    """Any file whose name contains this is a list for this interface."""
    exclude: OneLine = ""
    """A file whose name contains this is passed over."""
    ignore_case: Flag = False
    """Whether `filename` and `exclude` match whatever the case of the letters."""
    days_back: Annotated[Count, Limits(le=366)] = 7
    """With a date in `directory`: how many days before today are searched too."""
    max_files: Annotated[Count, Limits(ge=1, le=10_000)] = 50
    """So many files at most in one run, the oldest first; the rest comes with the next run."""
    after_import: Literal["delete", "move", "keep"] = "delete"
    """What becomes of the file on the server once it is imported."""
    move_to: FolderBeside = "imported/"
    """With after_import = "move": the folder beside the file that it goes to, ending in "/"; made
    if missing.
    """
    acknowledge: Flag = False
    """Whether a refused or held file is moved to error_folder, with a NAME.result.csv beside it
    that says which rows and why.
    """
    error_folder: FolderBeside = "error/"
    """With acknowledge = true: that folder, beside the file, ending in "/"; made if missing."""
    stable_seconds: Annotated[Count, Limits(le=3600)] = 10
    """The size must stand still for so many seconds, or the file is still being uploaded."""
    min_age_seconds: Annotated[Count, Limits(le=86_400)] = 0
    """A file younger than this by the server's own time waits for a later run."""
    ready_file: ReadyFile = ""
    """A file that says that a list is whole, such as "{name}.ok" or "{stem}.ok"; empty: none is
    waited for.
    """
    expect_file: Flag = False
    """Whether a run that finds no file is a failure."""
    expect_days: Count = 0
    """A failure too when no new list has come for so many days, or always the same one; 0: never.
    """


class File(SettingsTable, frozen=True):
    """How the list is written and what it tells."""

    type: OneLine = "datev_csv"
    """The layout: datev_csv, datev_online, addison, excel, payments_csv; datev_batch, camt, mt940
    for payments out of a posting batch or a bank statement; or a name under [layouts].
    """
    content: ContentName = "open"
    """What the list holds: open items, settled items, both, or payments."""
    encoding: Encoding = "auto"
    """The text's encoding; auto finds it out."""
    consultant: ConsultantNumber = ""
    """datev_batch: the adviser's number with DATEV that a batch must have; empty: any."""
    client: ClientNumber = ""
    """datev_batch: the client's number that a batch must have; empty: any."""
    debtors: AccountRangeOrNone = ""
    """datev_batch: the accounts of debtors, such as "10000-69999"; empty: by DATEV's convention."""
    money_accounts: tuple[AccountRangeText, ...] = ()
    """datev_batch: the accounts of banks and tills, such as "1200" or "1800-1899"; empty: those of
    the chart of accounts SKR 03 or SKR 04 that the batch names.
    """
    accounts: tuple[Iban, ...] = ()
    """camt, mt940: the IBANs of our own accounts; a statement of any other is refused."""


class Posting(SettingsTable, frozen=True):
    """What the list means for our invoices."""

    mandants: tuple[OneLine, ...] = ()
    """The Mandanten this interface may change; empty: all."""
    paid_as_of: Literal["yesterday", "today", "tomorrow"] = "today"
    """The date on which an invoice is set to paid where the list has none; tomorrow needs
    future_postings of the Mandant.
    """
    unlisted: Literal["keep", "mark_paid", "delete"] = "keep"
    """What an open list's silence about an invoice means: nothing, that it is paid, or that it
    shall go.
    """
    only_handed_over: Flag = True
    """Invoices without the hand-over mark of bookkeeping are never touched by their absence from a
    list.
    """
    delete_before_import: Flag = False
    """Reset: delete all open items before the import, dunning levels too."""
    unknown: Literal["create", "report"] = "create"
    """A listed invoice we do not hold: create it, or only report it."""
    tolerance: Amount = Decimal("0.00")
    """A rest up to this amount counts as paid (Skonto, small differences)."""
    require_handover: Literal["ignore", "warn", "hold"] = "warn"
    """What to do when invoices up to the list's key date seem not handed over to bookkeeping, or
    handed over and not imported there, and the list's silence would change them.
    """


class ScheduleSettings(SettingsTable, frozen=True):
    """When it runs by itself."""

    interval: Literal["minutes", "hourly", "daily", "weekly", "monthly"] = "daily"
    """How often."""
    time: TimeOfDay = dt.time(7, 0)
    """At what time of day; for runs of once a day or rarer."""
    every_minutes: Annotated[Count, Limits(ge=1, le=1440)] = 15
    """With interval = "minutes": how many lie between two runs."""
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    """With interval = "weekly": on which days."""
    day: DayOfMonth = 1
    """With interval = "monthly": 1 to 28, or "last", the last one."""
    retry: Annotated[Count, Limits(le=720)] = 15
    """After so many minutes a daily or rarer run is tried again that failed for a cause that may
    pass: server, disk, a list that did not come; three times at most. 0: not before its next time.
    """


class Guard(SettingsTable, frozen=True):
    """An import beyond one of these limits is held until someone releases it."""

    max_settled_percent: Percent = 30
    """Of the open items it governs, at most so many percent may be settled at once."""
    max_settled_amount: Annotated[
        Decimal | None,
        Limits(gt=0, max_digits=12, decimal_places=2, examples=[Decimal("50000.00")]),
    ] = None
    """At most so many euro may be settled at once; absent: no limit."""
    max_deleted_percent: Percent = 20
    """Of the open items it governs, at most so many percent may be deleted at once."""
    max_reopened_percent: Percent = 20
    """Of the open items it governs, at most so many percent may be reopened at once."""
    max_rejected_percent: Percent = 10
    """Of the rows of a payment or settled list, at most so many percent may be unreadable; a list
    whose silence settles bears none."""
    min_rows_percent: Percent = 50
    """The list must have at least so many percent of the rows of this interface's last list."""
    max_small: Count = 10
    """So few items settled, deleted or reopened are never too many; other reasons to hold stand."""
    second_person: Flag = False
    """Whether to release a held import takes another person than who started it or last changed
    this interface.
    """


class Report(SettingsTable, frozen=True):
    """Who hears of it by mail."""

    email: tuple[MailAddress, ...] = ()
    """The addresses, one each. They are written to in the configuration's language."""
    email_de: tuple[MailAddress, ...] = ()
    """Addresses that are written to in German, whatever the configuration's language."""
    email_en: tuple[MailAddress, ...] = ()
    """Addresses that are written to in English, whatever the configuration's language."""
    on: tuple[Literal["failure", "warning", "success"], ...] = ("failure",)
    """On which outcomes."""

    @property
    def everyone(self) -> tuple[str, ...]:
        """All addresses, in whatever language."""
        return (*self.email, *self.email_de, *self.email_en)


class Interface(SettingsTable, frozen=True, kw_only=True):
    """One automatic import."""

    name: OneLine
    """The name people know it by."""
    group: OneLine = "Buchhaltung"
    """The group it is listed under."""
    enabled: Flag = True
    """Whether it runs by itself and with --all."""
    branches: tuple[OneLine, ...] = ()
    """The branches it may change; empty: all."""
    computer: OneLine = ""
    """The workstation it belongs to; empty: any."""
    use: Literal["server", "client"] = "server"
    """Whether it runs by itself on the server, or only by hand on its own computer."""
    start: Annotated[Day | None, Limits(examples=[dt.date(2026, 12, 1)])] = None
    """Not before this day; absent: at once."""
    source: SourceSettings
    file: File = File()
    posting: Posting = Posting()
    schedule: ScheduleSettings = ScheduleSettings()
    guard: Guard = Guard()
    report: Report = Report()
