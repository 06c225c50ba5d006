"""Why a payment waits on the clearing list, and what stands in the way of assigning it."""

from __future__ import annotations

from engine.model.message import N_, Code


class ClearingReason(Code):
    """Why nobody but a person can say which invoice a payment is for. The numbers are ours."""

    NO_NUMBER = "no_number", N_("It names no invoice of ours.")
    WEAK_NUMBER = (
        "weak_number",
        N_("{numbers} stands in its text, but may be another number, such as the customer's."),
    )
    SEVERAL_NUMBERS = (
        "several_numbers",
        N_("It names {numbers}, and the amount is not what is open of them together."),
    )
    MORE_THAN_OPEN = "more_than_open", N_("It is more than what is open of {numbers}.")
    MORE_THAN_PAID = "more_than_paid", N_("It gives back more than was paid of {numbers}.")
    WRONG_DIRECTION = (
        "wrong_direction",
        N_("Money went out, and it names {numbers}; it is not marked as a return."),
    )
    OTHER_CURRENCY = "payment_in_other_currency", N_("{numbers} is in another currency.")
    NOT_FOR_SURE = (
        "payment_not_for_sure",
        N_("Account, day or amount speaks against {numbers}."),
    )
    MAY_BE_KNOWN = (
        "may_be_known",
        N_("It may be a payment that was imported before; nothing tells the two apart."),
    )
    NO_DETAILS = (
        "no_details",
        N_("The bank names several payments in one sum, without their details."),
    )
    DETAILS_DIFFER = (
        "details_differ",
        N_("The details that the bank gives do not add up to what it booked."),
    )
    TWO_CURRENCIES = (
        "two_currencies",
        N_("What was paid is in another currency than what was booked."),
    )
    REVERSAL = (
        "reversal_credited",
        N_("The bank takes back a booking, and nothing says which one."),
    )
    COLLECTIVE = (
        "collective_posting",
        N_("It is one line of a collective posting, whose other side stands elsewhere."),
    )
    BETWEEN_DEBTORS = ("between_debtors", N_("It moves money from one debtor to another."))
    CALLED_RETURN = (
        "called_return",
        N_("Its text calls it a return, and its accounts or its sides say something else."),
    )
    UNKNOWN_KEY = (
        "unknown_posting_key",
        N_("The posting has a BU key or a mark that says what opos does not know."),
    )


class ClearingFault(Code):
    """Why an entry of the clearing list cannot be assigned, or an import not be taken back."""

    NOT_WAITING = (
        "clearing_not_waiting",
        N_("No payment {entry} waits on the clearing list."),
        N_("`opos clearing` lists those that do."),
    )
    SEVERAL = (
        "clearing_several",
        N_("Several payments on the clearing list begin with {entry}."),
        N_("Give more of the entry's name."),
    )
    NO_INVOICE = (
        "clearing_no_invoice",
        N_("There is no invoice {invoice} that this interface may change."),
        N_("`opos items TEXT` searches."),
    )
    SEVERAL_MANDANTEN = (
        "clearing_several_mandanten",
        N_("{invoice} is an invoice of the Mandanten {mandants}."),
        N_("Name one with --mandant."),
    )
    NOTHING_TO_BOOK = (
        "clearing_nothing_to_book",
        N_("Nothing is open of {invoice} that this payment could settle, or give back."),
        N_("See `opos explain` for what became of it, and assign the payment to another one."),
    )
    OTHER_CURRENCY = (
        "clearing_other_currency",
        N_("{invoice} is in {ours}, the payment in {theirs}."),
        N_("Book it by hand, and drop it from the clearing list."),
    )
    BEYOND_LIMIT = (
        "clearing_beyond_limit",
        N_("The assignment goes beyond guard.{rule}: {actual}; {limit} are allowed."),
        N_("Look whether it is right; if so, raise the limit of this interface."),
    )
    ASSIGNED_SINCE = (
        "clearing_assigned_since",
        N_("Payments of run {run} have been assigned from the clearing list since, by {runs}."),
        N_("Take those runs back first."),
    )
