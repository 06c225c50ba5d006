"""The three ways in which FTP servers list a directory: MLSD (RFC 3659), LIST as Unix or DOS shows
it, and bare names.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec


class ListingEntry(msgspec.Struct, frozen=True):
    """One plain file of a listing; the name in wire form, size and time as far as told."""

    name: str
    size: int | None = None
    modified: datetime | None = None


_UNIX = re.compile(
    r"(?P<type>[-dlbcps])[-rwxsStTlL]{9}\S?\s+\d+\s.*?\s(?P<size>\d+)\s+"
    r"(?:\S{3,9}\s+\d{1,2}|\d{1,2}\.?\s+\S{3,9}|\d{4}-\d\d-\d\d)\s+(?:\d\d?:\d\d|\d{4})\s(?P<name>.+)"
)
_DOS = re.compile(
    r"\d\d-\d\d-\d\d(?:\d\d)?\s+\d\d:\d\d\s?(?:[AP]M)?\s+(?P<size><\w+>|\d+)\s+(?P<name>.+)"
)


def from_mlsd(lines: list[str]) -> list[ListingEntry]:
    """The plain files of an MLSD answer, or of the one line of an MLST answer."""
    files = []
    for line in lines:
        facts, _space, name = line.partition(" ")
        told = dict(fact.lower().split("=", 1) for fact in facts.split(";") if "=" in fact)
        if told.get("type") == "file":
            size = told.get("size", "")
            files.append(
                ListingEntry(
                    name, int(size) if size.isdecimal() else None, moment(told.get("modify", ""))
                )
            )
    return files


def from_list(lines: list[str]) -> list[ListingEntry] | None:
    """The plain files of a LIST answer; None if no line has a shape known here.

    Its times are left out: they have no zone, and no seconds or no hours.
    """
    files = []
    understood = False
    for line in lines:
        if match := _UNIX.fullmatch(line) or _DOS.fullmatch(line):
            understood = True
            is_file = match.groupdict().get("type", "-") == "-" and match["size"].isdecimal()
            if is_file:
                files.append(ListingEntry(match["name"], int(match["size"])))
    empty = all(
        not line.strip() or line.lower().startswith(("total ", "insgesamt ")) for line in lines
    )
    return files if understood or empty else None


def moment(text: str) -> datetime | None:
    """A time of RFC 3659 (`20261120070000` or with a fraction), which is always UTC."""
    try:
        return datetime.strptime(text.partition(".")[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
