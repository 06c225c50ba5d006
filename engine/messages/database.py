"""Why the store on PostgreSQL cannot be used."""

from __future__ import annotations

from engine.model.message import N_, Code, plural

_UNCHANGED = N_("Nothing was changed by this step; the next run tries again.")


class MoveNote(Code):
    """A sentence of the run that moves a store."""

    MOVED = (
        "store_move_done",
        plural(
            "{store} holds {n} invoice, {open:money} open, and {acts:count} acts.",
            "{store} holds {n} invoices, {open:money} open, and {acts:count} acts.",
        ),
        N_("Put it below [store] of the configuration, on every host."),
    )
    BACK = (
        "store_move_back",
        plural(
            "{folder} holds {n} invoice, {open:money} open, and {acts:count} acts.",
            "{folder} holds {n} invoices, {open:money} open, and {acts:count} acts.",
        ),
        N_(
            "Name it as data_dir and empty store.url, to work with it; the database stays as it is."
        ),
    )


class DatabaseFault(Code):
    """What is wrong with the server, with its schema, or with the way there."""

    NO_DRIVER = (
        "database_no_driver",
        N_("The store is on PostgreSQL, and the driver for it is not installed."),
        N_('Install it: pip install "opos-import[postgresql]".'),
    )
    UNREACHABLE = (
        "database_unreachable",
        N_("The store {store} cannot be reached: {error}"),
        N_("See whether the server runs and store.url is right. The next run tries again."),
    )
    REFUSED = (
        "database_login_refused",
        N_("The store {store} refuses the login: {error}"),
        N_("Put the user in store.url, its password or the server's pg_hba.conf right."),
    )
    NO_DATABASE = (
        "database_missing",
        N_("The store {store} cannot be opened: {error}"),
        N_("Create the database, or put store.url right."),
    )
    FULL_HOUSE = (
        "database_too_many_connections",
        N_("The store {store} takes no more connections."),
        N_("Raise max_connections of the server, or lower worker.runs_at_once."),
    )
    READ_ONLY = (
        "database_read_only",
        N_("The store {store} may only be read: it is a standby, or was set so."),
        N_(
            "Nothing was changed. Put target_session_attrs=read-write and all hosts into"
            " store.url, and opos finds the one that writes."
        ),
    )
    FULL_DISK = (
        "database_disk_full",
        N_("The disk of the store {store} is full: {error}"),
        N_("Nothing was changed. Free some space on the server."),
    )
    NO_RIGHT = (
        "database_no_right",
        N_("The store {store} denies access: {error}"),
        N_("Give the user in store.url the rights of its schema; the manual has the commands."),
    )
    NO_SCHEMA = (
        "database_no_schema",
        N_("There are no tables of opos in {store}."),
        N_(
            "`opos store migrate` makes them; if they were there before, put store.url right or"
            " restore the backup. opos never begins anew by itself where it finds nothing."
        ),
    )
    OLD_SCHEMA = (
        "database_old_schema",
        N_("The tables in {store} are of an older opos (version {found} instead of {needed})."),
        N_("`opos store migrate` brings them up to date."),
    )
    NEW_SCHEMA = (
        "database_new_schema",
        N_("The tables in {store} are of a newer opos (version {found} instead of {needed})."),
        N_("Install that version of opos here, too."),
    )
    FAILED = (
        "database_failed",
        N_("The store {store} failed: {error}"),
        _UNCHANGED,
    )
    OUTCOME_UNKNOWN = (
        "database_outcome_unknown",
        N_("The store {store} went away in the middle of the commit, and does not come back."),
        N_(
            "Either all of it was done or nothing; the next run sees which, and does nothing twice."
        ),
    )
    BUSY = (
        "database_busy",
        N_("Other runs hold the invoices of these Mandanten for too long."),
        _UNCHANGED,
    )
    HELD_BY = (
        "database_lease_held",
        N_("Another run is at work on {name}: {holder}, since {since}."),
        N_("Wait for it to end; if its computer is gone, its lease ends within {n} seconds."),
    )
    STOOD_STILL = (
        "database_stood_still",
        N_("This run stood still in the middle of its commit, and {store} let go of it."),
        N_("Nothing was changed by this run; the next one does its work."),
    )
    LEASE_LOST = (
        "database_lease_lost",
        N_("This run stood still for too long, and {name} was given to another one."),
        N_("Nothing was changed by this run. The other one does its work."),
    )
    IMPORTED_TWICE = (
        "database_imported_twice",
        N_("{name} was imported by another run meanwhile."),
        N_("Nothing was changed by this run."),
    )
    NOT_EMPTY = (
        "database_not_empty",
        plural("{store} holds {n} act already.", "{store} holds {n} acts already."),
        N_("A store is moved into an empty schema: name another one in the address."),
    )
    NOT_REPLICATED = (
        "database_not_replicated",
        N_("no standby of {store} has the import yet"),
        N_("The next run removes the list, once one has it; see store.remove_when."),
    )
    NOT_CONFIRMED = (
        "database_not_confirmed",
        N_("No synchronous standby of {store} has confirmed the commit within {n} seconds."),
        N_(
            "It counts on that server. Bring the standby back, or take it out of"
            " synchronous_standby_names; until then lists stay on their servers."
        ),
    )
    NOT_THE_SAME = (
        "database_not_the_same",
        N_("What was copied to {where} is not the same as before."),
        N_("The store is where it was, and nothing of it was changed. Please report it."),
    )
    NOT_WHOLE = (
        "database_move_not_whole",
        plural(
            "`opos verify` finds {n} problem in the store that is to be moved.",
            "`opos verify` finds {n} problems in the store that is to be moved.",
        ),
        N_("See to them first: `opos verify` names them."),
    )
    FOLDER_IN_USE = (
        "database_folder_in_use",
        N_("The folder {folder} is not empty."),
        N_("Name a new one: a store is never written over another."),
    )
    MOVED = (
        "store_moved",
        N_("The store in {folder} was moved to {store}."),
        N_("Put that address below [store] of the configuration; this folder is of the past."),
    )
