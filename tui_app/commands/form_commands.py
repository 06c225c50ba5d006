"""What can be done in the forms and with the versions of the configuration."""

from __future__ import annotations

from engine.model.message import N_
from tui_app.commands.command import Command

CHANGE = Command(
    "change", "enter", N_("Change"), N_("Type a new value, or choose it from a list."), footer=True
)
FOLD = Command("fold", "enter", N_("Fold"), N_("Fold this section, or unfold it."), footer=True)
NEXT_SECTION = Command(
    "next_section", "tab,right_square_bracket", N_("Next section"), N_("To the next section.")
)
FORMER_SECTION = Command(
    "former_section",
    "shift+tab,left_square_bracket",
    N_("Previous section"),
    N_("To the section before."),
)
NEXT_CHOICE = Command(
    "next_choice", "right,l,space", N_("Next choice"), N_("The next of the words that this may be.")
)
FORMER_CHOICE = Command("former_choice", "left,h", N_("Previous choice"), N_("The one before."))
CLEAR = Command(
    "clear",
    "delete,backspace",
    N_("Clear"),
    N_("Leave the field empty; a stored password is removed."),
)
VERSIONS = Command(
    "versions",
    "f6",
    N_("Versions"),
    N_("Who changed this and when, the difference of any two versions, and one of them again."),
    footer=True,
)
RESTORE = Command(
    "restore",
    "u",
    N_("Restore"),
    N_("Put this version in force again, or one table of it; the difference is shown first."),
    footer=True,
)
COMPARE_VERSION = Command(
    "compare_version",
    "space",
    N_("Compare"),
    N_("Compare this version with the one the cursor is on next; again: no longer."),
    footer=True,
)
READ_DIFFERENCE = Command(
    "read_difference", "enter", N_("Read"), N_("To the difference, to read it whole."), footer=True
)
REVEAL = Command(
    "reveal",
    "v",
    N_("Show"),
    N_("Show this stored password, after the admin password."),
    footer=True,
)
TAKE_TYPED = Command(
    "submit", "enter", N_("Accept"), N_("Take what is typed, and back to the list."), footer=True
)
TAKE_AND_GO_ON = Command(
    "go_on", "tab", N_("Next"), N_("Take what is typed, and type into the next field."), footer=True
)
GIVE_UP = Command("give_up", "escape", N_("Cancel"), N_("Leave the field as it was."), footer=True)
PUT_BACK = Command(
    "put_back", "u", N_("Put back"), N_("Take the change of this field back."), footer=True
)
SET_KEY = Command(
    "set_key", "enter", N_("Change"), N_("Press another key for this command."), footer=True
)
OWN_KEY = Command(
    "own_key", "u,delete", N_("Put back"), N_("Give the command its own key again."), footer=True
)
SAVE_FORM = Command(
    "save_form",
    "f2,s",
    N_("Save"),
    N_("Save the changes; the difference is shown first."),
    footer=True,
)
TRY_OUT = Command(
    "try_out",
    "f3,t",
    N_("Test"),
    N_("The doctor, with the changes that are not saved yet."),
    footer=True,
)
SAMPLE = Command(
    "sample",
    "f4,f",
    N_("Sample"),
    N_("Read a file as these settings say; nothing is stored."),
    footer=True,
)
TEST_MAIL = Command(
    "test_mail",
    "m",
    N_("Send test"),
    N_("A mail to one address, or a note to those who hear of runs, to see it arrive."),
    footer=True,
)
TRUST = Command(
    "trust",
    "a",
    N_("Trust key"),
    N_("Look at the key or certificate that the server shows, and trust it."),
    footer=True,
)
MAKE_LAYOUT = Command(
    "make_layout", "w", N_("Layout"), N_("Make a layout of your own for this file."), footer=True
)
