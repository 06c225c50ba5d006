"""What can be done with plans: with what runs changed, would change, or what the guard holds."""

from __future__ import annotations

from tui_app.commands.command import Command


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


LOG_OF_THIS = Command("log", "l", _("Log"), _("The log of the run that is meant here."))
CHANGES = Command(
    "changes",
    "i",
    _("Invoices"),
    _("The invoices that this run changed, or would have."),
    needs=_("This run changed no invoice."),
)
CHANGES_OF_THIS = Command(
    "changes",
    "enter,i",
    _("Run"),
    _("All that the run changed that made this change."),
    footer=True,
)
SHOW_INVOICE = Command(
    "details", "enter", _("Why"), _("The whole history of this invoice."), footer=True
)
IMPORT = Command(
    "apply", "a", _("Import"), _("Import what is shown here; it asks first."), footer=True
)
TAKE_BACK = Command("apply", "a", _("Undo"), _("Take the import back; it asks first."), footer=True)
RELEASE = Command(
    "apply",
    "a",
    _("Release"),
    _("Release the held import; it asks for a reason."),
    footer=True,
    needs=_("Nothing is held here."),
)
COMPARE = Command(
    "compare",
    "equals_sign",
    _("Compare"),
    _("The held list beside the one that was imported last: what is gone, new, different."),
    footer=True,
)
SHOW_HELD = Command(
    "details", "enter", _("View"), _("What the held import would change."), footer=True
)
HELD = Command(
    "held", "H", _("Held"), _("All held imports: look at them, release them, drop them.")
)
ONLY_KIND = Command(
    "outcome", "o", _("Kind"), _("Show only one kind of change, then the next, then all.")
)
NEXT_GROUP = Command(
    "next_section", "tab,right_square_bracket", _("Next group"), _("To the next group.")
)
FORMER_GROUP = Command(
    "former_section",
    "shift+tab,left_square_bracket",
    _("Previous group"),
    _("To the group before."),
)
DROP = Command(
    "drop",
    "D",
    _("Drop"),
    _("Drop the held import; it asks for a reason."),
    footer=True,
    needs=_("Nothing is held here."),
)
UNDO = Command(
    "undo",
    "u",
    _("Undo"),
    _("Take a whole import back; it is shown first."),
    footer=True,
    needs=_("Only what an import, a release or a load did can be taken back, and only once."),
)
