"""A line of an archived list as a person would see it there, for `opos explain`."""

from __future__ import annotations

from pathlib import Path

from engine.lists.cells.word_cells import seen
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import open_file
from engine.lists.files.packed import unpacked
from engine.lists.payments.entry_text import entry_text
from engine.lists.payments.kinds import STATEMENTS
from engine.lists.payments.read_payments import payment_file_kind
from engine.model.errors import ListRefused


def excerpt(path: Path, line: int, sheet: str = "") -> str:
    """The text of one line, its cells with semicolons between them; empty where the file cannot be
    read any more. Of a bank statement it is the entry.

    From outside: escape it before showing.
    """
    try:
        with unpacked(path, FileLimits()) as members:
            for member in members:
                if len(members) == 1:
                    return _line_of(member.path, line, sheet)
                if sheet == member.name or sheet.startswith(f"{member.name}/"):
                    return _line_of(member.path, line, sheet[len(member.name) + 1 :])
            return "" if members else _line_of(path, line, sheet)
    except (ListRefused, OSError):
        return ""


def _line_of(path: Path, line: int, sheet: str) -> str:
    kind = payment_file_kind(path)
    if kind in STATEMENTS:
        return entry_text(path, kind, line)
    for table in open_file(path, "auto", frozenset(), FileLimits()).sheets:
        if sheet in ("", table.name):
            for numbers, lines in table.blocks():
                if line in numbers:
                    return "; ".join(map(seen, lines[list(numbers).index(line)]))
    return ""
