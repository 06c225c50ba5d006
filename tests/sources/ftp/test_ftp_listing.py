"""Listings are hostile: a line is understood as the file it stands for, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sources.ftp.ftp_listing import ListingEntry, from_list, from_mlsd, moment

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
        st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
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
