"""Why the store or the archive cannot be read or written."""

from __future__ import annotations

from engine.model.message import N_, Code

_REPAIR = N_("`opos store repair` rebuilds it, and shows first what that changes.")
_WHERE_IT_WAS = N_(
    "Mount the disk, put `data_dir` right or restore a backup; if the file is lost, `opos store"
    " repair` rebuilds it. opos never begins a new store where one was."
)


class StoreFault(Code):
    """What is wrong with the store's files."""

    UNREADABLE = (
        "store_unreadable",
        N_("The store {path} cannot be read: {error}."),
        N_("Make it readable for the user that runs opos."),
    )
    UNWRITABLE = (
        "store_unwritable",
        N_("The store {path} cannot be written: {error}."),
        N_(
            "Nothing was changed. Free some space, or make the folder writable for the user that"
            " runs opos."
        ),
    )
    NOT_SURELY_WRITTEN = (
        "store_not_surely_written",
        N_("The store {path} was changed, but the disk did not confirm it: {error}."),
        N_("Check the disk, then run `opos verify`. What was changed is never done twice."),
    )
    MISSING = (
        "store_missing",
        N_("The store {path} is missing, though {trace} tells of one."),
        _WHERE_IT_WAS,
    )
    DANGLING = (
        "store_dangling",
        N_("The store {path} is a link to {target}, which is not there."),
        _WHERE_IT_WAS,
    )
    NOT_BEGUN = (
        "store_not_begun",
        N_("The data folder {folder} is empty, and a run by the clock begins no store in it."),
        N_(
            "If the disk is not mounted, or `data_dir` is wrong, put that right. If this is the"
            " beginning, load the invoices (`opos items load FILE`) or run an interface by hand"
            " (`opos --headless -i NAME`)."
        ),
    )
    NEWER = (
        "store_newer",
        N_("The store {path} was written by a newer opos."),
        N_("Install that version or a later one."),
    )
    DAMAGED = (
        "store_damaged",
        N_("The store {path} is damaged, or was changed by another program."),
        _REPAIR,
    )
    FOREIGN_LOG = (
        "store_foreign_log",
        N_("The log {path} goes on from another store than the one beside it."),
        N_(
            "Put both back from the same backup; or `opos store repair` rebuilds the newest, and"
            " shows first what that changes."
        ),
    )
    FOREIGN_CONTENT = (
        "store_foreign_content",
        N_("The store {path} holds something that is no item: {error}."),
        _REPAIR,
    )
    HISTORY_UNREADABLE = (
        "history_unreadable",
        N_("The history {path} cannot be read: {error}."),
        N_("Restore it from a backup; the invoices themselves are not affected."),
    )
    CHANGES_UNWRITABLE = (
        "changes_unwritable",
        N_("The changes of run {run} cannot be written: {error}."),
        N_("Nothing was changed. Free some space in the data folder."),
    )
    RUN_NOT_NOTED = (
        "run_not_noted",
        N_("The end of run {run} cannot be noted in {path}: {error}."),
    )
    CHANGED_MEANWHILE = (
        "store_changed_meanwhile",
        N_("The store {path} was changed by somebody else during this run."),
        N_(
            "Nothing was changed by this run; run it again. Locks seem to do nothing here:"
            " `opos check` says on which file system the data folder lies."
        ),
    )
    HISTORY_CHANGED = (
        "history_changed",
        N_("The history {path} is not as run {run} wrote it."),
        N_("Restore it from a backup; the invoices themselves are not affected."),
    )
    STALE_PLAN = (
        "stale_plan",
        N_("The plan does not fit the store: {item} was changed meanwhile."),
        N_("Nothing was changed; run it again."),
    )


class StoreProblem(Code):
    """What `opos verify` finds in a store that can be read."""

    VERSION_DAMAGED = (
        "store_version_damaged",
        N_("The version {path} of the store is damaged: `opos store repair` takes it away."),
    )
    NOT_KEPT_TWICE = (
        "store_not_kept_twice",
        N_("The copy {path} of the store is not as the store is: `opos store repair` renews it."),
    )
    LIST_LOST = (
        "store_list_lost",
        N_(
            "{name} was imported or held by run {run}, and the store knows nothing of it: `opos"
            " store repair` brings it back from the archive."
        ),
    )
    ACT_LOST = (
        "store_act_lost",
        N_(
            "Run {run} changed the store, and the store knows nothing of it: `opos store repair`"
            " does it again."
        ),
    )
    FOUND_OTHERWISE = (
        "store_found_otherwise",
        N_("{invoice}: run {run} found it otherwise than the history says."),
    )
    STANDS_OTHERWISE = (
        "store_stands_otherwise",
        N_("{invoice} of Mandant {mandant} stands otherwise than the history says."),
    )


class ArchiveFault(Code):
    """What is wrong with the archive of the originals."""

    NOT_ARCHIVED = (
        "archive_not_written",
        N_("The archive {folder} cannot be written: {error}."),
        N_(
            "Nothing was imported. Free some space, or make the folder writable for the user that"
            " runs opos."
        ),
    )
    NOT_REMOVED = (
        "archive_not_removed",
        N_("The archive {folder} cannot be written: {error}."),
        N_("Make the folder writable for the user that runs opos."),
    )


class ChainFault(Code):
    """What is wrong with a hash chain."""

    UNREADABLE = (
        "archive_chain_unreadable",
        N_("Line {number} of {path} cannot be read."),
        N_("`opos store repair` goes on with the lines that are whole; the file is kept."),
    )
    BROKEN = (
        "archive_chain_broken",
        N_("The chain {path} breaks at line {number}: a line was changed or removed."),
    )
    TORN = (
        "chain_torn",
        N_(
            "The chain {path} ends in the middle of a line: a crash or damage tore it off. The"
            " next line goes on after the last whole one, and the rest is kept beside it."
        ),
    )


class RunChainProblem(Code):
    """What `opos verify` finds in the chain over the runs."""

    JOURNAL_MISSING = "journal_missing", N_("The journal {path} is missing.")
    JOURNAL_CHANGED = (
        "journal_changed",
        N_("The journal {path} is not as it was when its run ended."),
    )
    LEDGER_CHANGED = (
        "ledger_changed",
        N_("The ledger is not as it was when run {run} ended: an act was changed or removed."),
    )
    UNDO_MARK_CHANGED = (
        "undo_mark_changed",
        N_("What the ledger says of run {run} being taken back does not agree with its acts."),
    )
    SETTINGS_LOST = (
        "settings_log_lines_lost",
        N_("The log of settings {path} does not reach to its end: lines are missing."),
    )
    LINES_LOST = (
        "run_chain_lines_lost",
        N_("The chain {path} does not reach to its end: run {run} and later ones are missing."),
    )


class ArchiveProblem(Code):
    """What `opos verify` finds in an archive that can be read."""

    MISSING = "archive_original_missing", N_("{name} of run {run} is missing.")
    CHANGED = "archive_original_changed", N_("{name} of run {run} was changed.")
    NOT_REMOVED = (
        "archive_original_not_removed",
        N_("{name} is there still, though run {run} removed it; `opos prune` ends that."),
    )
