"""Which encoding a text is written in: by its mark, else UTF-8 if it can be, else what Windows or
DOS wrote.
"""

from __future__ import annotations

import codecs
import re

import msgspec

from engine.common.sanitize import sanitize
from engine.messages.list_refusals import ListRefusal
from engine.model.errors import ListRefused

AUTO = "auto"

_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
_DOS_UMLAUTS = re.compile(rb"[A-Za-z][\x81\x84\x94\x8e\x99\x9a\xe1][A-Za-z]")
"""The umlauts of cp850 between letters; in cp1252 these bytes are quotation marks and rarities."""
_WINDOWS_UMLAUTS = tuple(letter.encode("cp1252") for letter in "üäößÄÖÜ")
_DOS_RULE = "───".encode("cp850")
_NOT_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_BEGINNING, _LONGEST_LETTER = 4096, 4
"""Bytes."""
_GARBLED = ("Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ")
"""Umlauts of UTF-8 that a program before us took for cp1252."""


class Encoded(msgspec.Struct, frozen=True):
    """Text as bytes of which it is known how they are to be read."""

    data: bytes
    """Without the byte order mark, and without the mark that DOS puts at the end."""
    encoding: str
    """As Python names it."""
    doubtful: bool
    """It may be another one: names may be spelt wrongly, figures cannot be."""


def find_encoding(data: bytes, encoding: str = AUTO) -> Encoded:
    """Find out the encoding of `data`, or check that it is `encoding`.

    Raises `ListRefused` for an encoding that does not exist, for bytes that are not of it, and for
    zero bytes.
    """
    encoding = _guess(data) if encoding == AUTO else _known(encoding)
    data = without_marks(data, encoding)
    wrong = _first_wrong(data, encoding)
    if wrong is not None:
        line = data.count(b"\n", 0, wrong) + 1
        raise ListRefused(ListRefusal.NOT_IN_ENCODING, line=line, encoding=encoding)
    return Encoded(data, encoding, _is_doubtful(data, encoding))


def without_marks(data: bytes, encoding: str) -> bytes:
    """Text of this encoding without what only marks its beginning and its end."""
    return _without_end_mark(data.removeprefix(_MARKS.get(encoding, b"")), encoding)


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)
    except (LookupError, UnicodeError):
        raise ListRefused(ListRefusal.ENCODING_UNKNOWN, encoding=sanitize(encoding, 40)) from None
    return "utf-8" if name == "utf-8-sig" else name


def _guess(data: bytes) -> str:
    for encoding, mark in _MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:200]
    if head.count(b"\0") > len(head) // 4:
        # Without its mark UTF-16 shows itself by the zero byte of each letter of the alphabet.
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    if _is_utf_8(data):
        return "utf-8"
    # What is quick to see comes first: nearly every list has an umlaut of Windows.
    return "cp850" if not _has_umlauts(data) and _DOS_UMLAUTS.search(data) else "cp1252"


def _is_utf_8(data: bytes) -> bool:
    """Whether all of it can be UTF-8. The beginning mostly shows that it cannot, and the error
    holds a copy of all that was decoded.
    """
    for text in (data[:_BEGINNING], data):
        try:
            text.decode()
        except UnicodeDecodeError as error:
            if text is data or error.start < len(text) - _LONGEST_LETTER:
                return False
    return True


def _has_umlauts(data: bytes) -> bool:
    """Whether Windows' umlauts are in it; several `Ä` on end are a line that DOS has drawn."""
    others = (letter for letter in _WINDOWS_UMLAUTS if letter not in _DOS_RULE)
    return any(letter in data for letter in others) or (
        _DOS_RULE[:1] in data and _DOS_RULE not in data
    )


def _without_end_mark(data: bytes, encoding: str) -> bytes:
    """Drop DOS's Ctrl-Z at the end, and the zero bytes that fill up the last block behind it.

    Before that mark the last line is whole, even without its line end.
    """
    mark, zero, line_feed = (letter.encode(encoding) for letter in ("\x1a", "\0", "\n"))
    end = len(data)
    for letter in (line_feed, "\r".encode(encoding)):
        end -= len(letter) * data.endswith(letter, 0, end)
    filled = _before(data, end, zero)
    end = _before(data, filled, mark)
    if end == filled:
        return data
    text = data[:end]
    return text if text.endswith((line_feed, "\r".encode(encoding))) else text + line_feed


def _before(data: bytes, end: int, letter: bytes) -> int:
    """Where `data` ends before these letters on end, which stand before `end`."""
    while end and data.endswith(letter, 0, end):
        end -= len(letter)
    return end


def _first_wrong(data: bytes, encoding: str) -> int | None:
    """Where the first byte stands that is none of this encoding's, or zero."""
    if encoding == "cp1252":
        # Of the usual encodings this one takes longest to decode, and all that can be wrong are
        # five bytes.
        return min(
            (place for byte in (*_NOT_IN_CP1252, b"\0") if (place := data.find(byte)) >= 0),
            default=None,
        )
    try:
        zero = data.decode(encoding).find("\0")
    except UnicodeError as error:
        return getattr(error, "start", 0)
    return zero if zero >= 0 else None


def _is_doubtful(data: bytes, encoding: str) -> bool:
    if encoding == "cp850":
        return True
    if (
        encoding == "cp1252"
        and not data.isascii()
        and not any(letter in data for letter in (*_WINDOWS_UMLAUTS, b"\x80"))
    ):
        return True
    may_be_garbled = encoding in ("utf-8", "cp1252") and "Ã".encode(encoding) in data
    return may_be_garbled and any(letters.encode(encoding) in data for letters in _GARBLED)
