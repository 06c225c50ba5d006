"""What there is to say of a plan: notices, rows that cannot be applied, lists that are refused."""

from __future__ import annotations

from engine.model.message import N_, Code, plural

_STEPS = N_(
    "Create the posting batches, hand them over and import them in bookkeeping, and only then"
    " export the list."
)
"""A practice hands over in three steps; one left out shows in what the list does not name."""


class PlanNotice(Code):
    """What someone should know about a plan besides its changes."""

    OTHER_SPELLING = "other_spelling", N_("Line {line}: {theirs} is taken as our {ours}.")
    SURPLUS = (
        "surplus",
        N_(
            "Line {line}: {surplus:money} more than is open of {number} was paid; the surplus is"
            " not booked."
        ),
    )
    RETURNED_TOO_MUCH = (
        "returned_too_much",
        N_(
            "Line {line}: {surplus:money} more than the whole of {number} was returned; the excess"
            " is not booked."
        ),
    )
    OTHER_CURRENCY = (
        "other_currency",
        N_(
            "Line {line}: {number} is in {ours} here and in {theirs} in the list; it is left as it"
            " is."
        ),
    )
    UNKNOWN = (
        "unknown",
        plural(
            "{n:count} row is about an invoice that is not held here: {examples}.",
            "{n:count} rows are about invoices that are not held here: {examples}.",
        ),
    )
    """Payments, or open items, of invoices that we do not hold and do not create."""
    CLEARING = (
        "clearing",
        plural(
            "{n:count} payment names no invoice for sure and waits on the clearing list:"
            " {examples}.",
            "{n:count} payments name no invoice for sure and wait on the clearing list:"
            " {examples}.",
        ),
        N_("Say with `opos clearing` which invoices they are for."),
    )
    KNOWN_PAYMENTS = (
        "known_payments",
        plural(
            "{n:count} payment was imported before from another file of the bank.",
            "{n:count} payments were imported before from other files of the bank.",
        ),
    )
    OUTGOING = (
        "outgoing_payments",
        plural(
            "{n:count} payment went out and is about no invoice.",
            "{n:count} payments went out and are about no invoice.",
        ),
    )
    DOUBTFUL = (
        "doubtful",
        plural(
            "{n:count} invoice that the list does not name is left as it is ({examples}), since it"
            " may be meant: {why}",
            "{n:count} invoices that the list does not name are left as they are ({examples}),"
            " since they may be meant: {why}",
        ),
    )
    """Within the reach of a doubt silence means nothing."""
    MANDANT_UNCLEAR = (
        "mandant_unclear",
        plural(
            "{n:count} invoice is not created, since the list names no Mandant: {examples}.",
            "{n:count} invoices are not created, since the list names no Mandant: {examples}.",
        ),
    )
    BRANCH_UNCLEAR = (
        "branch_unclear",
        plural(
            "{n:count} invoice is not created, since the list names no branch: {examples}.",
            "{n:count} invoices are not created, since the list names no branch: {examples}.",
        ),
    )
    OTHER_BRANCH = (
        "other_branch",
        plural(
            "{n:count} row is about a branch that this interface may not change; it is passed"
            " over.",
            "{n:count} rows are about branches that this interface may not change; they are passed"
            " over.",
        ),
    )
    REOPENED = (
        "reopened",
        plural(
            "{n:count} invoice is reopened: more of it is open than before.",
            "{n:count} invoices are reopened: more of them is open than before.",
        ),
    )
    DUNNING_LEVELS_LOST = (
        "dunning_levels_lost",
        plural("{n:count} dunning level is lost.", "{n:count} dunning levels are lost."),
    )
    """What a reset or a deletion costs."""
    NO_KEY_DATE = (
        "no_key_date",
        N_("The list names no key date, so invoices that it does not name are left as they are."),
    )
    WRITTEN_EARLIER = (
        "written_before_key_date",
        N_(
            "The list says it is of {day:date}, but its file was written on {written:date}; the"
            " earlier day counts."
        ),
    )
    NO_INVOICE_DATE = (
        "no_invoice_date",
        plural(
            "{n:count} invoice without a date is not listed; it is left as it is.",
            "{n:count} invoices without a date are not listed; they are left as they are.",
        ),
    )
    MANDANT_NOT_IN_LIST = (
        "mandant_not_in_list",
        N_(
            "The list names no invoice of the Mandanten {mandants}; their invoices are left as"
            " they are."
        ),
    )
    NOT_HANDED_OVER = (
        "not_handed_over",
        plural(
            "{n:count} open invoice up to {key_date:date} is not handed over to bookkeeping.",
            "{n:count} open invoices up to {key_date:date} are not handed over to bookkeeping.",
        ),
        _STEPS,
    )
    NOT_IN_THE_BOOKS = (
        "not_in_the_books",
        plural(
            "{n:count} open invoice up to {key_date:date} is handed over, but newer than any in"
            " the list ({newest:date}).",
            "{n:count} open invoices up to {key_date:date} are handed over, but newer than any in"
            " the list ({newest:date}).",
        ),
        _STEPS,
    )


