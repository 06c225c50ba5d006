"""TOML as people write it: comments everywhere, several styles of quotes, blank lines, values over
several lines.
"""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from engine.settings.toml.statements import KeyPath

_VALUES = (
    '"text"',
    "'text'",
    '"""\nmany\n[lines]\n"""',
    "12",
    "true",
    "2026-12-01",
    "[1,\n  2, # two\n]",
    '["a", "b"]',
    "{ x = 1, y = [2] }",
)
_COMMENTS = ("", "# a comment\n", "\n", "  # [looks.like] = a heading\n\n", "# one\n# two\n")
_TABLES: tuple[KeyPath, ...] = (
    (),
    ("smtp",),
    ("interfaces", "a"),
    ("interfaces", "a", "source"),
    ("interfaces", "b"),
    ("interfaces", "c.d"),
)
_NAMES = ("host", "port", "user", "quoted key")


class TomlText(msgspec.Struct, frozen=True):
    """A text and where its keys stand."""

    text: str
    lines: dict[KeyPath, int]
    """The line of each key that has a value."""


@st.composite
def toml_texts(draw: st.DrawFn) -> TomlText:
    """Texts of up to six tables with up to four keys each, with Unix or Windows line ends."""
    text = ""
    lines: dict[KeyPath, int] = {}
    for table in _TABLES:
        if table and not draw(st.booleans()):
            continue
        text += draw(st.sampled_from(_COMMENTS))
        if table:
            text += (
                "["
                + ".".join(_quoted(name) for name in table)
                + "]"
                + draw(st.sampled_from(("\n", "  # heading\n")))
            )
        for name in draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=4)):
            text += draw(st.sampled_from(_COMMENTS))
            lines[(*table, name)] = text.count("\n") + 1
            equals, end = (
                draw(st.sampled_from(("=", " = ", "   =  "))),
                draw(st.sampled_from(("\n", " # behind\n"))),
            )
            text += f"{_quoted(name)}{equals}{draw(st.sampled_from(_VALUES))}{end}"
    text += draw(st.sampled_from(_COMMENTS))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return TomlText(text.replace("\n", "\r\n") if draw(st.booleans()) else text, lines)


def _quoted(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'
