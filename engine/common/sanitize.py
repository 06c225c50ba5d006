"""Text from outside made harmless before it reaches a terminal, a log, a mail or a file name.

File names, cell contents and server banners may carry escape sequences (a clipboard write by OSC 52
was measured), line breaks that forge log lines, or bidirectional controls that show a name
backwards.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def sanitize(text: str, limit: int = 500) -> str:
    """`text` with every control character shown as `\\xNN`, on one line, at most `limit` characters
    long.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return _DANGEROUS.sub(_visible, text)


def sanitize_lines(text: str) -> str:
    """The same for a text of several lines, whole."""
    return "\n".join(_DANGEROUS.sub(_visible, line) for line in text.split("\n"))


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def escape_json(line: str) -> str:
    """A line of JSON with every control character within its texts as `\\uNNNN`: readers get the
    same text, terminals nothing that drives them.
    """
    return _DANGEROUS.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def escape_formula(text: str) -> str:
    """`text` as a cell of a CSV file: with an apostrophe before it where a spreadsheet would run it
    as a formula.
    """
    text = sanitize(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
