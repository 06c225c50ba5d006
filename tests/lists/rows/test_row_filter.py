"""Every line of a table is data, or accounted for with the reason why it is none."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lists.cells.headings import match_headings
from engine.lists.layouts.built_in import COLUMNS
from engine.lists.rows.row_filter import Data, Filtered, RowFilter
from engine.messages.row_reasons import IgnoreReason, RejectReason

HEADINGS = ["Belegnummer", "Offener Betrag", "Buchungstext"]


def filtered(*lines: Sequence[str], delimiter: str = ";") -> tuple[Data, Filtered]:
    """The table of these lines below a title and the headings."""
    row_filter = RowFilter(match_headings(2, HEADINGS, COLUMNS), COLUMNS, "", delimiter)
    table = [["Liste"], HEADINGS, *lines]
    data = row_filter.data(range(1, len(table) + 1), table)
    return data, row_filter.result()


def test_a_line_that_is_no_data_has_its_reason() -> None:
    data, result = filtered(
        ["RE-1", "1,00", "a"],
        [],
        HEADINGS,
        ["", "5,00", "Konto"],
        ["Seite 1", "", ""],
        ["Summe", "1,00", ""],
    )
    assert (data.numbers, data.columns) == ([3], [("RE-1",), ("1,00",), ("a",)])
    assert {ignored.line: ignored.reason.code for ignored in result.ignored} == {
        1: IgnoreReason.TITLE,
        2: IgnoreReason.HEADING,
        4: IgnoreReason.BLANK,
        5: IgnoreReason.HEADING_AGAIN,
        6: IgnoreReason.UNNUMBERED,
        7: IgnoreReason.REMARK,
        8: IgnoreReason.TOTAL,
    }
    assert ([line.line for line in result.unnumbered], result.lines) == ([6], 8)
    assert ([line for line, _cells in result.totals], result.last_line) == ([8], 8)


def test_a_line_of_another_width_is_put_right_or_rejected() -> None:
    data, result = filtered(
        ["RE-1", "1,00", "a", "b"], ["RE-2"], ["RE-3", "3,00", "c"], ["RE-4", "4,00"]
    )
    assert data.columns == [("RE-1", "RE-3", "RE-4"), ("1,00", "3,00", "4,00"), ("a;b", "c", "")]
    assert (data.joined, result.joined) == ({0}, (3,))
    assert [(row.line, row.reason.code) for row in result.rejected] == [
        (4, RejectReason.LINE_TOO_SHORT)
    ]
    assert result.last_width == 2


def test_a_workbook_has_no_delimiter_that_could_be_too_many() -> None:
    _data, result = filtered(["RE-1", "1,00", "a", "b"], delimiter="")
    assert [row.reason.code for row in result.rejected] == [RejectReason.LINE_TOO_WIDE]
    assert result.joined == ()


def test_the_result_of_some_lines_is_not_changed_by_those_that_follow() -> None:
    row_filter = RowFilter(match_headings(1, HEADINGS, COLUMNS), COLUMNS, "", ";")
    row_filter.data([1, 2], [HEADINGS, []])
    before = row_filter.result()
    row_filter.data([3], [["", "", ""]])
    assert ([ignored.line for ignored in before.ignored], before.lines) == ([1, 2], 2)
