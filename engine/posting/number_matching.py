"""Finding our invoice numbers that a number in another spelling may mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from engine.model.item import Key
from engine.posting.spelling import (
    FIELD_LENGTHS,
    differ_in_signs,
    differ_in_zeros,
    is_cut,
    skeleton,
    skeletons_of_cuts,
)


class AlikeNumbers:
    """An index of our numbers. It is made when first asked, since most lists need none."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = keys

    def of(self, theirs: str, mandants: Collection[str]) -> list[Key]:
        """Every number of these Mandanten that is alike in the closest degree in which any is;
        several are ambiguous.
        """
        if not self._all or not (key := skeleton(theirs)):
            return []
        close = [ours for ours in self._close.get(key, ()) if ours[0] in mandants]
        for degree in (differ_in_signs, differ_in_zeros):
            if alike := _that(degree, close, theirs):
                return alike
        if len(theirs) in FIELD_LENGTHS:
            return _that(
                is_cut,
                [ours for ours in self._cut.get((len(theirs), key), ()) if ours[0] in mandants],
                theirs,
            )
        return []

    @property
    def skeletons(self) -> Collection[str]:
        """Letters and digits but zeros of all our numbers."""
        return self._close.keys()

    @cached_property
    def _all(self) -> list[Key]:
        return list(self._keys)

    @cached_property
    def _close(self) -> dict[str, list[Key]]:
        index: dict[str, list[Key]] = {}
        for key in self._all:
            index.setdefault(skeleton(key[1]), []).append(key)
        return index

    @cached_property
    def _cut(self) -> dict[tuple[int, str], list[Key]]:
        index: dict[tuple[int, str], list[Key]] = {}
        for key in self._all:
            for length in FIELD_LENGTHS:
                if len(key[1]) > length:
                    for cut in skeletons_of_cuts(key[1], length):
                        index.setdefault((length, cut), []).append(key)
        return index


def _that(are_alike: Callable[[str, str], bool], keys: Iterable[Key], theirs: str) -> list[Key]:
    return [key for key in keys if are_alike(key[1], theirs)]
