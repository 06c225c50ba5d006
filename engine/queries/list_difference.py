"""A held list beside the one that its interface imported last: what is gone, what is new, what has
another amount.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

import msgspec

from engine.imports.job import configured, import_job
from engine.imports.planning import from_archive, read_file
from engine.lists.rows.rows import Row
from engine.model.item import Cents, Key
from engine.settings.load import Configuration
from engine.store.ledger import HeldImport, Imported
from engine.store.protocol import Store


class DifferenceKind(StrEnum):
    """How an invoice stands in the two lists, in the order in which it matters."""

    GONE = "gone"
    OTHER = "other"
    NEW = "new"


class RowDifference(msgspec.Struct, frozen=True):
    """An invoice about which the two lists do not say the same. Its words are from outside."""

    kind: DifferenceKind
    mandant: str
    invoice_no: str
    name: str
    before: Cents | None
    """In the last list; None where it is not in there, or without an amount."""
    after: Cents | None
    """In the held list."""
    line: int
    """In the held list; 0 where it is not in there."""


class ListDifference(msgspec.Struct, frozen=True):
    """Both lists, and how they differ."""

    last: Imported | None
    """None where this would be the interface's first list."""
    rows_before: int
    rows_after: int
    differences: list[RowDifference]


def difference_to_last(
    configuration: Configuration, store: Store, held: HeldImport
) -> ListDifference:
    """Read both lists from the archive and compare them. Raises `UsageError` where the interface is
    no longer configured, `StoreError` where an original is gone, and `ListRefused`.
    """
    last = store.last_list(held.interface)
    configured(configuration, held)
    after = _rows(configuration, held)
    before = [] if last is None else _rows(configuration, last)
    mandants = import_job(configuration, held.interface, held.run, held.at, dry_run=True).mandants
    found = named(row_differences(before, after), store, mandants)
    return ListDifference(last, len(before), len(after), found)


def row_differences(before: Iterable[Row], after: Iterable[Row]) -> list[RowDifference]:
    """How the rows of two lists differ, invoice by invoice; several rows of one are added up."""
    old, new = _by_invoice(before), _by_invoice(after)
    found = [
        RowDifference(
            _kind(old.get(key), new.get(key)),
            mandant=key[0],
            invoice_no=key[1],
            name=(new.get(key) or old[key]).name,
            before=old[key].cents if key in old else None,
            after=new[key].cents if key in new else None,
            line=new[key].line if key in new else 0,
        )
        for key in old | new
        if key not in old or key not in new or old[key].cents != new[key].cents
    ]
    order = list(DifferenceKind)
    return sorted(found, key=lambda each: (order.index(each.kind), each.invoice_no))


def named(
    found: Sequence[RowDifference], store: Store, mandants: Collection[str]
) -> list[RowDifference]:
    """Name those whom the lists do not name as their invoice does, where only one can be meant."""

    def keys(each: RowDifference) -> list[Key]:
        possible = [each.mandant] if each.mandant in mandants else mandants
        return [] if each.name else [(mandant, each.invoice_no) for mandant in possible]

    held = store.items_of({key for each in found for key in keys(each)})

    def name(each: RowDifference) -> str:
        names = [held[key].name for key in keys(each) if key in held]
        return names[0] if len(names) == 1 else each.name

    return [msgspec.structs.replace(each, name=name(each)) for each in found]


class _Listed(msgspec.Struct, frozen=True):
    name: str
    cents: Cents | None
    line: int


def _by_invoice(rows: Iterable[Row]) -> dict[tuple[str, str], _Listed]:
    found: dict[tuple[str, str], _Listed] = {}
    for row in rows:
        key, cents = (row.mandant, row.invoice_no), row.open if row.paid is None else row.paid
        before = found.get(key)
        if before is None:
            found[key] = _Listed(row.name, cents, row.line)
        else:
            total = (before.cents or 0) + (cents or 0)
            found[key] = _Listed(before.name, total, before.line)
    return found


def _kind(before: _Listed | None, after: _Listed | None) -> DifferenceKind:
    if after is None:
        return DifferenceKind.GONE
    return DifferenceKind.NEW if before is None else DifferenceKind.OTHER


def _rows(configuration: Configuration, imported: HeldImport | Imported) -> list[Row]:
    """Read an archived list as its interface reads lists now."""
    job = import_job(configuration, imported.interface, imported.run, imported.at, dry_run=True)
    return read_file(job, from_archive(job, imported)).rows
