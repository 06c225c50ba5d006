"""So many runs at once and no more, counted over all processes of this machine: each holds one of
as many locks, free the moment it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from engine.common.plain_file import plain


def take_slot(folder: Path, name: str, number: int) -> int | None:
    """The descriptor of a free one among so many of this name, to be closed; None where all are
    taken. A fork that has it holds it on.
    """
    for place in range(number):
        path = folder / f"{name}.{place + 1}"
        descriptor = plain(str(path), os.O_RDWR | os.O_CREAT, 0o660)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
        else:
            return descriptor
    return None


def take_slots(folder: Path, wanted: Iterable[tuple[str, int]], full: set[str]) -> list[int] | None:
    """One of each that is wanted, by name and number; None where one cannot be had, which is
    then added to the `full` ones that need not be tried again. A number of 0 is no limit.
    """
    taken: list[int] = []
    for name, number in wanted:
        if not number:
            continue
        descriptor = None if name in full else take_slot(folder, name, number)
        if descriptor is None:
            full.add(name)
            give_back(taken)
            return None
        taken.append(descriptor)
    return taken


def give_back(taken: Iterable[int]) -> None:
    """Let others have them."""
    for descriptor in taken:
        os.close(descriptor)
