"""Reading a list that is a table, from end to end: open the file, find its layout, read its lines,
put invoices together, check, tell.

| | |
| --- | --- |
| files/opened_file.py | bytes to tables, whatever the file is written in |
| layouts/identify.py | which layout, which sheet, where the heading line is |
| layouts/joined.py | which further tables belong to the list |
| rows/row_filter.py | which lines are data |
| rows/lines.py | cells to typed rows, a block of lines at a time |
| rows/truncation.py | may the last line have been cut |
| rows/invoices.py | one row for each invoice |
| rows/to_come.py | no payment of a later day |
| checks/unread_columns.py | may a column that is not read change what the others mean |
| checks/content.py | what the list may hold, and what not |
| rows/totals.py | printed totals against the rows |
| checks/key_date_places.py, checks/key_date.py | the day it speaks of |
| checks/self_description.py | what it says of itself in words |
| checks/notices.py | what there is to tell besides |
| checks/line_by_line.py | may the next list be read by what differs from this one |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path

import msgspec

from engine.common.cancellation import CancelToken
from engine.lists.cells.headings import ListField, without_euro
from engine.lists.cells.tables import Table
from engine.lists.checks.content import content_shown, refute_payments
from engine.lists.checks.doubts import doubts_of
from engine.lists.checks.key_date import key_date
from engine.lists.checks.key_date_places import DayColumns, day_texts, newest_invoice
from engine.lists.checks.line_by_line import written_line_by_line
from engine.lists.checks.notices import notices_of
from engine.lists.checks.reading import Reading
from engine.lists.checks.unread_columns import refuse_doubtful_columns
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import Blocks, OpenedFile, open_file
from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.layouts.identify import identify
from engine.lists.layouts.joined import Joined, join
from engine.lists.layouts.layout import Layout
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import PAYMENT_FILES
from engine.lists.rows.invoices import put_together
from engine.lists.rows.lines import LineReader
from engine.lists.rows.row_filter import RowFilter
from engine.lists.rows.rows import (
    NOTHING_STANDS,
    Content,
    Doubt,
    Ignored,
    ListFile,
    Reach,
    StandingRows,
)
from engine.lists.rows.running_balance import refuse_running_balance
from engine.lists.rows.to_come import reject_to_come
from engine.lists.rows.totals import Sums, controls, without_number
from engine.lists.rows.truncation import torn_line
from engine.messages.layout_faults import LayoutFault
from engine.messages.row_reasons import IgnoreReason
from engine.model.errors import ConfigError
from engine.model.message import Message


class ReaderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be read."""

    type: str
    """The layout's name; empty: the file's own content tells."""
    content: Content | None
    """What the list holds; None: the file tells."""
    encoding: str
    layouts: Mapping[str, Layout]
    limits: FileLimits
    expected: ExpectedPayments
    today: date


def read_table_list(
    path: Path, name: str, settings: ReaderSettings, token: CancelToken | None = None
) -> ListFile:
    """Read the list as `read_list` promises."""
    source, joined = open_table(path, settings, token)
    return read_opened(source, joined, joined.match.sheet.blocks(), name, settings)


def open_table(
    path: Path, settings: ReaderSettings, token: CancelToken | None = None
) -> tuple[OpenedFile, Joined]:
    """Open the file and find its layout, by its first lines. Raises `ListRefused`, `ConfigError`
    where there is no such layout.
    """
    type, content, layouts = settings.type, settings.content, settings.layouts  # noqa: A001 - the setting's name
    if type and type not in layouts:
        from difflib import get_close_matches  # only for this mistake

        names = (*layouts, *PAYMENT_FILES)
        near = get_close_matches(type, names, n=1) or sorted(names)
        raise ConfigError(LayoutFault.LAYOUT_UNKNOWN, name=type, names=" · ".join(near))
    source = open_file(path, settings.encoding, _headings_of(layouts), settings.limits, token)
    joined = join(source, identify(source, layouts, type, content))
    refute_payments(joined.match)
    return source, joined


