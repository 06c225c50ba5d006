"""Which layout a file is of, and where in it the list begins. By its content: two layouts that
claim it equally are an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.cells.headings import Headings, ListField, best_line, match_headings
from engine.lists.cells.word_cells import seen
from engine.lists.files.opened_file import OpenedFile, Sheet
from engine.lists.layouts.by_cells import told_apart
from engine.lists.layouts.by_position import by_position
from engine.lists.layouts.datev_batch import refuse_batch
from engine.lists.layouts.layout import TEXT, Layout
from engine.lists.rows.rows import Content
from engine.messages.list_refusals import ColumnsNeeded, FoundInFile, LayoutRemedy, ListRefusal
from engine.model.errors import ListRefused
from engine.model.message import Message

_OLD = frozenset(
    ("alt", "alte", "alter", "altes", "old", "archiv", "archive", "vorjahr", "vorjahre", "vormonat",
     "kopie", "copy", "backup", "bak", "sicherung", "previous")
)  # fmt: skip
_OPEN = (ListField.OPEN, ListField.DEBIT, ListField.CREDIT)
_SHOWS = {
    Content.PAYMENTS: (ListField.PAID,),
    Content.SETTLED: (ListField.PAID_ON, ListField.CLEARED),
}
"""By one of which columns a file without open amounts shows what it holds; invoice numbers alone
may be of anything.
"""
NEEDED = {
    (ListField.INVOICE_NO,): ColumnsNeeded.NUMBER,
    (ListField.OPEN, ListField.DEBIT): ColumnsNeeded.BALANCE,
    (ListField.SH, ListField.DEBIT): ColumnsNeeded.SIDE,
    (ListField.OPEN, ListField.AMOUNT, ListField.DEBIT, ListField.CREDIT): ColumnsNeeded.AMOUNT,
}
"""What the groups of `Layout.lacking` are called."""


class Match(msgspec.Struct, frozen=True):
    """A layout that fits a sheet of the file."""

    layout: Layout
    content: Content
    sheet: Sheet
    headings: Headings


def is_old(name: str) -> bool:
    """Whether a sheet's name says that it is not what is now: `OP alt`, `Kopie von OP`."""
    return not _OLD.isdisjoint(re.findall(r"[^\W\d_]+", name.casefold()))


def identify(
    source: OpenedFile,
    layouts: Mapping[str, Layout],
    type: str,  # noqa: A002 - the word of the configuration
    content: Content | None,
) -> Match:
    """The layout and the sheet to read. `type` names the layout; if it is empty the file's content
    tells it.

    Raises `ListRefused` for a DATEV batch, a file without a heading line, and one that fits no
    layout, another, or two.
    """
    refuse_batch(source)
    if not type:
        return _claimed(source, layouts.values(), content)
    layout = layouts[type]
    if not layout.reads(source.container):
        raise ListRefused(ListRefusal.WORKBOOK_FOR_TEXT, container=source.container, layout=type)
    if found := _shown(source, layout, content) or _fit(source, layout, content or layout.content):
        return found
    raise _refused(source, layout, layouts, content or layout.content)


def _claimed(source: OpenedFile, layouts: Iterable[Layout], content: Content | None) -> Match:
    claims = [
        found
        for layout in layouts
        if source.container in layout.containers and (found := _shown(source, layout, content))
    ]
    best = [claim for claim in claims if _weight(claim) == max(map(_weight, claims))]
    if not best:
        raise ListRefused(ListRefusal.NO_LAYOUT_FITS, found=_headings_found(source))
    if len(best) > 1:
        names = " · ".join(claim.layout.name for claim in best)
        raise ListRefused(ListRefusal.SEVERAL_LAYOUTS_FIT, names=names)
    return best[0]


def _weight(claim: Match) -> int:
    """How many headings a layout knows; a day of payment speaks against amounts that are open only
    by default.
    """
    columns = claim.headings.columns
    is_doubtful = (
        claim.content is Content.OPEN
        and ListField.PAID_ON in columns
        and columns.keys().isdisjoint(_OPEN)
    )
    return len(columns) - is_doubtful


def _shown(source: OpenedFile, layout: Layout, content: Content | None) -> Match | None:
    """The layout's claim on a file of which nothing is configured, or only what it holds."""
    if content:
        return _fit(source, layout, content)
    contents = [layout.content] if layout.containers == TEXT else [layout.content, *_SHOWS]
    for one in contents:
        found = _fit(source, layout, one)
        if found and (
            one not in _SHOWS or not found.headings.columns.keys().isdisjoint(_SHOWS[one])
        ):
            return found
    return None


def _fit(source: OpenedFile, layout: Layout, content: Content) -> Match | None:
    """The first visible sheet whose headings are enough for this layout to tell this content; one
    named as an old one only if there is no other.
    """
    for sheet in sorted(source.sheets, key=lambda sheet: is_old(sheet.name)):
        headings = headings_of(sheet, layout, content) if sheet.visible else None
        if headings and not layout.lacking(headings.columns, content):
            return Match(layout, content, sheet, headings)
    return None


def headings_of(sheet: Sheet, layout: Layout, content: Content) -> Headings | None:
    """The headings of a table as this layout knows them; None where it knows none."""
    synonyms = layout.columns_for(content)
    place = best_line(sheet.head, synonyms)
    if place < 0:
        return by_position(sheet.head, layout, content)
    line, cells = sheet.head[place]
    headings = match_headings(line, cells, synonyms, as_spelled=layout.as_spelled)
    return told_apart(headings, sheet.head[place + 1 :], layout, content)


def _refused(
    source: OpenedFile, layout: Layout, layouts: Mapping[str, Layout], content: Content
) -> ListRefused:
    try:
        other = _claimed(
            source, [one for one in layouts.values() if one is not layout], None
        ).layout.name
        remedy = Message(LayoutRemedy.TAKE_OTHER_LAYOUT, {"layout": other})
    except ListRefused:
        remedy = Message(LayoutRemedy.DESCRIBE_LAYOUT)
    sheets = [sheet for sheet in source.sheets if sheet.visible]
    best = max(
        (found for sheet in sheets if (found := headings_of(sheet, layout, content))),
        key=lambda one: len(one.columns),
        default=None,
    )
    if best is None:
        return ListRefused(
            ListRefusal.HEADINGS_UNKNOWN,
            layout=layout.name,
            found=_headings_found(source),
            remedy=remedy,
        )
    missing = [Message(NEEDED[group]) for group in layout.lacking(best.columns, content)]
    return ListRefused(
        ListRefusal.COLUMNS_MISSING,
        line=best.line,
        layout=layout.name,
        missing=missing,
        names=sanitize(" · ".join(best.names)),
        remedy=remedy,
    )


def _headings_found(source: OpenedFile) -> Message:
    for sheet in source.sheets:
        for line, cells in sheet.head:
            if len([cell for cell in cells if cell and seen(cell)]) > 1:
                text = sanitize(" · ".join(map(seen, cells)), 200)
                return Message(FoundInFile.LINE_READS, {"line": line, "cells": text})
    return Message(FoundInFile.NO_CELLS)
