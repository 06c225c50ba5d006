"""Text as a person sees it: what the eye cannot tell apart must not make two things of one.

A blank that does not break looks like any other, a letter without width like none, and `="0012"` is
how a program keeps Excel from dropping the zeros of `0012`.
"""

from __future__ import annotations

import re

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WITHOUT_WIDTH = "\u001a\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
"""The end mark of DOS, the soft hyphen, marks of direction, joiners and the byte order mark, which
stand within a text where files were joined.
"""
ODD = re.compile(f"[{_BLANKS}{_WITHOUT_WIDTH}]")
"""What in a text is not as it looks."""
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
    is_plain = cells.isascii() and "\x1a" not in cells
    return (is_plain or not ODD.search(cells)) and not (
        "=" in cells or "\n'" in cells or cells.startswith("'")
    )
