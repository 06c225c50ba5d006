"""An entry of a bank statement as its file has it."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from engine.lists.files.encodings import find_encoding
from engine.lists.payments.camt_xml import parts_of, xml_encoding
from engine.lists.payments.kinds import CAMT


def entry_text(path: Path, kind: str, line: int) -> str:
    """All texts of the entry at this place, as `Payment.line` counts; empty where there is none.
    Raises `ListRefused` for a file that cannot be read any more.
    """
    if kind == CAMT:
        entries = (part for part in parts_of(path, xml_encoding(path)) if part.tag == "Ntry")
        entry = next(islice(entries, line - 1, None), None)
        texts = () if entry is None else (text.strip() for text in entry.itertext())
        return "; ".join(filter(None, texts))
    encoded = find_encoding(path.read_bytes())
    lines = re.split("\r\n|\n|\r", encoded.data.decode(encoded.encoding))[line - 1 :]
    end = next(
        (place for place, text in enumerate(lines[1:], 1) if re.match(":6[0-9]|-}?$", text)),
        len(lines),
    )
    return " ".join(lines[:end])
