"""A file seen as tables, whatever it is written in, and read some lines at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import islice
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.lists.cells.headings import HEADING_WITHIN
from engine.lists.cells.tables import Cell, Table
from engine.lists.files.foreign_files import refuse_foreign
from engine.lists.files.limits import FileLimits
from engine.lists.files.text import BLOCK, Text, read_text
from engine.lists.files.workbook.kind import workbook_kind
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

Blocks = Iterator[tuple[Sequence[int], Sequence[Sequence[Cell]]]]

_HEAD_BYTES = 4096


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a file."""

    name: str = ""
    """Empty for text."""
    visible: bool = True
    beside: Sequence[str] = ()
    """Texts that stand beside the table in its page, such as its title."""
    last_line: int = 0
    """The number of its last line, where that is known without reading it: in a workbook."""
    head: list[tuple[int, Sequence[Cell]]]
    """The first lines with their numbers: one of them should be the heading line."""
    blocks: Callable[[], Blocks]
    """All lines, from the first."""


class OpenedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file, opened."""

    container: str
    """`csv`, `xls`, `xlsx`, `html` or `xml`."""
    text: Text | None = None
    """How it is written, if it is text."""
    sheets: list[Sheet]


def open_file(
    path: Path,
    encoding: str,
    known: Set[str],
    limits: FileLimits,
    token: CancelToken | None = None,
) -> OpenedFile:
    """Open a list, by what is in it and not by its name. `known` are the headings it may have,
    normalised.

    Raises `ListRefused` for what is no list at all: empty, too large, damaged, protected, no table,
    or a file of another kind. A `token` stops the reading of a workbook.
    """
    refuse_too_large(path, limits)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    refuse_foreign(head)
    kind = workbook_kind(head)
    if kind == "text":
        text = read_text(path.read_bytes(), encoding, known, limits)
        return OpenedFile(
            container="csv",
            text=text,
            sheets=[Sheet(head=_head(text.blocks()), blocks=text.blocks)],
        )
    from engine.lists.files.workbook.workbooks import read_workbook  # most lists are text

    return OpenedFile(
        container=kind,
        sheets=[_sheet(table) for table in read_workbook(path, kind, limits, token)],
    )


def refuse_too_large(path: Path, limits: FileLimits) -> None:
    """Raise `ListRefused` where the file has more bytes than one may have."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise ListRefused(ListRefusal.FILE_TOO_LARGE, size=size, limit=limits.file_bytes)


def _sheet(table: Table) -> Sheet:
    def blocks() -> Blocks:
        for start in range(0, len(table.lines), BLOCK):
            lines = table.lines[start : start + BLOCK]
            yield [number for number, _cells in lines], [cells for _number, cells in lines]

    return Sheet(
        name=table.name,
        visible=table.visible,
        beside=table.beside,
        last_line=table.lines[-1][0] if table.lines else 0,
        head=list(table.lines[:HEADING_WITHIN]),
        blocks=blocks,
    )


def _head(blocks: Blocks) -> list[tuple[int, Sequence[Cell]]]:
    return list(
        islice(
            (
                (number, cells)
                for numbers, lines in blocks
                for number, cells in zip(numbers, lines, strict=True)
            ),
            HEADING_WITHIN,
        )
    )
