"""What can be done in the forms and with the versions of the configuration."""

from __future__ import annotations

from tui_app.commands.command import Command


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


CHANGE = Command(
    "change", "enter", _("Change"), _("Type a new value, or choose it from a list."), footer=True
)
FOLD = Command("fold", "enter", _("Fold"), _("Fold this section, or unfold it."), footer=True)
NEXT_SECTION = Command(
    "next_section", "tab,right_square_bracket", _("Next section"), _("To the next section.")
)
FORMER_SECTION = Command(
    "former_section",
    "shift+tab,left_square_bracket",
    _("Previous section"),
    _("To the section before."),
)
NEXT_CHOICE = Command(
    "next_choice", "right,l,space", _("Next choice"), _("The next of the words that this may be.")
)
FORMER_CHOICE = Command("former_choice", "left,h", _("Previous choice"), _("The one before."))
CLEAR = Command(
    "clear",
    "delete,backspace",
    _("Clear"),
    _("Leave the field empty; a stored password is removed."),
)
VERSIONS = Command(
    "versions",
    "f6",
    _("Versions"),
    _("Who changed this and when, the difference of any two versions, and one of them again."),
    footer=True,
)
RESTORE = Command(
    "restore",
    "u",
    _("Restore"),
    _("Put this version in force again, or one table of it; the difference is shown first."),
    footer=True,
)
COMPARE_VERSION = Command(
    "compare_version",
    "space",
    _("Compare"),
    _("Compare this version with the one the cursor is on next; again: no longer."),
    footer=True,
)
READ_DIFFERENCE = Command(
    "read_difference", "enter", _("Read"), _("To the difference, to read it whole."), footer=True
)
REVEAL = Command(
    "reveal", "v", _("Show"), _("Show this stored password, after the admin password."), footer=True
)
TAKE_TYPED = Command(
    "submit", "enter", _("Accept"), _("Take what is typed, and back to the list."), footer=True
)
GIVE_UP = Command("give_up", "escape", _("Cancel"), _("Leave the field as it was."), footer=True)
PUT_BACK = Command(
    "put_back", "u", _("Put back"), _("Take the change of this field back."), footer=True
)
SET_KEY = Command(
    "set_key", "enter", _("Change"), _("Press another key for this command."), footer=True
)
OWN_KEY = Command(
    "own_key", "u,delete", _("Put back"), _("Give the command its own key again."), footer=True
)
SAVE_FORM = Command(
    "save_form",
    "f2,s",
    _("Save"),
    _("Save the changes; the difference is shown first."),
    footer=True,
)
TRY_OUT = Command(
    "try_out",
    "f3,t",
    _("Test"),
    _("The doctor, with the changes that are not saved yet."),
    footer=True,
)
SAMPLE = Command(
    "sample",
    "f4,f",
    _("Sample"),
    _("Read a file as these settings say; nothing is stored."),
    footer=True,
)
TEST_MAIL = Command(
    "test_mail",
    "m",
    _("Send test"),
    _("A mail to one address, or a note to those who hear of runs, to see it arrive."),
    footer=True,
)
TRUST = Command(
    "trust",
    "a",
    _("Trust key"),
    _("Look at the key or certificate that the server shows, and trust it."),
    footer=True,
)
MAKE_LAYOUT = Command(
    "make_layout", "w", _("Layout"), _("Make a layout of your own for this file."), footer=True
)
