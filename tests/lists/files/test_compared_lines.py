"""Two texts compared by their lines: what is told of them is in them, and nothing is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.lists.files.compared_lines import ComparedLines, LinePlace, compared_lines
from engine.lists.files.equal_stretches import equal_stretches

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c;d\r\n", b"long" * 30 + b"\n"]))
ENDS = st.sampled_from([b"", b"torn"])


@given(LINES, LINES, ENDS)
def test_both_texts_are_told_of_in_full(old: list[bytes], new: list[bytes], end: bytes) -> None:
    before, after = b"".join(old), b"".join(new) + end
    stretches = equal_stretches(before, after, len(before), 1_000_000)
    assert stretches is not None
    at = here = 0
    for stretch in stretches:
        assert at <= stretch.old
        assert here <= stretch.new
        at, here = stretch.old + stretch.size, stretch.new + stretch.size
        equal = before[stretch.old : at]
        assert equal == after[stretch.new : here]
        assert equal.endswith(b"\n")
        assert not before[: stretch.old] or before[: stretch.old].endswith(b"\n")
        assert not after[: stretch.new] or after[: stretch.new].endswith(b"\n")
    lines = ComparedLines(before, after, stretches)
    assert lines.number == len(after.splitlines(keepends=True))
    told = len(b"".join(text for _line, text in lines.new)) + sum(one.size for one in stretches)
    assert told == len(after)


def compared(old: bytes, new: bytes) -> ComparedLines:
    found = compared_lines(old, new, len(old), 1_000)
    assert found is not None
    return found


def test_a_line_changed_one_gone_and_one_new() -> None:
    lines = compared(b"1\n2\n3\n4\n5\n6\n", b"1\n2x\n3\n5\n5a\n6\n")
    assert lines.gone == [(2, b"2\n"), (4, b"4\n")]
    assert lines.new == [(2, b"2x\n"), (5, b"5a\n")]
    assert lines.at([0, 2, 4, 8, 10]) == [LinePlace(1, 0), LinePlace(3, 5), LinePlace(4, 7),
        LinePlace(6, 12)]  # fmt: skip
    assert [*lines.with_text(b"5")] == [LinePlace(4, 7)]
    assert lines.last_in_both() == [LinePlace(6, 12)]
    assert [lines.place_of(line) for line in (1, 3, 5)] == [0, 5, 9]


def test_texts_that_differ_too_much_are_not_compared() -> None:
    assert compared_lines(b"a\n" * 2_000, b"b\n" * 2_000, 4_000, 1_000) is None


def test_nothing_is_alike() -> None:
    lines = compared(b"", b"1\n")
    assert (lines.gone, lines.new, lines.last_in_both()) == ([], [(1, b"1\n")], [])