def read_opened(
    source: OpenedFile,
    joined: Joined,
    blocks: Blocks,
    name: str,
    settings: ReaderSettings,
    standing: StandingRows = NOTHING_STANDS,
) -> ListFile:
    """Everything that the `blocks` of an opened list tell: all lines, or those besides which the
    rows `standing` are known. Raises `ListRefused`.
    """
    content, today = settings.content, settings.today
    match = joined.match
    row_filter = RowFilter(
        match.headings,
        match.layout.columns_for(match.content),
        match.sheet.name,
        source.text.delimiter if source.text else "",
    )
    reader = LineReader(match.headings, match.content, row_filter, match.sheet.name)
    day_columns = DayColumns(match.headings)
    lines = reader.read(day_columns.watched(blocks))
    if standing.days:
        lines.days[ListField.DOC_DATE] |= standing.days
    filtered = row_filter.result()
    torn = (
        torn_line(source.text, match.headings, filtered, lines)
        if source.text and not source.text.ends_with_line_end
        else None
    )
    if torn:
        lines.drop_last()
    invoices = put_together(lines, match.content, match.headings.name(ListField.INVOICE_NO))
    if match.content in (Content.OPEN, Content.ALL):
        refuse_running_balance(lines, invoices, match.headings)
    else:
        reject_to_come(invoices, match.headings.name(ListField.PAID_ON), today)
    refuse_doubtful_columns(match, reader.distinct, invoices.rows)
    rejected = sorted(
        [*filtered.rejected, *lines.rejected, *invoices.rejected, *([torn] if torn else [])],
        key=attrgetter("line"),
    )
    drafts = [Ignored(row.line, Message(IgnoreReason.DRAFT), row.sheet) for row in lines.drafts]
    ignored = sorted([*joined.above, *filtered.ignored, *drafts], key=attrgetter("line"))
    shown = content_shown(match, content, invoices.rows, rejected)
    sums = Sums(invoices.rows, _FIGURES[match.content], standing.total)
    printed = [
        *reader.wrong_sides(filtered.totals, joined.starts),
        *controls(filtered.totals, sums, reader.printed_figure, joined.starts),
    ]
    unnumbered = without_number(filtered.unnumbered, filtered.totals, sums, reader.printed_figure)
    reading = Reading(
        source=source, joined=joined, match=match, content=shown, filtered=filtered, lines=lines,
        invoices=invoices, printed=printed, unnumbered=unnumbered, standing=standing.rows,
        today=today,
    )  # fmt: skip
    as_of = key_date(day_texts(reading, name, day_columns), today, newest_invoice(reading))
    balances = shown in (Content.OPEN, Content.ALL)
    doubts = [
        *(joined.doubt(doubt) for doubt in doubts_of(reading, name)),
        *(Doubt(message, Reach.LIST) for message in as_of.doubts if balances),
    ]
    return ListFile(
        layout=match.layout.name, content=shown, format=source.container,
        encoding=source.text.encoded.encoding if source.text else "",
        columns={
            field.value: match.headings.name(field)
            for field in ListField
            if field in match.headings.columns
        },
        unread=[name for place in match.headings.unread if (name := match.headings.names[place])],
        lines=len(joined.above) + filtered.lines + standing.rows, rows=joined.placed(invoices.rows),
        standing=standing,
        merged=invoices.merged, rejected=joined.placed(rejected), ignored=joined.placed(ignored),
        notices=[*map(joined.said, notices_of(reading)), *(as_of.notices if balances else ())],
        doubts=doubts,
        total=sums.total, control_total=printed[-1].printed if printed else None,
        key_date=as_of.day, key_date_text=as_of.text,
        written=None
        if doubts or rejected or day_columns.places
        else written_line_by_line(reading, reader, standing),
    )  # fmt: skip


def read_tables(path: Path, limits: FileLimits = FileLimits()) -> tuple[Table, str]:  # noqa: B008 - frozen
    """The first visible table of a file with its lines as they are, and the file's encoding or
    container.

    For files that are no lists of bookkeeping's, such as the billing program's invoices. Raises
    `ListRefused` like `read_list`.
    """
    source = open_file(path, "auto", _headings_of(BUILT_IN), limits)
    sheet = next(
        (sheet for sheet in source.sheets if sheet.visible and sheet.head), source.sheets[0]
    )
    lines = [
        (number, list(cells))
        for numbers, block in sheet.blocks()
        for number, cells in zip(numbers, block, strict=True)
    ]
    return Table(name=sheet.name, lines=lines), (
        source.text.encoded.encoding if source.text else source.container
    )


_FIGURES = {
    Content.OPEN: "open",
    Content.ALL: "open",
    Content.SETTLED: "amount",
    Content.PAYMENTS: "paid",
}
"""What a list's total is the sum of."""


def _headings_of(layouts: Mapping[str, Layout]) -> set[str]:
    known: set[str] = set()
    for layout in layouts.values():
        known |= layout.silent
        for columns in (layout.columns, layout.payment_columns or {}):
            known.update(without_euro(word) for words in columns.values() for word in words)
    return known
