"""What a glance at the bytes finds is what the parser finds, or the glance says nothing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from engine.lists.files.workbook import xlsx_marks
from engine.lists.files.workbook.xlsx_marks import Marks, Package
from tests.lists.files.workbook.workbook_content import xlsx

FORMATS = {1: "0000000", 2: "#,##0.00", 3: '"RE-"0', 4: "00"}
SPELLINGS = (
    '<c r="{place}" s="{style}"><v>{value}</v></c>',
    '<c r="{place}" s="{style}" t="n"><v>{value}</v></c>',
    '<c r="{place}" s="{style}"/>',
    '<c r="{place}" s="{style}" />',
    '<c r="{place}" s="{style}" t="s"><v>0</v></c>',
    '<c r="{place}" s="{style}" t="inlineStr"><is><t>s="1"</t></is></c>',
    '<c r="{place}"><v>{value}</v></c>',
    # None of the usual writers writes these:
    '<c s="{style}" r="{place}"><v>{value}</v></c>',
    "<c r='{place}' s='{style}'><v>{value}</v></c>",
    '<c\n r="{place}"\n s = "{style}"><v>{value}</v></c>',
    '<c r="{place}" cm="1" s="{style}"><v>{value}</v></c>',
    '<c r="{place}" s="{style}"><f>A1</f></c>',
    '<c r="{place}" s="{style}" t="e"><v>#REF!</v></c>',
)
USUAL = SPELLINGS[:5]

sheets = st.lists(
    st.lists(
        st.tuples(st.sampled_from(SPELLINGS), st.integers(0, 4), st.integers(0, 99_999_999)),
        max_size=30,
    ),
    max_size=12,
)


def written(rows: list[list[tuple[str, int, int]]]) -> str:
    lines = []
    for number, cells in enumerate(rows, 1):
        texts = (
            spelling.format(place=f"{chr(65 + column % 26)}{number}", style=style, value=value)
            for column, (spelling, style, value) in enumerate(cells[:26])
        )
        lines.append(f'<row r="{number}" spans="1:8">{"".join(texts)}</row>')
    return "".join(lines)


def marks(cells: str, *, block: int, glance: bool = True) -> Marks:
    """The marks of the one sheet that hold a number or more than a number."""
    with zipfile.ZipFile(BytesIO(xlsx(cells, formats=FORMATS))) as archive:
        package = Package(archive)
        name = next(iter(package._sheets))
        with patch.object(xlsx_marks, "_BLOCK", block):
            if glance:
                return package.marks(name)
            with patch.object(xlsx_marks, "_marks_at_a_glance", lambda _xml, _formats: None):
                return package.marks(name)


@given(sheets, st.integers(400, 2000))
def test_a_glance_never_tells_otherwise_than_the_parser(
    rows: list[list[tuple[str, int, int]]], block: int
) -> None:
    """Beyond it may mark a blank cell, which holds no number that could be shown otherwise."""
    cells = written(rows)
    parsed, glanced = marks(cells, block=1_000_000, glance=False), marks(cells, block=block)
    assert parsed.items() <= glanced.items()
    blank = {place for place in glanced if place not in parsed}
    for row, column in blank:
        assert rows[row - 1][column - 1][0] in SPELLINGS[2:4]


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(USUAL), st.integers(0, 4), st.integers(0, 99_999_999)),
            max_size=30,
        ),
        max_size=12,
    ),
    st.integers(400, 2000),
)
def test_a_glance_is_enough_for_what_the_usual_writers_write(
    rows: list[list[tuple[str, int, int]]], block: int
) -> None:
    """Wherever the blocks meet: no tag that they cut in two sends a sheet to the parser."""
    with patch.object(xlsx_marks, "_cells", side_effect=AssertionError("parsed")):
        marks(written(rows), block=block)
