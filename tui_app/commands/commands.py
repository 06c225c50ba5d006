"""Everything that can be done, once: keys, footer, help and palette are made from these.

No key here is one that tmux or screen take (Ctrl+A, Ctrl+B) or that the terminal keeps (Ctrl+S,
Ctrl+Q).
"""

from __future__ import annotations

from engine.model.message import N_
from tui_app.commands.command import Command

UP = Command("cursor_up", "up,k", N_("Up"), N_("One line up."))
DOWN = Command("cursor_down", "down,j", N_("Down"), N_("One line down."))
PAGE_UP = Command("page_up", "pageup", N_("Page up"), N_("One page up."))
PAGE_DOWN = Command("page_down", "pagedown,space", N_("Page down"), N_("One page down."))
FIRST = Command("first_line", "home,g", N_("First"), N_("To the first line."))
LAST = Command(
    "last_line",
    "end,G",
    N_("Last"),
    N_("To the last line; a log follows again, and going up pauses it."),
)

RUN = Command(
    "run",
    "r",
    N_("Run now"),
    N_("Run this interface now, whether it is due or not."),
    footer=True,
)
DRY_RUN = Command(
    "dry_run",
    "d",
    N_("Dry run"),
    N_("Fetch, read and plan, and say what would change; nothing is changed."),
    footer=True,
    needs=N_("It is running already."),
)
STOP = Command(
    "stop",
    "x",
    N_("Stop"),
    N_("Stop the run that is going on; it asks first."),
    footer=True,
    needs=N_("No run goes on here."),
)
CHECK = Command(
    "check",
    "c",
    N_("Check"),
    N_("The doctor: configuration, folders, store, servers, mail, schedule."),
)
TEST = Command(
    "test", "t", N_("Test"), N_("The doctor, for this interface alone: its server step by step.")
)
EDIT_TABLE = Command("edit", "enter,e", N_("Edit"), N_("Change the settings of this."), footer=True)
LOOK_AGAIN = Command("look_again", "r", N_("Again"), N_("Look at everything again."), footer=True)
LIVE_LOG = Command("live_log", "L", N_("Live log"), N_("The log of all runs, as they happen."))
OPEN_LOG = Command(
    "open_log",
    "enter,l",
    N_("Log"),
    N_("The log of the last run."),
    footer=True,
    needs=N_("There was no run yet; r starts one."),
)
HISTORY = Command("history", "h", N_("History"), N_("All runs there were."), footer=True)
EXPORTS = Command(
    "exports", "X", N_("Exports"), N_("What the practice's own program got, and what waits.")
)
SEND = Command(
    "send",
    "r",
    N_("Send"),
    N_("Send this file again, or all that wait; it asks first."),
    footer=True,
)
ITEMS = Command(
    "items", "i", N_("Items"), N_("The invoices, with what is open of them."), footer=True
)
PREVIEW = Command(
    "preview",
    "p",
    N_("Plan"),
    N_("What the last dry run would change, or the import that is held."),
    footer=True,
    needs=N_("No import is held here, and no dry run was made since the last run."),
)
FACTS = Command("facts", "v", N_("View"), N_("All that is known of this interface."))
COLUMNS = Command(
    "columns", "right,left", N_("Columns"), N_("What each interface is, or how its runs went.")
)
WORKSTATIONS = Command(
    "workstations",
    "w",
    N_("Workstations"),
    N_("List the interfaces of other workstations too, then only those; again: ours."),
    needs=N_("No interface belongs to a workstation."),
)
SEARCH = Command(
    "search", "slash", N_("Search"), N_("Search as you type; Escape clears."), footer=True
)

CLEAR_SEARCH = Command(
    "clear_search",
    "escape",
    N_("All"),
    N_("End the search; everything is listed again."),
    footer=True,
)

