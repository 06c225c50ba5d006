"""A list that was read, with all that came to light on the way: what the checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from engine.lists.files.opened_file import OpenedFile
from engine.lists.layouts.identify import Match
from engine.lists.layouts.joined import Joined
from engine.lists.rows.invoices import Invoices
from engine.lists.rows.line_kinds import Unnumbered
from engine.lists.rows.lines import Lines
from engine.lists.rows.row_filter import Filtered
from engine.lists.rows.rows import Content
from engine.lists.rows.totals import Control


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was read, with all that came to light on the way."""

    source: OpenedFile
    joined: Joined
    match: Match
    content: Content
    """What the list was found to hold."""
    filtered: Filtered
    lines: Lines
    invoices: Invoices
    printed: Sequence[Control]
    unnumbered: Sequence[Unnumbered]
    """Lines with an amount of their own but without an invoice number."""
    standing: int
    """How many rows there are besides those that were read."""
    today: date
