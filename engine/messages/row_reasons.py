"""Why a line of a list becomes no row: it cannot be read or believed, or it is no data at all."""

from __future__ import annotations

from engine.model.message import N_, Code

_AS_AMOUNT = N_("Export the amounts with two decimals, such as 1.200,00.")
_AS_SIDE = N_("Export S for Soll or H for Haben in this column.")
_AS_TEXT = N_(
    "Format the column as text in the spreadsheet before the numbers are put in, and export again."
)
_LOOK_AT_COLUMN = N_(
    "Look whether this is the column of the invoice numbers: opos read FILE shows the columns."
)
_IN_QUOTES = N_("Export the list again; a text with a delimiter in it must be in quotation marks.")
_WITH_OPEN = N_("Export the list with a column of what is still open.")
_ONE_LINE = N_("Look the invoice up in bookkeeping, and leave the true line alone in the list.")
_SETTLEMENT = N_(
    "Look the invoice up in bookkeeping: correct its mark there, or export it with the open items."
)


class RejectReason(Code):
    """Why a line that should be a row is none, and what to do about it."""

    # What a cell lacks.
    NO_AMOUNT = ("no_amount", N_("this is no amount"), _AS_AMOUNT)
    NO_AMOUNT_LIKE_OTHERS = (
        "no_amount_like_others",
        N_("this is no amount with at most two decimals, written as the others in its column"),
        _AS_AMOUNT,
    )
    SEVERAL_SIGNS = ("several_signs", N_("this amount has more than one sign"), _AS_AMOUNT)
    TOO_MANY_DECIMALS = (
        "too_many_decimals",
        N_("this amount has more than two decimals"),
        _AS_AMOUNT,
    )
    NO_DATE = ("no_date", N_("this is no date"), N_("Export the days as 31.12.2026 or 2026-12-31."))
    NO_SIDE = ("no_side", N_("this is neither S (Soll) nor H (Haben)"), _AS_SIDE)
    MARK_UNKNOWN = (
        "mark_unknown",
        N_("this settlement mark is not known"),
        N_("Use one of the marks in docs/formats.md, or describe the list under [layouts]."),
    )
    NOT_SETTLED = (
        "not_settled",
        N_("nothing is paid of it, in a list of settled items"),
        _SETTLEMENT,
    )
    NO_CURRENCY = (
        "no_currency",
        N_("this is no code of a currency, such as EUR"),
        N_("Export the code of three letters."),
    )
    NO_DUNNING_LEVEL = (
        "no_dunning_level",
        N_("this is no dunning level from 0 to 9"),
        N_("Export a level from 0 to 9, or leave the column out."),
    )
    NEITHER_YES_NOR_NO = (
        "neither_yes_nor_no",
        N_("this is neither yes nor no"),
        N_("Write yes or no."),
    )
    CELL_EMPTY = (
        "cell_empty",
        N_("this cell must not be empty"),
        N_("Fill it in where the list comes from, and export the list again."),
    )

    # What cannot be an invoice number.
    NUMBER_CONVERTED = (
        "number_converted",
        N_("the spreadsheet has made a date or a truth value of this number"),
        _AS_TEXT,
    )
    NUMBER_SHORTENED = (
        "number_shortened",
        N_("a spreadsheet has shortened this number, its last digits are lost"),
        _AS_TEXT,
    )
    NUMBER_TOO_LONG = (
        "number_too_long",
        N_("this is too long for an invoice number"),
        _LOOK_AT_COLUMN,
    )
    CONTROL_CHARACTERS = (
        "control_characters",
        N_("this holds control characters"),
        _LOOK_AT_COLUMN,
    )
    NO_INVOICE_NUMBER = ("no_invoice_number", N_("this is no invoice number"), _LOOK_AT_COLUMN)

    # What is wrong with a line.
    TOTAL_OR_ITEM = (
        "total_or_item",
        N_("this may be a total or an item"),
        N_("Give an item its date, or a total a line without an invoice number."),
    )
    LINE_TOO_SHORT = ("line_too_short", N_("the line ends before this column"), _IN_QUOTES)
    LINE_TOO_WIDE = (
        "line_too_wide",
        N_("the line has more cells than the heading line"),
        _IN_QUOTES,
    )
    LINE_TORN = (
        "line_torn",
        N_("the file ends in the middle of this line"),
        N_("Have the whole list delivered again."),
    )
    CELLS_SHIFTED = (
        "cells_shifted",
        N_("a delimiter too many in this line may have shifted its cells"),
        _IN_QUOTES,
    )

    # What contradicts itself, or leaves open what is open.
    OPEN_MISSING = ("open_missing", N_("the open amount is missing"), _WITH_OPEN)
    PART_PAID = (
        "part_paid",
        N_("paid in part, but the list does not say how much is open"),
        _WITH_OPEN,
    )
    SIDE_MISSING = ("side_missing", N_("S or H is missing"), _AS_SIDE)
    SIGN_AND_SIDE = (
        "sign_and_side",
        N_("this amount has a sign, and S or H besides"),
        N_("Export either signs, or S and H."),
    )
    SOLL_AND_HABEN = (
        "soll_and_haben",
        N_("a payment stands in Soll or in Haben, not in both"),
        N_("Correct the posting in bookkeeping, and export the list again."),
    )
    RETURN_UNSIGNED = (
        "return_unsigned",
        N_(
            "the line speaks of a payment that went back, but its amount says that it came in: give"
            " it a minus or S"
        ),
    )
    NOT_PAID_YET = (
        "not_paid_yet",
        N_("the line says that the payment did not come, or has not come yet"),
        N_("Export only payments that were booked."),
    )
    TO_COME = (
        "payment_to_come",
        N_("the day of the payment is more than a month ahead"),
        N_("Export only payments that were booked; or correct the day."),
    )
    FOREIGN_ENTRY = (
        "foreign_entry",
        N_("entered in a foreign currency, so the balance cannot be compared"),
        N_("Post it by hand: foreign currencies are not converted."),
    )
    SEVERAL_ACCOUNTS = (
        "several_accounts",
        N_("this invoice number stands on several accounts: {accounts}"),
        _ONE_LINE,
    )
    SEVERAL_TIMES = (
        "several_times",
        N_("this invoice number stands in the list several times, with {figures:money}"),
        _ONE_LINE,
    )
    TWICE_IN_FILE = (
        "twice_in_file",
        N_("this invoice stands further up in the file, too"),
        _ONE_LINE,
    )
    BALANCE_DIFFERS = (
        "balance_differs",
        N_(
            "the postings of this invoice add up to {sum:money}, but their balance is printed as"
            " {figures:money}"
        ),
        N_("Look the postings up in bookkeeping: one is missing in the list, or there twice."),
    )
    SETTLED_BUT_OPEN = (
        "settled_but_open",
        N_("marked as settled, but {open:money} is open"),
        _SETTLEMENT,
    )
    OPEN_AMONG_SETTLED = (
        "open_among_settled",
        N_("the list is one of settled items, but {open:money} is open"),
        _SETTLEMENT,
    )


class IgnoreReason(Code):
    """Why a line is no data."""

    TITLE = ("title", N_("title"))
    HEADING = ("heading", N_("heading"))
    HEADING_AGAIN = ("heading_again", N_("heading again"))
    BLANK = ("blank", N_("blank"))
    RULE = ("rule", N_("rule"))
    TOTAL = ("total", N_("total"))
    REMARK = ("remark", N_("remark"))
    UNNUMBERED = ("unnumbered", N_("no invoice number"))
    DRAFT = ("draft", N_("draft"))
