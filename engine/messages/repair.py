"""What a repair of the store finds and does."""

from __future__ import annotations

from engine.model.message import N_, Code, plural


class RepairNote(Code):
    """A sentence of the run that repairs."""

    NOT_NEEDED = "repair_not_needed", N_("The store is whole, and kept twice.")
    BASE = "repair_base", N_("The newest version that is whole: {name}.")
    NO_BASE = "repair_no_base", N_("No version of the store is whole.")
    AGAIN = (
        "repair_again",
        plural("Done again: run {run}, {n} change.", "Done again: run {run}, {n} changes."),
    )
    HELD = (
        "repair_held",
        N_("{name} of run {run} must be planned anew: it waits for opos release {run} --reason …"),
    )
    GONE = (
        "repair_gone",
        N_("What run {run} did ({name}) cannot be brought back from here."),
        N_("Restore a backup, or do it anew."),
    )
    DIFFERS = (
        "repair_differs",
        N_("{invoice}: {before:money} open in the present file, {after:money} in the rebuilt one."),
    )
    ONLY_THERE = "repair_only_there", N_("{invoice}: only in the present file.")
    ONLY_HERE = "repair_only_here", N_("{invoice}: only in the rebuilt one, {after:money} open.")
    MORE = "repair_more", plural("{n} more invoice differs.", "{n} more invoices differ.")
    ITEMS = (
        "repair_items",
        plural(
            "The rebuilt store holds {n} invoice, {open:money} open.",
            "The rebuilt store holds {n} invoices, {open:money} open.",
        ),
    )
    CHAIN = (
        "repair_chain",
        N_(
            "The chain {path} is damaged: it goes on with the lines that are whole, and with {n}"
            " that the store and the archive tell."
        ),
    )
    KEPT = "repair_kept", N_("The file that was there is kept as {path}.")


class RepairFault(Code):
    """Why nothing can be repaired."""

    NOTHING_LEFT = (
        "repair_nothing_left",
        N_("{folder} holds nothing that a store could be rebuilt from."),
        N_("Restore a backup, as the manual says (docs/operations.md)."),
    )
