"""Why an invoice is changed: a sentence for the rule, and further ones in `more`."""

from __future__ import annotations

from engine.model.message import N_, Code


class ChangeReason(Code):
    """What the list, or the act, says of the invoice."""

    LISTED_LESS = (
        "listed_less",
        N_("The list names {listed:money} as open, less than the {ours:money} here."),
    )
    LISTED_MORE = (
        "listed_more",
        N_("The list names {listed:money} as open, more than the {ours:money} here."),
    )
    LISTED_SETTLED = "listed_settled", N_("The list says that it is settled.")
    PAYMENT = "payment", N_("A payment of {paid:money}.")
    PAYMENTS = "payments", N_("{n:count} payments of together {paid:money}.")
    PAYMENT_RETURNED = "payment_returned", N_("A payment of {paid:money} was returned.")
    PAYMENT_OF_REST = (
        "payment_of_rest",
        N_("A payment without an amount: the rest of {rest:money} is paid."),
    )
    ASSIGNED = "assigned", N_("A payment of {paid:money}, assigned from the clearing list.")
    UNLISTED_DELETED = (
        "unlisted_deleted",
        N_("The list of open items does not name it: it is deleted."),
    )
    UNLISTED_PAID = (
        "unlisted_paid",
        N_("The list of open items does not name it: it counts as paid."),
    )
    NOT_HELD = "not_held", N_("The list names it as open, and it was not held here.")
    DETAILS = "details", N_("The list brings details that were missing or have changed.")
    RESET_DELETED = (
        "reset_deleted",
        N_("Open items are deleted before the import, and the list does not name it."),
    )
    RESET = (
        "reset",
        N_("Open items are deleted before the import and created anew from the list."),
    )
    LOADED = "loaded", N_("The billing program brought it.")
    UNDO = "undo", N_("The import is taken back: it stands again as before.")


class ChangeRemark(Code):
    """What else is to be said of a change."""

    DUNNING_LEVEL = "dunning_level", N_("Dunning level {before} becomes {after}.")
    REST_FORGIVEN = (
        "rest_forgiven",
        N_("The rest of {rest:money} is within the tolerance."),
    )
    SURPLUS_NOT_BOOKED = (
        "surplus_not_booked",
        N_("{surplus:money} more than it can take is not booked."),
    )
    SPELT_OTHERWISE = "spelt_otherwise", N_("The list spells it {number}.")
