"""File names as servers give them: bytes in any encoding, some in upload, some hostile.

Inside opos such a name travels in *wire* form: text of which each character stands for one byte
(latin-1). It is turned into readable text for matching and showing only, and goes back to the
server unchanged.
"""

from __future__ import annotations

import unicodedata

_UNFINISHED_ENDS = (".part", ".filepart", ".partial", ".tmp", ".crdownload", ".uploading", "~")
_LONGEST = 255
"""In bytes, as nearly every file system has it."""


def wire(text: str) -> str:
    """Text of the configuration as a path for the server: UTF-8, one character for each byte."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def on_wire(path: str) -> bytes:
    """The bytes that a path in wire form stands for."""
    return path.encode("latin-1")


def readable(path: str) -> str:
    """What people read for a name in wire form: UTF-8 if it is that, else the Western Windows
    encoding.
    """
    raw = on_wire(path)
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return path


def is_harmless(name: str) -> bool:
    """Whether a listed name can be sent back to the server, and then means this one file and no
    other.
    """
    return (
        name not in ("", ".", "..")
        and len(name.encode("utf-8", "replace")) <= _LONGEST
        and not name.startswith("-")
        and not any(
            character in "/\\" or unicodedata.category(character) == "Cc" for character in name
        )
    )


def is_unfinished(name: str) -> bool:
    """Whether a name says that its upload is still going on."""
    return name.startswith((".", "~")) or name.lower().endswith(_UNFINISHED_ENDS)


def comparable(name: str, ignore_case: bool) -> str:
    """A name for comparing: an umlaut is one character, however the sender's system writes it."""
    name = unicodedata.normalize("NFC", name)
    return name.casefold() if ignore_case else name
