"""Which way a list goes: it is read and planned where it differs from the last one, or as a whole,
which is always possible. What comes of it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from engine.common.cancellation import CancelToken
from engine.imports.changed_import import ChangedImport, TakeWholeList, plan_changed, read_changed
from engine.imports.job import ImportJob
from engine.imports.planning import plan_file, read_file
from engine.imports.remembered_list import RememberedList
from engine.imports.remembering import is_long, worth_remembering
from engine.lists.rows.rows import ListFile, StatementPage
from engine.messages.imports import WayOfReading, WholeBecause
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting.guard import HoldReason
from engine.posting.plan import Plan
from engine.sources.fetch import Fetched
from engine.store.protocol import Store


class ReadList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was read."""

    list_file: ListFile
    changed: ChangedImport | None = None
    """Where it was read by what differs."""
    why_whole: WholeBecause | None = None
    """Else why not."""

    def beside(self, pages: Sequence[StatementPage]) -> ReadList:
        """The same, knowing the pages of statements that other files of the run hold."""
        if not pages:
            return self
        from engine.lists.payments.pages import with_pages_beside  # most lists are no statements

        return msgspec.structs.replace(self, list_file=with_pages_beside(self.list_file, pages))

    def way(self, name: str) -> Iterator[Message]:
        """Which way the list called `name` went, if it is one that may go both."""
        if not is_long(self.list_file):
            return
        if self.changed is not None:
            n, run = len(self.list_file.rows), self.changed.last.run
            yield Message.of(WayOfReading.CHANGED, name=name, n=n, run=run)
        elif self.why_whole is not None:
            yield Message.of(WayOfReading.WHOLE, name=name, why=Message(self.why_whole))


class PlannedList(msgspec.Struct, frozen=True, kw_only=True):
    """What it would change."""

    read: ReadList
    plan: Plan
    held: list[HoldReason]
    items: Mapping[Key, Item]
    """Those that it was planned for."""


def read_new(job: ImportJob, fetched: Fetched, store: Store, token: CancelToken) -> ReadList:
    """Read the list; raises as `read_file` does."""
    try:
        changed = read_changed(job, fetched, store)
    except TakeWholeList as whole:
        return _whole(job, fetched, whole.why, token)
    return ReadList(list_file=changed.list_file, changed=changed)


def plan_new(
    job: ImportJob, fetched: Fetched, read: ReadList, store: Store, token: CancelToken
) -> PlannedList:
    """Plan the list, after reading the rest of it where it must be planned as a whole; raises as
    `read_file` and `plan_file` do.
    """
    if (changed := read.changed) is not None:
        try:
            plan = plan_changed(job, fetched, changed, store)
        except TakeWholeList as whole:
            read = _whole(job, fetched, whole.why, token)
        else:
            return PlannedList(read=read, plan=plan, held=[], items=changed.items)
    plan, held, items = plan_file(job, fetched, read.list_file, store)
    return PlannedList(read=read, plan=plan, held=held, items=items)


def to_remember(
    job: ImportJob, fetched: Fetched, planned: PlannedList, store: Store
) -> RememberedList | None:
    """What of the import is to be remembered once it is committed."""
    read = planned.read
    return worth_remembering(
        job, fetched, read.list_file, read.changed, planned.plan, planned.items, store.written()
    )


def _whole(job: ImportJob, fetched: Fetched, why: WholeBecause, token: CancelToken) -> ReadList:
    return ReadList(list_file=read_file(job, fetched, token), why_whole=why)
