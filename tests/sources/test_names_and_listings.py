"""Names and listings are hostile: whatever a server sends, no file is taken for another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sources.ftp.ftp_listing import ListingEntry, from_list, from_mlsd, moment
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


UNIX = {
    "-rw-r--r--   1 ftp      ftp           22 Nov 20 06:30 Zahlungen.csv": ("Zahlungen.csv", 22),
    "-rw-r--r--    1 1000     1000      1234567 Nov 20  2025 Zahlungen März 2.csv": (
        "Zahlungen März 2.csv",
        1234567,
    ),
    "-rw-r--r--+ 1 user group with spaces 5 Nov  1 23:59  leading.csv": (" leading.csv", 5),
    "-rw-rw-rw-   1 owner    group        1803128 Jul 10 10:18 ls-lR.Z": ("ls-lR.Z", 1803128),
    "-rw-r--r-- 1 u g 7 2026-11-20 06:30 iso.csv": ("iso.csv", 7),
    "-rw-r--r-- 1 u g 7 20 Nov 06:30 tag zuerst.csv": ("tag zuerst.csv", 7),
    "-rw-r--r-- 1 u g 7 Dez 20 06:30 deutsch.csv": ("deutsch.csv", 7),
    "-rwsr-xr-t 1 u 7 Dec 20 2026 ohne Gruppe.csv": ("ohne Gruppe.csv", 7),
    "11-20-26  06:30AM                   22 Zahlungen.csv": ("Zahlungen.csv", 22),
    "11-20-2026  18:30              1234567 Zahlungen März.csv": ("Zahlungen März.csv", 1234567),
}


@pytest.mark.parametrize(("line", "expected"), UNIX.items())
def test_listings_of_many_servers(line: str, expected: tuple[str, int]) -> None:
    assert from_list([line]) == [ListingEntry(*expected)]


NO_FILES = [
    "drwxr-xr-x   2 ftp ftp 4096 Nov 20 06:30 Zahlungen",
    "lrwxrwxrwx   1 ftp ftp 4 Nov 20 06:30 Zahlungen.csv -> /etc/passwd",
    "prw-r--r--   1 ftp ftp 0 Nov 20 06:30 Zahlungen.csv",
    "11-20-26  06:30AM       <DIR>          Zahlungen",
    "11-20-26  06:30AM       <JUNCTION>     Zahlungen",
]


@pytest.mark.parametrize("line", NO_FILES)
def test_folders_and_links_are_no_files(line: str) -> None:
    assert from_list([line]) == []


@pytest.mark.parametrize("lines", [[], ["total 0"], ["insgesamt 12"], ["", " "]])
def test_an_empty_listing_is_understood(lines: list[str]) -> None:
    assert from_list(lines) == []


@pytest.mark.parametrize(
    "line", ["Zahlungen.csv", "ZAHLUNG.CSV;1  2/3  20-NOV-2026 06:30", "-rw-r--r-- Zahlungen.csv"]
)
def test_a_listing_of_another_shape_is_not_guessed_at(line: str) -> None:
    assert from_list([line]) is None


def test_mlsd() -> None:
    lines = [
        "type=cdir;modify=20260101000000; .",
        "type=dir;modify=20260101000000; Zahlungen",
        (
            "Type=FILE;Size=22;Modify=20261120063000.123;UNIX.mode=0644; Zahlungen mit "
            " Leerzeichen; und=mehr.csv"
        ),
        "type=OS.unix=symlink;size=4; Zahlungen.lnk",
        "type=file;size=-1;modify=gestern; x",
        "size=3; ohne Art",
        "nichts",
    ]
    assert from_mlsd(lines) == [
        ListingEntry(
            "Zahlungen mit  Leerzeichen; und=mehr.csv",
            22,
            datetime(2026, 11, 20, 6, 30, tzinfo=UTC),
        ),
        ListingEntry("x", None, None),
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        ANY_BYTES
        | st.sampled_from(list(UNIX))
        | st.from_regex(r"[-d]rw[-r]\S* +\d+ .*", fullmatch=True),
        max_size=5,
    )
)
def test_no_listing_however_odd_stops_the_program(lines: list[str]) -> None:
    from_list(lines)
    from_mlsd(lines)


@given(st.text(max_size=20))
def test_no_time_however_odd_stops_the_program(text: str) -> None:
    moment(text)
