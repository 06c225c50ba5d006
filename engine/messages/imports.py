"""What there is to say of an import, a release or a load: why it does not come about, and what is
worth a warning.
"""

from __future__ import annotations

from engine.model.message import N_, Code, plural


class ImportFault(Code):
    """What stands in its way."""

    NO_LIST_CAME = (
        "no_list_came",
        N_("No list has come to {address}, though one is expected."),
        N_(
            "Ask bookkeeping whether it was exported; if not every run brings one, set expect_file"
            " = false."
        ),
    )
    ORIGINAL_GONE = (
        "archive_original_gone",
        N_("The file {name} of run {run} is no longer in the archive."),
        N_("Drop the import with --reject and have the list exported again."),
    )
    ORIGINAL_CHANGED = (
        "archive_original_is_another",
        N_("The file {name} of run {run} is no longer as it came: the archive was changed."),
        N_(
            "Nothing was imported. Restore the archive from a backup, or drop the import with"
            " --reject and have the list exported again."
        ),
    )
    STARTED_BY_YOU = (
        "release_started_by_you",
        N_("You ({user}) started this import; with second_person another person must release it."),
        N_("Ask a colleague to look at it and to release it under a login of their own."),
    )
    SAVED_BY_YOU = (
        "release_saved_by_you",
        N_(
            "You ({user}) changed the interface {interface} last; with second_person another"
            " person must release its imports."
        ),
        N_("Ask a colleague to look at it and to release it under a login of their own."),
    )
    IMPORTED_SINCE = (
        "imported_since",
        N_("What run {run} held was imported since, by run {since}."),
        N_("Drop it with --reject, or take that run back first."),
    )


class RunChoice(Code):
    """Why the run that was named cannot be taken back, released or shown."""

    NOTHING_CHANGED = (
        "run_changed_nothing",
        N_("Run {run} has changed nothing."),
        N_("`opos runs` lists the runs."),
    )
    SEVERAL = (
        "several_runs",
        N_("Several runs begin with {run}."),
        N_("`opos runs` lists the runs."),
    )
    UNDONE_ALREADY = (
        "run_undone_already",
        N_("Run {run} was taken back already, by run {by}."),
    )
    IS_AN_UNDO = (
        "run_is_an_undo",
        N_("Run {run} took another run back."),
        N_("`opos release` with the name of that run imports its file again."),
    )
    SEVERAL_HELD = (
        "several_held_imports",
        N_("Several held imports begin with {run}."),
        N_("Name the file, too; these are meant: {names}."),
    )
    NOT_HELD = (
        "no_held_import",
        N_("No import of run {run} waits for a release."),
        N_("Waiting are: {names}."),
    )


class LoadFault(Code):
    """Why a file of invoices cannot be loaded."""

    NO_JSON_LINES = (
        "load_no_json_lines",
        N_("The file is not one JSON object per line: {error}."),
        N_("Write each invoice as one object on a line of its own."),
    )
    NO_MANDANT = (
        "load_no_mandant",
        N_("The file has no column for the Mandant."),
        N_("Name the Mandant of these invoices with --mandant."),
    )
    NO_HEADINGS = (
        "load_no_headings",
        N_("There is no heading line."),
        N_("Write headings above the columns, such as invoice_no and amount."),
    )
    NO_COLUMN = (
        "load_no_column",
        N_("Line {line}: no column is headed {name}."),
        N_("The headings found are: {names}."),
    )
    AMBIGUOUS_AMOUNTS = (
        "load_ambiguous_amounts",
        N_("The column {name} could be read in two ways: {cells}."),
        N_("Write amounts with two decimals, such as 1200.00 or 1.200,00."),
    )


class ImportNotice(Code):
    """Something that stops nothing, and that someone should know."""

    UNSAFE_NAME = (
        "unsafe_name",
        N_(
            "{name} is passed over: such a name could stand for another file. Rename it on the"
            " server."
        ),
    )
    OLD_LIST_AGAIN = (
        "old_list_again",
        N_(
            "{name} is the list of run {run} again, and run {later} has imported another since:"
            " nothing is changed."
        ),
    )
    NOT_REMOVED = (
        "not_removed",
        N_("{name} is imported, but could not be removed on the server: {error:full}"),
    )
    NOT_SET_ASIDE = (
        "not_set_aside",
        N_("{name} could not be moved to the error folder: {error:full}"),
    )
    TAKEN_BACK = (
        "taken_back",
        N_(
            "If {names} comes again, or lies on the server still, it is held. To import it again:"
            " opos release {run} --reason …"
        ),
    )
    """What becomes of the list of a run that is taken back."""
    CHANGED_SINCE = "changed_since", N_("{invoice} was changed since and is left alone.")
    """Taking a run back leaves such an invoice as it is now."""


class WayOfReading(Code):
    """How much of a list had to be read."""

    CHANGED = (
        "changed_lines_read",
        plural(
            "Of {name}, what differs from the list of run {run} was read: 1 row.",
            "Of {name}, what differs from the list of run {run} was read: {n:count} rows.",
        ),
    )
    WHOLE = "whole_list_read", N_("All of {name} was read: {why}.")


class WholeBecause(Code):
    """Why all of a list was read, and not what differs from the last one."""

    NONE_BEFORE = "whole_none_before", N_("no list before it is remembered")
    ANOTHER_SINCE = (
        "whole_another_since",
        N_("the list that is remembered is not the last one imported"),
    )
    SETTINGS = (
        "whole_settings_changed",
        N_("the settings were changed since the last list, or opos was"),
    )
    WRITTEN = "whole_store_written", N_("the store was written since the last list by other means")
    MUCH_CHANGED = "whole_much_changed", N_("many invoices were changed since the last list")
    NO_ORIGINAL = "whole_no_original", N_("the last list is not in the archive as it came")
    DIFFERS = (
        "whole_differs",
        N_("it is written otherwise than the last list, or differs in too many lines"),
    )
    NOT_PLAIN = "whole_not_plain", N_("it holds something that is judged by all of it")
    MEANWHILE = "whole_changed_meanwhile", N_("the store was changed while it was read")
