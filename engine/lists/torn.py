"""A file that does not end with the end of a line may have been cut: `100,00` becomes `1` without any other sign."""

from __future__ import annotations

import re

from engine.language import _
from engine.lists.headings import Headings
from engine.lists.lines import Lines
from engine.lists.rows import Rejected
from engine.lists.sieve import Sieve
from engine.lists.text import Text

_COMPLETE = re.compile(r'.*(?:"|[.,][0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}\.[0-9]{2}\.[0-9]{4})', re.DOTALL)
"""What cannot have been longer: a closed quotation mark, an amount with its cents, a day with its year."""


def reject_torn_line(text: Text, headings: Headings, sieve: Sieve, lines: Lines) -> None:
    """Reject the last line, if its last cell is one we read and may have been longer."""
    last = max(sieve.last_line, 0)
    if not lines.rows or lines.rows[-1].line != last:
        return
    field = next((field for field, index in headings.columns.items() if index == headings.width - 1), None)
    if field is None or _COMPLETE.fullmatch(text.end):
        return
    lines.rows.pop()
    for side in (lines.debits, lines.credits, lines.posting_numbers, lines.marks):
        if side:
            side.pop()
    sieve.rejected.append(Rejected(last, headings.name(field), "", _("the file ends in the middle of this line")))
