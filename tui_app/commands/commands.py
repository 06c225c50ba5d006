"""Everything that can be done, once: keys, footer, help and palette are made from these.

No key here is one that tmux or screen take (Ctrl+A, Ctrl+B) or that the terminal keeps (Ctrl+S,
Ctrl+Q).
"""

from __future__ import annotations

from tui_app.commands.command import Command


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when shown, once the language is known."""
    return message


UP = Command("cursor_up", "up,k", _("Up"), _("One line up."))
DOWN = Command("cursor_down", "down,j", _("Down"), _("One line down."))
PAGE_UP = Command("page_up", "pageup", _("Page up"), _("One page up."))
PAGE_DOWN = Command("page_down", "pagedown,space", _("Page down"), _("One page down."))
FIRST = Command("first_line", "home,g", _("First"), _("To the first line."))
LAST = Command(
    "last_line",
    "end,G",
    _("Last"),
    _("To the last line; a log follows again, and going up pauses it."),
)

RUN = Command(
    "run",
    "r",
    _("Run now"),
    _("Run this interface now, whether it is due or not."),
    footer=True,
    needs=_("It is running already."),
)
DRY_RUN = Command(
    "dry_run",
    "d",
    _("Dry run"),
    _("Fetch, read and plan, and say what would change; nothing is changed."),
    footer=True,
)
STOP = Command(
    "stop",
    "x",
    _("Stop"),
    _("Stop the run that is going on; it asks first."),
    footer=True,
    needs=_("No run goes on here."),
)
CHECK = Command(
    "check",
    "c",
    _("Check"),
    _("The doctor: configuration, folders, store, servers, mail, schedule."),
)
TEST = Command(
    "test", "t", _("Test"), _("The doctor, for this interface alone: its server step by step.")
)
EDIT_TABLE = Command("edit", "enter,e", _("Edit"), _("Change the settings of this."), footer=True)
LOOK_AGAIN = Command("look_again", "r", _("Again"), _("Look at everything again."), footer=True)
LIVE_LOG = Command("live_log", "L", _("Live log"), _("The log of all runs, as they happen."))
OPEN_LOG = Command(
    "open_log",
    "enter,l",
    _("Log"),
    _("The log of the last run."),
    footer=True,
    needs=_("There was no run yet; r starts one."),
)
HISTORY = Command("history", "h", _("History"), _("All runs there were."), footer=True)
EXPORTS = Command(
    "exports", "X", _("Exports"), _("What the practice's own program got, and what waits.")
)
SEND = Command(
    "send", "r", _("Send"), _("Send this file again, or all that wait; it asks first."), footer=True
)
ITEMS = Command(
    "items", "i", _("Items"), _("The invoices, with what is open of them."), footer=True
)
PREVIEW = Command(
    "preview",
    "p",
    _("Plan"),
    _("What the last dry run would change, or the import that is held."),
    footer=True,
    needs=_("No import is held here, and no dry run was made since the last run."),
)
FACTS = Command("facts", "v", _("View"), _("All that is known of this interface."))
COLUMNS = Command(
    "columns", "right,left", _("Columns"), _("What each interface is, or how its runs went.")
)
WORKSTATIONS = Command(
    "workstations",
    "w",
    _("Workstations"),
    _("List the interfaces of other workstations too, then only those; again: ours."),
    needs=_("No interface belongs to a workstation."),
)
SEARCH = Command(
    "search", "slash", _("Search"), _("Search as you type; Escape clears."), footer=True
)

CLEAR_SEARCH = Command(
    "clear_search",
    "escape",
    _("All"),
    _("End the search; everything is listed again."),
    footer=True,
)

HELP = Command("help", "question_mark,f1", _("Help"), _("What the keys do here."), footer=True)
PALETTE = Command(
    "command_palette",
    "colon,ctrl+p",
    _("Commands"),
    _("Every command by its name."),
    footer=True,
)
COLOURS = Command(
    "colours",
    "ctrl+t",
    _("Colours"),
    _("Dark, light, or the terminal's own colours; it is remembered."),
)
REDRAW = Command(
    "redraw", "ctrl+l", _("Redraw"), _("Draw the screen anew, where something foreign was written.")
)
SUSPEND = Command(
    "suspend_process",
    "ctrl+z",
    _("Suspend"),
    _("Back to the shell for a while; `fg` brings opos back, and runs go on."),
)
QUIT = Command("quit", "q", _("Quit"), _("Leave at once; runs go on."), footer=True)
BACK = Command("back", "escape,q", _("Back"), _("Back to where you were."), footer=True)
COPY = Command(
    "copy", "y", _("Copy"), _("Send this line or text to your terminal's clipboard."), footer=True
)
COPY_ALL = Command(
    "copy_all", "Y", _("Copy all"), _("Send all lines shown to your terminal's clipboard.")
)
SAVE = Command("save", "s", _("Save"), _("Save all lines shown to a file; it asks which."))
EXPLAIN = Command(
    "details",
    "enter",
    _("Why"),
    _("Why this invoice stands as it does: every change of it."),
    footer=True,
)
DETAILS = Command("details", "enter", _("Details"), _("Everything known of this line."))
EDIT = Command("edit", "e", _("Edit"), _("Change the settings of this."), footer=True)
NEW = Command("new", "n", _("New"), _("Make a new one."), footer=True)
DUPLICATE = Command(
    "duplicate",
    "D",
    _("Duplicate"),
    _("A new one like this; an interface starts disabled, and without its password."),
)
ENABLE = Command("enable", "E", _("On/off"), _("Enable this interface, or disable it."))
DELETE = Command(
    "delete", "delete", _("Delete"), _("Delete this from the configuration; it asks first.")
)
SETTINGS = Command(
    "settings",
    "S",
    _("Settings"),
    _("Everything else of the configuration: Mandanten, branches, mail, window."),
    footer=True,
)
MARK = Command("mark", "space", _("Mark"), _("Take this too, or no longer."))
MARK_THIS = Command(
    "mark",
    "space",
    _("Mark"),
    _("Mark this: what is done next is done with all that are marked."),
)
MARK_ALL = Command(
    "mark_all", "asterisk", _("Mark all"), _("Mark all that are listed; again: none of them.")
)
UNMARK = Command("unmark", "escape", _("Unmark"), _("Mark nothing any more."), footer=True)
CHOOSE = Command("choose", "enter", _("Choose"), _("Choose what is marked, or this."))
COMPLETE = Command("complete", "tab", _("Complete"), _("Complete the name of the file."))
PROBLEM = Command("problem", "p", _("Problem"), _("To the next warning or error."), footer=True)
NEXT_FOUND = Command(
    "next_found",
    "n",
    _("Next match"),
    _("To the next line of the last search, ended or not."),
    needs=_("Nothing was searched for yet; / searches."),
)
FORMER_FOUND = Command(
    "former_found",
    "N",
    _("Previous match"),
    _("To the line of the last search before."),
    needs=_("Nothing was searched for yet; / searches."),
)
REJECTED = Command(
    "rejected",
    "e",
    _("Rejected"),
    _("The rows that were rejected, with place and reason."),
    needs=_("No row was rejected here."),
)
AGAIN = Command(
    "again", "r", _("Run again"), _("Run the interface of this run again."), footer=True
)
OPEN_FILE = Command(
    "file",
    "v",
    _("File"),
    _("The file that this run read, as it came."),
    footer=True,
    needs=_("The archive holds no file of this."),
)
EXPORT = Command(
    "export",
    "x",
    _("Export"),
    _("Save the file as it came, byte for byte; it asks where."),
    footer=True,
)
NEXT_FILE = Command("next_file", "n", _("Next file"), _("The next file of this run."), footer=True)
STATUS = Command(
    "status",
    "o",
    _("Status"),
    _("Only open items, then part paid, then paid, then all."),
    footer=True,
)
ONLY_MANDANT = Command(
    "mandant", "m", _("Mandant"), _("Show only the invoices of this line's Mandant; again: all.")
)
SORT = Command(
    "sort",
    "S",
    _("Sort"),
    _("Sort by number, then by name, due date, amount, what is open."),
    footer=True,
)
AGES = Command(
    "ages",
    "b",
    _("Ages"),
    _("What is open by how long it is overdue."),
    footer=True,
    needs=_("No invoice is held yet, or the ages stand below the list."),
)
OPEN_RUN = Command("open_run", "enter,l", _("Log"), _("The log of this run."), footer=True)
LEVEL = Command(
    "level", "w", _("Level"), _("Show everything, leave out details, or show only problems.")
)
ONLY_INTERFACE = Command(
    "interface", "f", _("Interface"), _("Show only the interface of this line; again: all.")
)
OUTCOME = Command(
    "outcome",
    "o",
    _("Outcome"),
    _("Show only runs that ended one way, then the next way, then all."),
)
READ_AGAIN = Command(
    "read_again",
    "r",
    _("Read again"),
    _("Make the same changes to what the file says now, and show the difference."),
)
DISCARD = Command("discard", "d", _("Discard"), _("Discard these changes."))
TAKE_WAY = Command("take_way", "enter", _("Take"), _("Take this way."), footer=True)
ANSWER = Command("answer", "a", _("Questions"), _("Four questions, a small configuration."))
WRITE_SAMPLE = Command("write_sample", "s", _("Sample"), _("Every setting, each explained."))
DEMO = Command("demo", "d", _("Demo"), _("An example; nothing of yours is touched."))
TAKE = Command("take", "t", _("Take over"), _("Take these changes over into the form."))
YES = Command("yes", "y", _("Yes"), _("Do it."))
LEAVE = Command("leave", "escape", _("Leave"), _("Leave it."))
NO = Command("no", "n,escape,q", _("No"), _("Leave it."))
