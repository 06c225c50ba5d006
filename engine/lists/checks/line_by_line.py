"""May the next list be read by the lines that differ from this one? Only where each line is a row
of its own, and nothing but the whole tells what it means.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.lists.cells.columns import styles_shown
from engine.lists.cells.headings import ListField
from engine.lists.cells.money import Notation
from engine.lists.checks.reading import Reading
from engine.lists.checks.unread_columns import telling_cells
from engine.lists.files.text import Text
from engine.lists.rows.lines import LineReader
from engine.lists.rows.rows import Content, Ignored, Row, StandingRows, Written

_BYTEWISE = frozenset(
    ("ascii", "utf-8", "cp1252", "cp1250", "cp850", "cp437", "iso8859-1", "iso8859-15")
)
"""Encodings in which the byte of a line feed stands for nothing else."""

_MONTH_FIRST, _DAY_FIRST = "month", "day"


def written_line_by_line(
    reading: Reading, reader: LineReader, standing: StandingRows
) -> Written | None:
    """How the list is written; None where a line of it may tell something only with others. It
    holds neither rejected lines nor doubts.
    """
    source, match, lines = reading.source, reading.match, reading.lines
    filtered, invoices, text = reading.filtered, reading.invoices, reading.source.text
    if (
        text is None
        or text.encoded.encoding not in _BYTEWISE
        or reading.content not in (Content.OPEN, Content.ALL)
        or not invoices.rows
        or invoices.merged
        or invoices.twice
        or lines.drafts
        or lines.unreadable
        or lines.may_contradict
        or lines.creditors
        or filtered.joined
        or filtered.unnumbered
        or len(source.sheets) > 1
        or not _is_one_block(invoices.rows, filtered.ignored, match.headings.line, text, standing)
    ):
        return None
    cells = telling_cells(match, reader.distinct)
    if cells is None:
        return None
    return Written(
        layout=match.layout.name,
        content=reading.content,
        encoding=text.encoded.encoding,
        delimiter=text.delimiter,
        quotes=text.dialect.quotes.value,
        heading=match.headings.line,
        names=match.headings.names,
        columns={field.value: place for field, place in match.headings.columns.items()},
        styles={
            field.value: _style(style) for field, style in styles_shown(reader.columns).items()
        },
        cells=cells,
    )


def _is_one_block(
    rows: Sequence[Row],
    ignored: Sequence[Ignored],
    heading: int,
    text: Text,
    standing: StandingRows,
) -> bool:
    """Whether all rows stand together below the heading line, and every line of the file, as its
    line feeds part it, is one line to the reader.
    """
    last = rows[-1].line
    above = [one.line for one in ignored if one.line <= heading]
    below = [one.line for one in ignored if one.line > last]
    data = text.encoded.data
    lines = standing.of_lines or data.count(b"\n") + (not data.endswith(b"\n"))
    return (
        rows[0].line == heading + 1
        and last - heading == len(rows) + standing.rows
        and above == list(range(1, heading + 1))
        and below == list(range(last + 1, lines + 1))
        and len(ignored) == len(above) + len(below)
    )


def _style(style: object) -> str:
    return style.value if isinstance(style, Notation) else _MONTH_FIRST if style else _DAY_FIRST


def styles_of(written: Written) -> dict[ListField, Notation | bool]:
    """How amounts and days are written, as columns know it."""
    return {
        ListField(field): style == _MONTH_FIRST
        if style in (_MONTH_FIRST, _DAY_FIRST)
        else Notation(style)
        for field, style in written.styles.items()
    }
