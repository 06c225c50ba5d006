"""What can be done with plans: with what runs changed, would change, or what the guard holds."""

from __future__ import annotations

from engine.model.message import N_
from tui_app.commands.command import Command

LOG_OF_THIS = Command("log", "l", N_("Log"), N_("The log of the run that is meant here."))
CHANGES = Command(
    "changes",
    "i",
    N_("Invoices"),
    N_("The invoices that this run changed, or would have."),
    needs=N_("This run changed no invoice."),
)
CHANGES_OF_THIS = Command(
    "changes",
    "enter,i",
    N_("Run"),
    N_("All that the run changed that made this change."),
    footer=True,
)
SHOW_INVOICE = Command(
    "details", "enter", N_("Why"), N_("The whole history of this invoice."), footer=True
)
IMPORT = Command(
    "apply", "a", N_("Import"), N_("Import what is shown here; it asks first."), footer=True
)
TAKE_BACK = Command(
    "apply", "a", N_("Undo"), N_("Take the import back; it asks first."), footer=True
)
RELEASE = Command(
    "apply",
    "a",
    N_("Release"),
    N_("Release the held import; it asks for a reason."),
    footer=True,
    needs=N_("Nothing is held here."),
)
COMPARE = Command(
    "compare",
    "equals_sign",
    N_("Compare"),
    N_("The held list beside the one that was imported last: what is gone, new, different."),
    footer=True,
)
SHOW_HELD = Command(
    "details", "enter", N_("View"), N_("What the held import would change."), footer=True
)
HELD = Command(
    "held", "H", N_("Held"), N_("All held imports: look at them, release them, drop them.")
)
ONLY_KIND = Command(
    "outcome", "o", N_("Kind"), N_("Show only one kind of change, then the next, then all.")
)
NEXT_GROUP = Command(
    "next_section", "tab,right_square_bracket", N_("Next group"), N_("To the next group.")
)
FORMER_GROUP = Command(
    "former_section",
    "shift+tab,left_square_bracket",
    N_("Previous group"),
    N_("To the group before."),
)
DROP = Command(
    "drop",
    "D",
    N_("Drop"),
    N_("Drop the held import; it asks for a reason."),
    footer=True,
    needs=N_("Nothing is held here."),
)
UNDO = Command(
    "undo",
    "u",
    N_("Undo"),
    N_("Take a whole import back; it is shown first."),
    footer=True,
    needs=N_("Only what an import, a release or a load did can be taken back, and only once."),
)
