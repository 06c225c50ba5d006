"""What the keys are called on the screen: as they are labelled on a keyboard of the language in
use.
"""

from __future__ import annotations

from engine.common.i18n import _ as translated


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


_NAMES = {
    "enter": "Enter", "escape": "Esc", "up": "↑", "down": "↓", "ctrl+p": "Ctrl+P",
    "ctrl+z": "Ctrl+Z", "ctrl+t": "Ctrl+T", "ctrl+l": "Ctrl+L",
    "tab": _("Tab"), "shift+tab": _("Shift+Tab"),
    "less_than_sign": "<", "greater_than_sign": ">", "exclamation_mark": "!", "asterisk": "*",
    "pageup": _("PgUp"), "pagedown": _("PgDn"), "home": _("Home"), "end": _("End"),
    "space": _("Space"), "delete": _("Del"), "backspace": _("Backspace"),
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


def key_name(key: str) -> str | None:
    """Return what the key is called; None for one that is called as Textual calls it."""
    name = _NAMES.get(key)
    return translated(name) if name else None
