"""The lines of an archived file as a person would see them, for `opos explain` and the app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engine.lists.cells.word_cells import seen
from engine.lists.files.encodings import find_encoding
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import open_file
from engine.lists.files.packed import unpacked
from engine.lists.payments.entry_text import camt_entries, mt940_entry
from engine.lists.payments.kinds import CAMT, STATEMENTS
from engine.lists.payments.read_payments import payment_file_kind
from engine.model.errors import ListRefused


class ShownLine(NamedTuple):
    """A line of a file as a person would see it there. From outside: escape it before showing."""

    sheet: str
    """The sheet, or the file within an archive."""
    number: int
    """The line of a text, the row of a sheet, or the entry of a bank statement in XML."""
    text: str


def shown_lines(path: Path) -> Iterator[ShownLine]:
    """Every line, its cells with semicolons between them. Raises `ListRefused` for what cannot be
    read.
    """
    with unpacked(path, path.name, FileLimits()) as members:
        if not members:
            yield from _lines_in(path, "")
        for member in members:
            yield from _lines_in(member.path, member.name if len(members) > 1 else "")


def excerpt(path: Path, line: int, sheet: str = "") -> str:
    """The text of one line; empty where the file cannot be read any more. Of a bank statement it is
    the entry. From outside: escape it before showing.
    """
    try:
        lines = shown_lines(path)
        found = next((one for one in lines if _is(one, line, sheet)), None)
        if found is None:
            return ""
        further = (one.text for one in lines if one.sheet == found.sheet)
        return mt940_entry(found.text, further) if found.text.startswith(":61:") else found.text
    except (ListRefused, OSError):
        return ""


def _is(one: ShownLine, line: int, sheet: str) -> bool:
    return one.number == line and sheet in ("", one.sheet)


def _lines_in(path: Path, within: str) -> Iterator[ShownLine]:
    kind = payment_file_kind(path)
    if kind in STATEMENTS:
        texts = camt_entries(path) if kind == CAMT else _text_lines(path)
        for number, text in enumerate(texts, 1):
            yield ShownLine(within, number, text)
        return
    for table in open_file(path, "auto", frozenset(), FileLimits()).sheets:
        sheet = "/".join(filter(None, (within, table.name)))
        for numbers, rows in table.blocks():
            for number, cells in zip(numbers, rows, strict=True):
                yield ShownLine(sheet, number, "; ".join(map(seen, cells)))


def _text_lines(path: Path) -> list[str]:
    encoded = find_encoding(path.read_bytes())
    return re.split("\r\n|\n|\r", encoded.data.decode(encoded.encoding))