class Place(Code):
    """Where something stands, as an example in a notice."""

    NUMBER_IN_LINE = "number_in_line", N_("{number} in line {line}")
    PAYMENT_IN_LINE = "payment_in_line", N_("{paid:money} in line {line}")


_SAY_WHICH = N_("Correct the number in the list, or book it by hand.")
_SEE_WHICH = N_(
    "See which invoice is meant. Two invoices of one number cannot both be held; give one of them"
    " another."
)


class RowConflict(Code):
    """Why a row that can be read cannot be applied."""

    SEVERAL_MANDANTEN = (
        "several_mandanten",
        N_("Several Mandanten have this invoice number; the list does not say which it means."),
        N_("Export the list with a column of Mandanten, or one list for each."),
    )
    ZERO = (
        "number_zero",
        N_("Zero is no invoice number; a spreadsheet shows it for a reference to a blank cell."),
        _SAY_WHICH,
    )
    SEVERAL_INVOICES = "several_invoices", N_("It may be any of our {numbers}."), _SAY_WHICH
    MAY_BE_OURS = (
        "may_be_ours",
        N_("Nothing speaks against it being our {numbers}, but nothing proves it."),
        _SAY_WHICH,
    )
    DATES_DIFFER = (
        "dates_differ",
        N_(
            "It looks like our {ours}, but the dates differ: {theirs_date:date} in the list,"
            " {ours_date:date} here."
        ),
        _SAY_WHICH,
    )
    AMOUNTS_DIFFER = (
        "amounts_differ",
        N_("It looks like our {ours}, but the invoice amounts differ."),
        _SAY_WHICH,
    )
    ANOTHER_INVOICE = (
        "another_invoice",
        N_(
            "Our {ours} is another invoice, of {ours_date:date} over {amount:money}; in the list it"
            " is of {theirs_date:date}, and the amount does not agree either."
        ),
        _SEE_WHICH,
    )
    ANOTHER_DEBTOR = (
        "another_debtor",
        N_(
            "Our {ours} is of the account {ours_account}, in the list it is of {theirs_account};"
            " day and amount do not prove that it is the same invoice."
        ),
        _SEE_WHICH,
    )
    FAR_MORE = (
        "far_more",
        N_("Our {ours} is over {amount:money}; the list names more than three times as much."),
        _SEE_WHICH,
    )
    STILL_OPEN = (
        "still_open",
        N_("A list of settled items shows this one as still open."),
        N_("Export settled items only, or set file.content to all."),
    )
    NO_OPEN_AMOUNT = (
        "no_open_amount",
        N_("The row names no open amount."),
        N_("Export the list with what is open of each invoice."),
    )
    CREDIT_NOTE = (
        "credit_note",
        N_("Our {ours} is a credit note; the list names it without a minus."),
        N_("Export the list with signs, or with a column of Soll and Haben."),
    )
    """An overpaid invoice is listed below zero; a credit note above zero has lost its sign."""
    OTHER_SIDE = (
        "other_side",
        N_("Our {ours} is an invoice; the list names it with a minus, as a credit note."),
        N_("Export the list with signs, or with a column of Soll and Haben."),
    )
    LINES_CONTRADICT = (
        "lines_contradict",
        N_("Lines {lines} contradict each other about this invoice."),
        N_("Correct the list, so that each invoice stands in it once."),
    )


class PlanRefusal(Code):
    """Why a list, or the policy for it, is refused as a whole."""

    OTHER_MANDANT = (
        "other_mandant",
        N_(
            "Line {line} is about Mandant {mandant}, which is not among those of this interface:"
            " {mandants}."
        ),
        N_(
            "If the file belongs here, add the Mandant to posting.mandants; else see which file the"
            " interface fetches."
        ),
    )
    NO_FUTURE_POSTINGS = (
        "no_future_postings",
        N_(
            'paid_as_of is "tomorrow", but postings in the future are not allowed for every'
            " Mandant of this interface."
        ),
        N_('Set paid_as_of to "today", or future_postings = true for each of its Mandanten.'),
    )
