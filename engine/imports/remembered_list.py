"""What is remembered of the list that an interface imported last, so that the next one need be read
and planned only where it differs. `changed_import.py` says when that may be used.

It follows from the store and the originals, in a file of its own that may be lost at any time: it
is bound to its act in the ledger, and whatever does not fit it has all of the list read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

import engine.imports
import engine.lists
import engine.posting
from engine.common.checked_file import read_checked, write_checked
from engine.common.decoding import Damaged, JsonDecoder
from engine.imports.job import ImportJob
from engine.lists.changed_list import LastRead
from engine.model.item import Key
from engine.settings.table import settings_json


class RememberedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was imported, and how the store stood right after it."""

    decided_by: str
    """The hash of all that decides what a list means, besides itself."""
    run: str
    sha256: str
    acts: int
    """How many the ledger held."""
    commits: int
    """How often the store had been written."""
    read: LastRead
    told_of: list[int]
    """The bytes at which the lines begin whose rows do not just say what we hold."""
    governed: dict[str, int]
    """How many open items of each Mandant the interface may change."""
    unnamed_open: list[Key]
    """Our open items that it did not name."""
    unnamed_paid: list[Key]
    """Our other items that it did not name."""


_decode = JsonDecoder(RememberedList)


def recall(job: ImportJob) -> RememberedList | None:
    """What is remembered; None where that is nothing, or was damaged."""
    try:
        return read_checked(_path(job), _decode)
    except (OSError, Damaged):
        return None


def remember(job: ImportJob, remembered: RememberedList | None) -> None:
    """Remember this of the import that was committed just now; None: what is remembered is of an
    earlier one, and serves nobody. That it cannot be written is no fault.
    """
    with suppress(OSError):
        if remembered is None:
            _path(job).unlink(missing_ok=True)
        else:
            write_checked(_path(job), remembered)


def decided_by(job: ImportJob) -> str:
    """The hash of all that decides what a list means, besides itself: settings and program."""
    interface = job.interface
    parts = (
        *_PROGRAM,
        settings_json(interface.file).decode(),
        settings_json(interface.posting).decode(),
        settings_json(interface.guard).decode(),
        interface.branches,
        sorted(job.mandants),
        sorted(job.branches),
        job.layouts.get(interface.file.type),
        job.limits,
        job.zone.key,
    )
    encoded = msgspec.json.encode(parts, enc_hook=dict, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()


def _program() -> Iterator[tuple[str, int, int]]:
    """What changes with the code that reads and plans, as with every version."""
    for package in (engine.imports, engine.lists, engine.posting):
        for folder in package.__path__:
            for path in sorted(Path(folder).rglob("*.py")):
                stat = path.stat()
                yield path.name, stat.st_size, stat.st_mtime_ns


_PROGRAM = [*_program()]
"""As it was imported: a worker that stays goes on with it, whatever lies there meanwhile."""


def _path(job: ImportJob) -> Path:
    return job.data.lists / f"{job.name}.json"
