"""What a doubt of the reader holds back: the silence about the items that it may mean."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lists.rows.rows import Doubt, ListFile, Reach
from engine.model.item import Item, Key
from engine.model.message import Code
from engine.posting import notices
from engine.posting.identity import bare_account, same_account
from engine.posting.matching import Matching
from engine.posting.number_matching import AlikeNumbers
from engine.posting.plan_builder import PlanBuilder
from engine.posting.what_is_left import WhatIsLeft


def leave_doubtful(
    builder: PlanBuilder, unlisted: Sequence[Item], list_file: ListFile, matching: Matching
) -> list[Item]:
    """Of the unlisted items those that no doubt about an invoice or an account reaches; the others
    are told, in one notice for each kind of doubt. A doubt about the whole list is the guard's.
    """
    if not list_file.doubts:
        return [*unlisted]
    reach = _Reach(unlisted, list_file, matching)
    left: dict[Key, Item] = {}
    for doubts in _by_code(list_file.doubts):
        found = {item.key: item for doubt in doubts for item in reach.of(doubt)}
        if new := [item for key, item in found.items() if key not in left]:
            builder.note(notices.doubtful(new, doubts[0].message))
        left |= found
    return [item for item in unlisted if item.key not in left]


class _Reach:
    """Which of the unlisted items a doubt may mean."""

    def __init__(self, unlisted: Sequence[Item], list_file: ListFile, matching: Matching) -> None:
        self._unlisted = unlisted
        self._mandants = {item.mandant for item in unlisted}
        items = {item.key: item for item in unlisted}
        self._alike, self._left = AlikeNumbers(items), WhatIsLeft(items, items, self._mandants)
        self._items = items
        self._pairs = [*zip(list_file.rows, matching.items, strict=True)]

    def of(self, doubt: Doubt) -> list[Item]:
        """The items within the doubt's reach; of one about the whole list none, see above."""
        if doubt.reach is Reach.ITEM:
            return self._of_number(doubt.about)
        return self._of_account(doubt.about) if doubt.reach is Reach.ACCOUNT else []

    def _of_number(self, number: str) -> list[Item]:
        exact = (key for mandant in self._mandants if (key := (mandant, number)) in self._items)
        alike = self._alike.of(number, self._mandants)
        left = self._left.of(number, self._mandants)
        return [self._items[key] for key in (*exact, *alike, *left)]

    def _of_account(self, account: str) -> list[Item]:
        """The items of this account and those without one; all, where nothing says that the list
        names accounts as we do.
        """
        bare = bare_account(account)
        ours = {bare_account(item.account) for item in self._unlisted}
        if bare in ours or any(item and same_account(row, item) for row, item in self._pairs):
            return [item for item in self._unlisted if bare_account(item.account) in ("", bare)]
        return list(self._unlisted)


def _by_code(doubts: Sequence[Doubt]) -> list[list[Doubt]]:
    kinds: dict[Code, list[Doubt]] = {}
    for doubt in doubts:
        kinds.setdefault(doubt.message.code, []).append(doubt)
    return [*kinds.values()]
