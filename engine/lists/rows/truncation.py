"""A file that does not end with the end of a line may have been cut: `100,00` becomes `1` without
any other sign.
"""

from __future__ import annotations

import re

from engine.lists.cells.headings import Headings
from engine.lists.files.text import Text
from engine.lists.rows.lines import Lines
from engine.lists.rows.row_filter import FREE_TEXT, Filtered
from engine.lists.rows.rows import Rejected
from engine.messages.row_reasons import RejectReason
from engine.model.message import Message

_DAY = re.compile(r"0{1,4}[.-]0{1,2}[.-]0{1,4}")


def torn_line(text: Text, headings: Headings, filtered: Filtered, lines: Lines) -> Rejected | None:
    """The last line, rejected, if its last cell is one that matters and may have been longer."""
    if not lines.rows or lines.rows[-1].line != filtered.last_line:
        return None
    last = filtered.last_width - 1
    field = next((field for field, index in headings.columns.items() if index == last), None)
    if field is None or field in FREE_TEXT or _is_complete(text):
        return None
    reason = Message(RejectReason.LINE_TORN)
    return Rejected(filtered.last_line, headings.name(field), "", reason)


def _is_complete(text: Text) -> bool:
    """Whether the last cell cannot have been longer: it is quoted, or it ends as the cell above it
    does.

    Above `…,00` an amount `…,95` has all its cents, while `1.19` may have been 1.190,00; above
    `31.12.2026` a day needs its whole year.
    """
    if text.end.endswith('"'):
        return True
    lines = text.end.splitlines()[-2:]
    above, last = (
        re.sub("[0-9]", "0", line.rsplit(text.delimiter, 1)[-1]) for line in (lines[0], lines[-1])
    )
    if len(lines) < 2 or not last:
        return False
    has_cents = last[-3:] == above[-3:] and last[-3:] in (",00", ".00")
    return has_cents or (last == above and (last.isalpha() or _DAY.fullmatch(last) is not None))