HELP = Command("help", "question_mark,f1", N_("Help"), N_("What the keys do here."), footer=True)
PALETTE = Command(
    "command_palette",
    "colon,ctrl+p",
    N_("Commands"),
    N_("Every command by its name."),
    footer=True,
)
COLOURS = Command(
    "colours",
    "ctrl+t",
    N_("Colours"),
    N_("Dark, light, or the terminal's own colours; it is remembered."),
)
REDRAW = Command(
    "redraw",
    "ctrl+l",
    N_("Redraw"),
    N_("Draw the screen anew, where something foreign was written."),
)
SUSPEND = Command(
    "suspend_process",
    "ctrl+z",
    N_("Suspend"),
    N_("Back to the shell for a while; `fg` brings opos back, and runs go on."),
)
QUIT = Command("quit", "q", N_("Quit"), N_("Leave at once; runs go on."), footer=True)
BACK = Command("back", "escape,q", N_("Back"), N_("Back to where you were."), footer=True)
COPY = Command(
    "copy", "y", N_("Copy"), N_("Send this line or text to your terminal's clipboard."), footer=True
)
COPY_ALL = Command(
    "copy_all", "Y", N_("Copy all"), N_("Send all lines shown to your terminal's clipboard.")
)
SAVE = Command("save", "s", N_("Save"), N_("Save all lines shown to a file; it asks which."))
EXPLAIN = Command(
    "details",
    "enter",
    N_("Why"),
    N_("Why this invoice stands as it does: every change of it."),
    footer=True,
)
DETAILS = Command("details", "enter", N_("Details"), N_("Everything known of this line."))
EDIT = Command("edit", "e", N_("Edit"), N_("Change the settings of this."), footer=True)
NEW = Command("new", "n", N_("New"), N_("Make a new one."), footer=True)
DUPLICATE = Command(
    "duplicate",
    "D",
    N_("Duplicate"),
    N_("A new one like this; an interface starts disabled, and without its password."),
)
ENABLE = Command("enable", "E", N_("On/off"), N_("Enable this interface, or disable it."))
DELETE = Command(
    "delete", "delete", N_("Delete"), N_("Delete this from the configuration; it asks first.")
)
SETTINGS = Command(
    "settings",
    "S",
    N_("Settings"),
    N_("Everything else of the configuration: Mandanten, branches, mail, window."),
    footer=True,
)
MARK = Command("mark", "space", N_("Mark"), N_("Take this too, or no longer."))
MARK_THIS = Command(
    "mark",
    "space",
    N_("Mark"),
    N_("Mark this: what is done next is done with all that are marked."),
)
MARK_ALL = Command(
    "mark_all", "asterisk", N_("Mark all"), N_("Mark all that are listed; again: none of them.")
)
UNMARK = Command("unmark", "escape", N_("Unmark"), N_("Mark nothing any more."), footer=True)
CHOOSE = Command("choose", "enter", N_("Choose"), N_("Choose what is marked, or this."))
COMPLETE = Command("complete", "tab", N_("Complete"), N_("Complete the name of the file."))
PROBLEM = Command("problem", "p", N_("Problem"), N_("To the next warning or error."), footer=True)
FORMER_PROBLEM = Command(
    "former_problem", "P", N_("Previous problem"), N_("To the warning or error before.")
)
GO_TO = Command("go_to", "ctrl+g", N_("Go to"), N_("To a line by its number, or by a time of day."))
NEXT_FOUND = Command(
    "next_found",
    "n",
    N_("Next match"),
    N_("To the next line of the last search, ended or not."),
    needs=N_("Nothing was searched for yet; / searches."),
)
FORMER_FOUND = Command(
    "former_found",
    "N",
    N_("Previous match"),
    N_("To the line of the last search before."),
    needs=N_("Nothing was searched for yet; / searches."),
)
REJECTED = Command(
    "rejected",
    "e",
    N_("Rejected"),
    N_("The rows that were rejected, with place and reason."),
    needs=N_("No row was rejected here."),
)
AGAIN = Command(
    "again", "r", N_("Run again"), N_("Run the interface of this run again."), footer=True
)
OPEN_FILE = Command(
    "file",
    "v",
    N_("File"),
    N_("The file that this run read, as it came."),
    footer=True,
    needs=N_("The archive holds no file of this."),
)
EXPORT = Command(
    "export",
    "x",
    N_("Export"),
    N_("Save the file as it came, byte for byte; it asks where."),
    footer=True,
)
NEXT_FILE = Command(
    "next_file", "n", N_("Next file"), N_("The next file of this run."), footer=True
)
STATUS = Command(
    "status",
    "o",
    N_("Status"),
    N_("Only open items, then part paid, then paid, then all."),
    footer=True,
)
ONLY_MANDANT = Command(
    "mandant", "m", N_("Mandant"), N_("Show only the invoices of this line's Mandant; again: all.")
)
SORT = Command(
    "sort",
    "S",
    N_("Sort"),
    N_("Sort by number, then by name, due date, amount, what is open."),
    footer=True,
)
AGES = Command(
    "ages",
    "b",
    N_("Ages"),
    N_("What is open by how long it is overdue."),
    footer=True,
    needs=N_("No invoice is held yet, or the ages stand below the list."),
)
OPEN_RUN = Command("open_run", "enter,l", N_("Log"), N_("The log of this run."), footer=True)
LEVEL = Command(
    "level", "w", N_("Level"), N_("Show everything, leave out details, or show only problems.")
)
ONLY_INTERFACE = Command(
    "interface", "f", N_("Interface"), N_("Show only the interface of this line; again: all.")
)
OUTCOME = Command(
    "outcome",
    "o",
    N_("Outcome"),
    N_("Show only runs that ended one way, then the next way, then all."),
)
READ_AGAIN = Command(
    "read_again",
    "r",
    N_("Read again"),
    N_("Make the same changes to what the file says now, and show the difference."),
)
DISCARD = Command("discard", "d", N_("Discard"), N_("Discard these changes."))
TAKE_WAY = Command("take_way", "enter", N_("Take"), N_("Take this way."), footer=True)
ANSWER = Command("answer", "a", N_("Questions"), N_("Four questions, a small configuration."))
WRITE_SAMPLE = Command("write_sample", "s", N_("Sample"), N_("Every setting, each explained."))
DEMO = Command("demo", "d", N_("Demo"), N_("An example; nothing of yours is touched."))
TAKE = Command("take", "t", N_("Take over"), N_("Take these changes over into the form."))
YES = Command("yes", "y", N_("Yes"), N_("Do it."))
LEAVE = Command("leave", "escape", N_("Leave"), N_("Leave it."))
NO = Command("no", "n,escape,q", N_("No"), N_("Leave it."))
