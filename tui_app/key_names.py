"""What the keys are called on the screen: as they are labelled on a keyboard of the language in
use.
"""

from __future__ import annotations

from engine.common.i18n import _
from engine.model.message import N_

_NAMES = {
    "enter": "Enter", "escape": "Esc", "up": "↑", "down": "↓", "ctrl+p": N_("Ctrl+P"),
    "ctrl+z": N_("Ctrl+Z"), "ctrl+t": N_("Ctrl+T"), "ctrl+l": N_("Ctrl+L"), "ctrl+g": N_("Ctrl+G"),
    "tab": N_("Tab"), "shift+tab": N_("Shift+Tab"),
    "less_than_sign": "<", "greater_than_sign": ">", "exclamation_mark": "!", "asterisk": "*",
    "pageup": N_("PgUp"), "pagedown": N_("PgDn"), "home": N_("Home"), "end": N_("End"),
    "space": N_("Space"), "delete": N_("Del"), "backspace": N_("Backspace"),
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


def key_name(key: str) -> str | None:
    """Return what the key is called; None for one that is called as Textual calls it."""
    name = _NAMES.get(key)
    return _(name) if name else None
