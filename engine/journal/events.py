"""What can happen in a run. A run is a story told as these events; the journal is that story, one
JSON line each.

The envelope of a line (`v`, `at`, `run`, `interface`) is put round an event by the journal. Field
names are the contract's: money is text with two decimals, a date `YYYY-MM-DD`, a time UTC. Readers
ignore unknown keys and types.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from engine.model.counts import Counts
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from engine.posting.guard_rule import GuardRule

Trigger = Literal["cron", "tui", "cli", "watch", "demo"]
Act = Literal["import", "load", "undo", "release", "reject", "prune", "repair", "clear", "move"]
"""What a run does to the store."""
Outcome = Literal["imported", "nothing_to_do", "dry_run", "held", "refused", "failed", "cancelled"]
SkipReason = Literal[
    "still_growing",
    "not_ready",
    "already_imported",
    "too_young",
    "excluded",
    "gone",
    "waiting_for_release",
]
Removal = Literal["deleted", "moved", "kept"]


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=_snake_case):
    """One thing that happened in a run."""


class Explained(Event, frozen=True, kw_only=True):
    """An event that says why: a message of `engine.messages`, from which any reader makes words in
    its own language. The words beside it are the writer's; see `event_message`.
    """

    code: str = ""
    params: dict[str, Any] | None = None
    """None in journals of older versions, and where there is nothing to say."""


class RunStarted(Event, frozen=True):
    trigger: Trigger
    dry_run: bool
    pid: int
    host: str
    user: str
    act: Act = "import"
    due: datetime | None = None
    """The scheduled time this run answers to, UTC; None where someone started it by hand."""
    of_run: str = ""
    """The run that this one takes back, releases or drops."""
    of_file: str = ""
    """The file of that run."""
    reason: str = ""
    """Why, in the words of whoever decided."""


class Connected(Event, frozen=True):
    protocol: str
    address: str


class FileFound(Event, frozen=True):
    name: str
    size: int | None
    modified: datetime | None


class FileSkipped(Event, frozen=True):
    name: str
    reason: SkipReason


class FileFetched(Event, frozen=True):
    name: str
    size: int
    sha256: str
    archived_as: str


class ListRead(Event, frozen=True):
    name: str
    format: str
    encoding: str
    rows: int
    rejected: int
    ignored: int
    total: Money
    control_total: Money | None
    key_date: date | None


class FileRefused(Explained, frozen=True):
    """The whole file is refused, unchanged on the server; the run goes on with the next file."""

    name: str
    cause: str
    advice: str


class RowRejected(Explained, frozen=True):
    name: str
    line: int
    column: str
    value: str
    reason: str
    sheet: str = ""


class Warned(Explained, frozen=True, tag="warning"):
    name: str
    text: str


class Noted(Explained, frozen=True, tag="note"):
    """Something to know that is no warning."""

    name: str
    text: str


class Planned(Event, Counts, frozen=True):
    name: str


class PlannedFor(Event, Counts, frozen=True):
    """The part of a plan that is one branch's; told where a list speaks of several Mandanten or
    branches.
    """

    name: str
    mandant: str
    branch: str


class ItemPlanned(Explained, frozen=True, kw_only=True):
    """What would happen to one item; told by dry runs and held imports. Amounts are what is open,
    before and after.
    """

    name: str
    mandant: str
    invoice_no: str
    customer: str = ""
    kind: ChangeKind
    rule: Rule
    before: Money | None
    after: Money | None
    line: int
    reason: str


class GuardHeld(Event, frozen=True):
    name: str
    rule: GuardRule
    limit: str
    actual: str


class Committed(Event, frozen=True):
    name: str
    changes: int


class FileRemoved(Event, frozen=True):
    name: str
    how: Removal


class OriginalRemoved(Event, frozen=True):
    """An archived original is no longer kept, since its time is over."""

    name: str
    sha256: str
    archived_at: datetime


class Progress(Event, frozen=True):
    """How far a run is with a file: of `fetch` the bytes, of `wait` the seconds for which it must
    stand still.
    """

    name: str
    step: str
    done: int
    total: int | None


class Exported(Event, frozen=True):
    """A file of an export lies where the practice's own program looks for it."""

    export: str
    number: int
    file: str
    changes: int


class ExportFailed(Explained, frozen=True):
    """A file of an export waits, and so do those after it."""

    export: str
    number: int
    cause: str
    advice: str


class ReportSent(Event, frozen=True):
    to: str


class ReportFailed(Explained, frozen=True):
    to: str
    cause: str


class RunFinished(Event, Counts, frozen=True):
    outcome: Outcome
    exit_code: int
    act: Act = "import"
    rejected: int = 0
    files: int = 0
    seconds: float = 0.0
    # As in `Explained`: of two bases with fields a struct takes only one.
    code: str = ""
    params: dict[str, Any] | None = None
    cause: str = ""
    advice: str = ""


AnyEvent = (
    RunStarted | Connected | FileFound | FileSkipped | FileFetched | ListRead | FileRefused
    | RowRejected | Warned | Noted | Planned
    | PlannedFor | ItemPlanned | GuardHeld | Committed | FileRemoved | OriginalRemoved
    | Exported | ExportFailed | Progress | ReportSent | ReportFailed | RunFinished
)  # fmt: skip
"""Every event there is, for decoding."""
