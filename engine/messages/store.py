"""Why the store or the archive cannot be read or written."""

from __future__ import annotations

from engine.model.message import N_, Code

_FORMER_VERSION = N_("Copy the newest of its former versions from {folder} over it.")


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
    NEWER = (
        "store_newer",
        N_("The store {path} was written by a newer opos."),
        N_("Install that version or a later one."),
    )
    DAMAGED = (
        "store_damaged",
        N_("The store {path} is damaged, or was changed by another program."),
        _FORMER_VERSION,
    )
    FOREIGN_CONTENT = (
        "store_foreign_content",
        N_("The store {path} holds something that is no item: {error}."),
        _FORMER_VERSION,
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
    STALE_PLAN = (
        "stale_plan",
        N_("The plan does not fit the store: {item} was changed meanwhile."),
        N_("Nothing was changed; run it again."),
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
    CHAIN_UNREADABLE = (
        "archive_chain_unreadable",
        N_("Line {number} of {path} cannot be read: {error}."),
    )


class ArchiveProblem(Code):
    """What `opos verify` finds in an archive that can be read."""

    CHAIN_BROKEN = (
        "archive_chain_broken",
        N_("The chain breaks at line {number}: a line was changed or removed."),
    )
    MISSING = "archive_original_missing", N_("{name} of run {run} is missing.")
    CHANGED = "archive_original_changed", N_("{name} of run {run} was changed.")
