"""The files that runs read, as they came: the archive keeps them under their hash, and journals and
ledger know their names.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.common.data_folder import DataFolder
from engine.common.i18n import _, advice_of, cause_of, describe_os_error
from engine.journal import journal
from engine.journal.events import FileFetched
from engine.journal.journal import journal_path
from engine.model.errors import ListRefused
from engine.store.ledger import Dropped, Imported
from engine.store.opening import open_archive, open_store

if TYPE_CHECKING:
    from engine.lists.excerpt import ShownLine

LINES_SHOWN = 10_000


class Original(NamedTuple):
    """A file that a run read, and where it lies."""

    name: str
    """From outside."""
    size: int
    sha256: str
    path: Path


def originals_of(data: DataFolder, run: str) -> list[Original]:
    """Return the files that this run read and that the archive still holds; raises `StoreError`.

    A dry run archives nothing; a release reads what the held import archived, so only the ledger
    names it.
    """
    fetched = (entry.event for entry in journal.read_journal(journal_path(data.journals, run)))
    known = [
        (event.name, event.size, event.sha256)
        for event in fetched
        if isinstance(event, FileFetched)
    ]
    known += [
        (entry.file, entry.size, entry.sha256)
        for entry in open_store(data).entries_of(run)
        if isinstance(entry, Imported | Dropped)
    ]
    archive = open_archive(data)
    by_hash = {
        sha256: Original(name, size, sha256, archive.path_of(sha256))
        for name, size, sha256 in reversed(known)
    }
    return [original for original in reversed(by_hash.values()) if original.path.exists()]


def original_lines(original: Original) -> tuple[list[ShownLine], str]:
    """Return its first lines, with semicolons between the cells, and why there are none where it is
    no list at all.
    """
    from engine.lists.excerpt import shown_lines

    lines: list[ShownLine] = []
    try:
        lines += islice(shown_lines(original.path), LINES_SHOWN)
    except ListRefused as refusal:
        return lines, f"{cause_of(refusal)} {advice_of(refusal)}"
    except OSError as error:
        return lines, _("The file cannot be read: {error}.").format(error=describe_os_error(error))
    return lines, ""
