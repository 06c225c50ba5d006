"""What can be done with payments that name no invoice for sure; see `commands.py`."""

from __future__ import annotations

from tui_app.commands.command import Command


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


CLEARING = Command(
    "clearing", "P", _("Clearing"), _("Payments that name no invoice for sure, and wait for you.")
)
ASSIGN = Command(
    "assign",
    "a",
    _("Assign"),
    _("Say which invoice this payment is for; it asks for the reason."),
    footer=True,
)
DROP_PAYMENT = Command(
    "drop_payment",
    "x",
    _("Drop"),
    _("This payment is for no invoice; it asks for the reason."),
    footer=True,
)
