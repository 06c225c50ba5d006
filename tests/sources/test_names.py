"""Names are hostile: whatever a server sends, no file is taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sources.names import is_harmless, on_wire, readable, wire

ANY_BYTES = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))


@given(ANY_BYTES)
def test_every_byte_of_a_name_comes_back(name: str) -> None:
    assert on_wire(name).decode("latin-1") == name
    readable(name)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_utf8_is_read_as_it_was_written(name: str) -> None:
    assert readable(wire(name)) == name


@given(ANY_BYTES)
def test_a_harmless_name_is_one_line_and_one_part_of_a_path(name: str) -> None:
    if is_harmless(readable(name)):
        assert not set("/\\\0\r\n\x1b\x85\x9b") & set(readable(name))
        assert b"/" not in on_wire(name)
        assert not {b"\n", b"\r", b"\0"} & {bytes([byte]) for byte in on_wire(name)}
        assert readable(name) not in ("", ".", "..")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "-rf", "a/b", "a\\b", "a\nb", "a\x00", "a\x1b[0m", "a\x9b", "ü" * 128]
)
def test_names_that_are_refused(name: str) -> None:
    assert not is_harmless(name)


@pytest.mark.parametrize(
    "name", ["Zahlungen.csv", "Zahlungen März (2).csv", "..a", "a-b", " a ", "ü" * 127, "[bold]x"]
)
def test_names_that_are_fine(name: str) -> None:
    assert is_harmless(name)
