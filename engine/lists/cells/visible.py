"""Text as a person sees it: what the eye cannot tell apart must not make two things of one.

A blank that does not break looks like any other, a letter without width like none, and `="0012"` is
how a program keeps Excel from dropping the zeros of `0012`.
"""

from __future__ import annotations

import re


def _signs(*ranges: tuple[int, int]) -> str:
    return "".join(chr(sign) for first, last in ranges for sign in range(first, last + 1))


_BLANKS = "\u00a0\u1680\u202f\u205f\u3000" + _signs((0x2000, 0x200A))
_WITHOUT_WIDTH = "\u001a\u00ad\u061c\u180e\ufeff" + _signs(
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064)
)
"""The end mark of DOS, the soft hyphen, marks of direction, joiners and the byte order mark, which
stand within a text where files were joined.
"""
_ODD_BLANK = re.compile(f"[{_BLANKS}]")
_ODD_NOTHING = re.compile(f"[{_WITHOUT_WIDTH}]")
_KEPT_AS_TEXT = re.compile(
    r"""="(?P<quoted>(?:[^"]|"")*)" | =(?P<bare>[0-9][0-9.,]*) | '(?P<marked>[0-9].*)""", re.VERBOSE
)


def visible(text: str) -> str:
    """What a person sees of `text`, without the blanks round it."""
    if not text.isprintable():
        text = _ODD_BLANK.sub(" ", _ODD_NOTHING.sub("", text))
    if text.startswith("'") or "=" in text:
        kept = _KEPT_AS_TEXT.fullmatch(text.strip())
        if kept:
            text = kept["bare"] or kept["marked"] or kept["quoted"].replace('""', '"')
    return text.strip()


def are_visible(cells: str) -> bool:
    """Whether of cells, as one text with line breaks between them, each is what a person sees, but
    for blanks round it.
    """
    if cells.isascii():
        is_plain = "\x1a" not in cells
    else:
        # Sign by sign takes a tenth of one search for all: of most Python knows at once that they
        # cannot stand in a text of Western letters.
        is_plain = not any(sign in cells for sign in _BLANKS + _WITHOUT_WIDTH)
    return is_plain and "=" not in cells and "\n'" not in cells and not cells.startswith("'")
