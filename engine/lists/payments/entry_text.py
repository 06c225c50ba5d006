"""The entries of a bank statement as its file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

from engine.lists.payments.camt_xml import parts_of, xml_encoding


def camt_entries(path: Path) -> Iterator[str]:
    """All texts of each entry, as `Payment.line` counts them. Raises `ListRefused` for a file that
    cannot be read.
    """
    for part in parts_of(path, xml_encoding(path)):
        if part.tag == "Ntry":
            yield "; ".join(filter(None, (text.strip() for text in part.itertext())))


def mt940_entry(first: str, further: Iterable[str]) -> str:
    """An entry that begins with this line, with those of the `further` lines that belong to it."""
    return " ".join((first, *takewhile(lambda line: not re.match(":6[0-9]|-}?$", line), further)))
