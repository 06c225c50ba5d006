"""What can be done with payments that name no invoice for sure; see `commands.py`."""

from __future__ import annotations

from engine.model.message import N_
from tui_app.commands.command import Command

CLEARING = Command(
    "clearing", "P", N_("Clearing"), N_("Payments that name no invoice for sure, and wait for you.")
)
ASSIGN = Command(
    "assign",
    "a",
    N_("Assign"),
    N_("Say which invoice this payment is for; it asks for the reason."),
    footer=True,
)
DROP_PAYMENT = Command(
    "drop_payment",
    "x",
    N_("Drop"),
    N_("This payment is for no invoice; it asks for the reason."),
    footer=True,
)
