"""The pages of bank statements that came in several files of a run: they wait until all files came,
and are judged together. Each file stays an import of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.plain_file import open_plain
from engine.imports.job import ImportJob
from engine.imports.planning import read_file
from engine.lists.rows.rows import StatementPage
from engine.model.errors import ListRefused
from engine.sources.fetch import Fetched

_PAGE = re.compile(
    rb"<(?:[\w.-]+:)?PgNb>\s*([0-9]+)\s*</[^>]*>\s*<(?:[\w.-]+:)?LastPgInd>\s*(\w+)\s*<"
)
_ONLY_PAGE = {(b"1", b"true"), (b"1", b"1")}


class PageFile(msgspec.Struct, frozen=True):
    """A file with pages of statements, and the pages in the other files of the run."""

    fetched: Fetched
    beside: Sequence[StatementPage]


def may_hold_pages(path: Path) -> bool:
    """Whether a statement in this file says that it is one page of several; told cheaply, since
    nearly every statement says that it is the only one.
    """
    if not path.stat().st_size:
        return False
    with open_plain(path) as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return not _ONLY_PAGE.issuperset(_PAGE.findall(content))


def pages_beside(
    job: ImportJob, files: Sequence[Fetched], token: CancelToken
) -> Sequence[PageFile]:
    """These files, each with the pages in all others."""
    pages = [_pages_in(job, fetched, token) for fetched in files]
    return [
        PageFile(
            fetched,
            [page for other, some in enumerate(pages) if other != number for page in some],
        )
        for number, fetched in enumerate(files)
    ]


def _pages_in(job: ImportJob, fetched: Fetched, token: CancelToken) -> Sequence[StatementPage]:
    try:
        return read_file(job, fetched, token).pages
    except ListRefused:  # which its own import tells
        return ()
