"""The clipboard of the terminal, the only one there is over SSH: reached by an escape sequence,
which nobody answers.
"""

from __future__ import annotations

from textual.screen import Screen

from engine.common.i18n import format_number, ngettext

_AT_MOST = 74_994
"""Bytes that a sequence of 100,000 can carry in base64; many terminals drop a longer one without a
word.
"""


def copy(screen: Screen[None], text: str) -> None:
    """Send the text, and say so; whether the terminal took it cannot be known."""
    lines = text.count("\n") + 1
    if len(text.encode()) > _AT_MOST:
        said = ngettext(
            "{n} line is more than a terminal's clipboard takes; save it to a file instead.",
            "{n} lines are more than a terminal's clipboard takes; save them to a file instead.",
            lines,
        )
        screen.notify(said.format(n=format_number(lines)), markup=False, severity="warning")
        return
    screen.app.copy_to_clipboard(text)
    said = ngettext(
        "Sent {n} line to your terminal's clipboard.",
        "Sent {n} lines to your terminal's clipboard.",
        lines,
    )
    screen.notify(said.format(n=format_number(lines)), markup=False, timeout=2)
