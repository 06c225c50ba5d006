"""What can end any run, whatever it does."""

from __future__ import annotations

from engine.model.message import N_, Code, plural

_WAIT = N_(
    "Wait for it to end; if it hangs, stop that process. The lock frees itself when it is gone."
)


class RunNotice(Code):
    """What there is to know of how a run went."""

    WAITING = (
        "waiting_for_store",
        N_("Waiting for the store, which another run holds."),
    )
    WAITING_FOR = (
        "waiting_for_store_held_by",
        N_("Waiting for the store, which process {pid} on {host} holds since {since:moment}."),
    )

    KILLED = (
        "run_killed",
        N_("The run was killed after it had changed this; the next run wrote its last word."),
    )


class RunFault(Code):
    """Why a run cannot begin, or does not come to its end."""

    STOPPED = (
        "run_stopped",
        N_("The run was stopped."),
        N_("Nothing was changed by the step it was in; the next run begins anew."),
    )
    TOO_LONG = (
        "run_too_long",
        N_("The run took longer than it may."),
        N_(
            "Nothing was changed by the step it was in; the next run begins anew. The limit is"
            " window.run_minutes."
        ),
    )
    PROGRAM_ERROR = (
        "program_error",
        N_("An error of opos itself: {kind}."),
        N_("Please report it with the file {path}."),
    )
    PROGRAM_ERROR_UNSAVED = (
        "program_error_unsaved",
        N_("An error of opos itself: {kind}."),
        N_("Please report it."),
    )
    LOCKED = "store_locked", N_("Another run holds the store."), _WAIT
    LOCKED_BY = (
        "store_locked_by",
        N_("Another run holds the store: process {pid} on {host}, since {since:moment}."),
        _WAIT,
    )
    AT_WORK = "interface_locked", N_("Another run of this interface is at work."), _WAIT
    AT_WORK_BY = (
        "interface_locked_by",
        N_(
            "Another run of this interface is at work: process {pid} on {host}, since"
            " {since:moment}."
        ),
        _WAIT,
    )
    BEGAN_AGO = (
        "lock_began_ago",
        plural("That was {n:count} minute ago.", "That was {n:count} minutes ago."),
    )
    NO_SLOT = (
        "no_slot",
        N_("As many runs are at work already as may be."),
        N_("It is done when they are; worker.runs_at_once and connections_per_host say how many."),
    )
    KILLED = (
        "process_killed",
        N_("The process of this run was ended by signal {number}."),
        N_(
            "If nobody did that, the machine may have run out of memory; its log tells. The next"
            " run does again what was not committed."
        ),
    )
    LOCK_UNUSABLE = (
        "lock_unusable",
        N_("The lock {path} cannot be opened: {error}."),
        N_("Make room in the data folder, or run opos as the user that it belongs to."),
    )
    DATA_FOLDER = (
        "data_folder_not_made",
        N_("The data folder {folder} cannot be made: {error}."),
        N_("Set data_dir in the configuration to a folder that this user may write."),
    )
    FOLDER_UNWRITABLE = (
        "folder_unwritable",
        N_("{folder} cannot be written: {error}."),
        N_("Give the user that opos runs as the right to write it. Nothing was fetched."),
    )
    MACHINE = (
        "machine_refused",
        N_("The system refused what opos needs: {error} ({path})."),
        N_(
            "Look at the disk, its space and its rights, and at `opos check`. What was not"
            " committed is done by the next run."
        ),
    )
    ROOM = (
        "data_folder_room",
        N_("In {folder}, {free:count} kB are free, and an import needs about {needed:count} kB."),
    )
    FOREIGN_FOLDER = (
        "data_folder_foreign",
        N_("The data folder {folder} belongs to {owner}, and opos runs as {user}."),
        N_(
            "Run it as its owner: `sudo -u {account} opos …`. Files of another user would stop the"
            " owner's next runs."
        ),
    )
    CLOCK_BEHIND = (
        "clock_behind",
        N_("The clock says {now}, and the store was changed later than that, or opos is younger."),
        N_("Set the clock right; until then no payment gets a wrong day."),
    )
    JOURNAL_NOT_WRITTEN = (
        "journal_not_written",
        N_("The journal of run {run} cannot be written: {error}."),
        N_("Free some space in the data folder."),
    )
    JOURNAL_NOT_OPENED = (
        "journal_not_opened",
        N_("The journal cannot be opened in {folder}: {error}."),
        N_("Make the folder writable for the user that runs opos."),
    )
    TOO_MANY_RUNS = (
        "too_many_runs",
        N_("More than 999 runs of {name} began within one second."),
    )
    NO_SUCH_RUN = (
        "no_such_run",
        N_("There is no run {name}."),
        N_("`opos runs` lists them."),
    )
    AMBIGUOUS = (
        "run_name_ambiguous",
        N_("Several runs begin with {name}."),
        N_("`opos runs` lists them."),
    )
    RECORD_UNREADABLE = (
        "record_of_due_unreadable",
        N_("The record of what is due, {path}, cannot be read."),
        N_("Delete it: schedules then begin anew, and nothing is imported twice."),
    )
    REFUSED_LISTS_NOT_WRITTEN = (
        "refused_lists_not_written",
        N_("{path} cannot be written: {error}."),
        N_("Make the data folder writable for the user that runs opos."),
    )
    RECORD_NOT_WRITTEN = (
        "record_of_due_not_written",
        N_("The record of what is due, {path}, cannot be written: {error}."),
        N_("Make the data folder writable for the user that runs opos."),
    )
