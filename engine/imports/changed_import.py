"""The import of a usual list: read and planned where it differs from the last one, with the very
outcome that reading and planning all of it has.

What lets it come out the same, and where it does not hold all of the list is read:

| | |
| --- | --- |
| the last list | this interface's last import, not taken back, its original whole in the archive |
| what decides | settings, layout and program are as they were |
| the store | every write since is an act of the ledger, and these changed few invoices |
| each row of it | named an invoice of its own, by its own number; none was rejected or doubtful |
| the new list | differs in few lines, is written the same way, and is as plain |

A row is *standing* where its line is as it was, it said just what we held, and nobody changed its
invoice since: it changes nothing today either, and is only counted. All others are read and
planned, with every open invoice that no list named: about these the new list may be silent too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from engine.imports.job import ImportJob
from engine.imports.last_original import LastOriginal
from engine.imports.planning import policy_of_file, read_settings, reasons_to_hold
from engine.imports.remembered_list import RememberedList, decided_by, recall
from engine.lists.changed_list import ChangedList, NotLineByLine
from engine.lists.rows.rows import ListFile, Row
from engine.messages.imports import WholeBecause
from engine.model.errors import ListRefused, StoreError
from engine.model.item import Item, Key
from engine.posting.mandants import mandant_meant
from engine.posting.number_matching import AlikeNumbers
from engine.posting.plan import Plan
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from engine.posting.what_is_left import WhatIsLeft, shape
from engine.sources.fetch import Fetched
from engine.store.ledger import LedgerEntry
from engine.store.opening import open_archive
from engine.store.protocol import Store

_MANY = 1000
"""So many invoices that other acts changed since are looked at one by one."""
_SOUGHT = 30
"""So many of them are sought in lines that are as they were."""


class TakeWholeList(Exception):
    """All of the list must be read and planned."""

    def __init__(self, why: WholeBecause) -> None:
        super().__init__(why.value)
        self.why = why


class KeyOf:
    """Tells what the item of a row is, by its Mandant and number as the list has them."""

    def __init__(self, mandants: frozenset[str]) -> None:
        self._mandants = mandants
        self._meant: dict[str, str] = {}

    def __call__(self, row: Row) -> Key:
        """Raises `TakeWholeList` where the row may be of several Mandanten."""
        return (self.mandant(row.mandant), row.invoice_no)

    def mandant(self, text: str) -> str:
        """The one Mandant that a text means. Raises `TakeWholeList` where there is no such."""
        if text not in self._meant:
            if (mandant := mandant_meant(text, self._mandants)) is None:
                raise TakeWholeList(WholeBecause.NOT_PLAIN)
            self._meant[text] = mandant
        return self._meant[text]


class ChangedImport(msgspec.Struct, frozen=True, kw_only=True):
    """A list of which what differs from the last one was read."""

    last: RememberedList
    compared: ChangedList
    list_file: ListFile
    written: tuple[int, int]
    """What the store told of how much was written in it."""
    since: dict[Key, Item | None]
    """What other acts have changed since the last list, as it was before."""
    items: Mapping[Key, Item]
    """Those of the rows that were read, those of which no line tells, and those that a row may
    mean by another number; as they were then.
    """


def read_changed(job: ImportJob, fetched: Fetched, store: Store) -> ChangedImport:
    """Read what differs. Raises `TakeWholeList`, `StoreError`."""
    written = store.written()  # first: what is asked after it may be of a later moment
    last = _last_list(job, store, written)
    since = _changed_since(job, store, store.acts_since(last.acts))
    compared = _compared(job, fetched, last)
    key_of = KeyOf(job.mandants)
    places = compared.at(last.told_of)
    named = _named_by_standing_lines(last, compared, since, key_of)
    try:
        for _mandant, number in named:
            places += compared.naming(number)
        list_file = compared.read(places)
    except NotLineByLine:
        raise TakeWholeList(WholeBecause.DIFFERS) from None
    if not named <= set(map(key_of, list_file.rows)):
        raise TakeWholeList(WholeBecause.MUCH_CHANGED)
    standing = list_file.standing
    mandants = frozenset(map(key_of.mandant, standing.mandants))
    standing = msgspec.structs.replace(standing, mandants=mandants)
    return ChangedImport(
        last=last,
        compared=compared,
        list_file=msgspec.structs.replace(list_file, standing=standing),
        written=written,
        since=since,
        items=_items_in_question(last, compared, list_file.rows, since, store, key_of),
    )


def plan_changed(job: ImportJob, fetched: Fetched, read: ChangedImport, store: Store) -> Plan:
    """What the list would change, where nothing holds it. Raises `TakeWholeList`, `StoreError`."""
    last = read.last
    if store.written() != read.written:
        raise TakeWholeList(WholeBecause.MEANWHILE)
    policy = policy_of_file(job, fetched)
    items = read.items
    governed = governed_after(
        last.governed, read.since.values(), map(items.get, read.since), policy
    )
    try:
        plan = plan_import(items, read.list_file, policy, governed=governed)
    except ListRefused:
        raise TakeWholeList(WholeBecause.NOT_PLAIN) from None
    if not plan.is_plain or reasons_to_hold(job, fetched, read.list_file, plan, policy, store):
        raise TakeWholeList(WholeBecause.NOT_PLAIN)
    return plan


def governed_after(
    governed: Mapping[str, int],
    befores: Iterable[Item | None],
    afters: Iterable[Item | None],
    policy: Policy,
) -> Counter[str]:
    """How many open items of each Mandant the interface may change, after items became others."""
    counted = Counter(governed)
    counted.update(policy.governed(filter(None, afters)))
    counted.subtract(policy.governed(filter(None, befores)))
    return +counted


def _last_list(job: ImportJob, store: Store, written: tuple[int, int]) -> RememberedList:
    """What is remembered of the last list, if it is still the last one, and what decided what it
    means still does. Raises `TakeWholeList`.
    """
    last = recall(job)
    if last is None:
        raise TakeWholeList(WholeBecause.NONE_BEFORE)
    entry = store.last_list(job.name)
    if (
        entry is None
        or (entry.run, entry.sha256) != (last.run, last.sha256)
        or last.acts < 1
        or [*store.acts_since(last.acts - 1)][:1] != [entry]
    ):
        raise TakeWholeList(WholeBecause.ANOTHER_SINCE)
    if last.decided_by != decided_by(job):
        raise TakeWholeList(WholeBecause.SETTINGS)
    acts, commits = written
    if commits - last.commits != acts - last.acts:
        raise TakeWholeList(WholeBecause.WRITTEN)
    return last


def _changed_since(
    job: ImportJob, store: Store, acts: Sequence[LedgerEntry]
) -> dict[Key, Item | None]:
    """What these acts changed of our Mandanten, as it was before the first of them."""
    if sum(act.changed for act in acts) > _MANY:
        raise TakeWholeList(WholeBecause.MUCH_CHANGED)
    before: dict[Key, Item | None] = {}
    try:
        for act in acts:
            for change in store.changes(act):
                if change.key[0] in job.mandants:
                    before.setdefault(change.key, change.before)
    except StoreError:  # to import all of a list no history is needed
        raise TakeWholeList(WholeBecause.WRITTEN) from None
    return before


def _compared(job: ImportJob, fetched: Fetched, last: RememberedList) -> ChangedList:
    original = LastOriginal(open_archive(job.data).path_of(last.sha256), last.sha256)

    def old() -> bytes:
        if (content := original.whole()) is None:
            raise TakeWholeList(WholeBecause.NO_ORIGINAL)
        return content

    try:
        return ChangedList(fetched.path, fetched.file.name, read_settings(job), last.read, old)
    except NotLineByLine:
        raise TakeWholeList(WholeBecause.DIFFERS) from None


def _named_by_standing_lines(
    last: RememberedList,
    compared: ChangedList,
    since: Mapping[Key, Item | None],
    key_of: KeyOf,
) -> set[Key]:
    """Those of the items changed since that the last list named, in a line that the new one has
    too: they no longer are as it says.
    """
    held = {key for key, before in since.items() if before is not None}
    if held:
        held -= {*map(key_of, compared.gone), *last.unnamed_open, *last.unnamed_paid}
    if len(held) > _SOUGHT:
        raise TakeWholeList(WholeBecause.MUCH_CHANGED)
    return held


def _items_in_question(
    last: RememberedList,
    compared: ChangedList,
    read: Sequence[Row],
    since: Mapping[Key, Item | None],
    store: Store,
    key_of: KeyOf,
) -> Mapping[Key, Item]:
    """The items of the rows that were read, those of which no line tells, and those that a row
    may mean by another number. Raises `TakeWholeList`.
    """
    untold = {*last.unnamed_open, *map(key_of, compared.gone), *since}
    rows = {key_of(row): row for row in read}
    items = store.items_of({*rows, *untold})
    for key, row in rows.items():
        item = items.get(key)
        if row.line in compared.new_lines and key not in untold and item is not None and item.open:
            raise TakeWholeList(WholeBecause.NOT_PLAIN)  # a standing line names it, too
    unknown = [row for key, row in rows.items() if key not in items]
    alike = _alike(unknown, [*untold, *last.unnamed_paid], key_of)
    if alike - items.keys():
        items = store.items_of({*rows, *untold, *alike})
    shapes = {shape(number) for _mandant, number in items}
    if any(shape(row.invoice_no) not in shapes for row in unknown):
        raise TakeWholeList(WholeBecause.NOT_PLAIN)
    return items


def _alike(rows: Iterable[Row], unnamed: Collection[Key], key_of: KeyOf) -> set[Key]:
    """Which of the items that no line names by their own number these rows may mean."""
    numbers, left = AlikeNumbers(unnamed), WhatIsLeft({}, unnamed, frozenset())
    found: set[Key] = set()
    for row in rows:
        mandants = (key_of.mandant(row.mandant),)
        found.update(numbers.of(row.invoice_no, mandants), left.of(row.invoice_no, mandants))
    return found
