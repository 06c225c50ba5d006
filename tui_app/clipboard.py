"""The clipboard of the terminal, the only one there is over SSH: reached by an escape sequence, which nobody answers."""

from __future__ import annotations

from textual.screen import Screen

from engine.language import _


def copy(screen: Screen[None], text: str) -> None:
    """Send the text, and say so; whether the terminal took it cannot be known."""
    screen.app.copy_to_clipboard(text)
    screen.notify(_("Sent to your terminal's clipboard."), markup=False, timeout=2)
