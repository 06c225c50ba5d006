"""What a store can do, whatever it is made of: hold items, and change them with the ledger in one
atomic commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, TypeVar

from engine.common.cancellation import CancelToken
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.clearing import WaitingPayment
from engine.store.ledger import Dropped, HeldImport, Imported, LedgerEntry

Entry = TypeVar("Entry", bound=LedgerEntry)


class Store(Protocol):
    """The invoices, the ledger and the held imports. Reading needs no lock; `commit` and `hold` are
    for whoever holds it `exclusively`.

    It is read as it was when it was first asked, or when it was last held. Every method but
    `version` raises `StoreError` when the store cannot be read or written.
    """

    def version(self) -> str:
        """Tell apart what was written and what is: equal answers mean that nothing was written
        between them. Cheap, always of now, and empty where there is nothing; never raises.
        """
        ...

    def items(self, mandants: frozenset[str] = frozenset()) -> Mapping[Key, Item]:
        """All items, or at least those of these Mandanten, in a stable order."""
        ...

    def items_in_turn(self, mandants: frozenset[str]) -> Iterable[Sequence[Item]]:
        """The items that `items` has of these Mandanten, in its order, some at a time: for who does
        not keep them.
        """
        ...

    def items_of(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        """Those of these items that are held, in the order of `items`; cheap where they are few."""
        ...

    def item_blocks(self) -> Iterator[Sequence[Item]]:
        """All items as they are now, some hundred at a time, for whoever shows the first before
        the last are read.
        """
        ...

    def dealt_with(self, interface: str, sha256: str) -> Imported | Dropped | None:
        """The act by which this interface is done with this very content; None where there was
        none, or it was taken back.
        """
        ...

    def acts_on(self, sha256: str, fingerprint: str) -> Sequence[Imported | Dropped]:
        """Every act on this content, or on a list of the same fingerprint (empty: of none), by any
        interface and taken back or not, the oldest first.
        """
        ...

    def last_list(self, interface: str) -> Imported | None:
        """The list that this interface imported last and that was not taken back."""
        ...

    def entries_of(self, run: str) -> Sequence[LedgerEntry]:
        """What this run did, in order; a run may import several files."""
        ...

    def history_of(self, invoice_no: str) -> Iterator[tuple[LedgerEntry, Change]]:
        """Every change of the invoices of this number, of whichever Mandant, the oldest first."""
        ...

    def undone_runs(self) -> Mapping[str, str]:
        """The runs that were taken back, each with the run that did it."""
        ...

    def changed_since(self, moment: datetime) -> bool:
        """Whether an act was entered in the ledger after this moment."""
        ...

    def ledger(self) -> Sequence[LedgerEntry]:
        """Every act, the oldest first; for whoever checks the whole history."""
        ...

    def ledger_hashes(self) -> Sequence[str]:
        """The hash over the first acts, for every number of them; whether one was taken back later
        is left out.
        """
        ...

    def ledger_end(self) -> tuple[int, str]:
        """How many acts there are, and the hash over them."""
        ...

    def written(self) -> tuple[int, int]:
        """How many acts there are, and how often the store was written: a commit or a held import
        each count once.
        """
        ...

    def acts_since(self, acts: int) -> Sequence[LedgerEntry]:
        """The acts after so many."""
        ...

    def changes(self, entry: LedgerEntry) -> Iterator[Change]:
        """What this act changed, in order."""
        ...

    def last_number(self, export: str) -> int:
        """The number of the last file of this export; 0 where there was none."""
        ...

    def acts_for(self, export: str, after: int) -> Sequence[LedgerEntry]:
        """The acts that this export has a file of with a number higher than this, in its order."""
        ...

    def waiting(self) -> Sequence[HeldImport]:
        """The held imports, the oldest first."""
        ...

    def held(self, interface: str, sha256: str) -> HeldImport | None:
        """The held import of this very content."""
        ...

    def clearing(self) -> Sequence[WaitingPayment]:
        """The payments that wait on the clearing list, the oldest first; each with what is left of
        it.
        """
        ...

    def known_payments(self, keys: Collection[str]) -> set[str]:
        """Those of these payment keys that an import has brought before that was not taken back."""
        ...

    def exclusively(
        self, mandants: frozenset[str], token: CancelToken, seconds: float
    ) -> AbstractContextManager[Store]:
        """Hold the store from plan to commit: within the `with` statement it is as it is now, and
        nobody else changes what is of these Mandanten (empty: of all). Whoever finds it held waits
        for so many `seconds`, in turn; raises `Locked` after that, `Cancelled` where the run is
        stopped.
        """
        ...

    def commit(
        self,
        changes: Sequence[Change],
        entry: Entry,
        exports: Mapping[str, int] = MappingProxyType({}),
    ) -> Entry:
        """Apply the changes and enter them in the ledger, in one atomic write: the point of no
        return.

        A waiting import of the same file stops waiting; an undone entry is marked. Each of the
        `exports`, given with the lowest number that its file may have, gets the number after its
        last one in the ledger. Returns the entry as written.
        """
        ...

    def hold(self, waiting: HeldImport) -> None:
        """Remember an import that the guard held."""
        ...
