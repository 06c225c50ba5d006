"""Why a line of a list becomes no row: it cannot be read or believed, or it is no data at all."""

from __future__ import annotations

from engine.model.message import N_, Code


class RejectReason(Code):
    """Why a line that should be a row is none."""

    # What a cell lacks.
    NO_AMOUNT = ("no_amount", N_("this is no amount"))
    NO_AMOUNT_LIKE_OTHERS = (
        "no_amount_like_others",
        N_("this is no amount with at most two decimals, written as the others in its column"),
    )
    SEVERAL_SIGNS = ("several_signs", N_("this amount has more than one sign"))
    TOO_MANY_DECIMALS = ("too_many_decimals", N_("this amount has more than two decimals"))
    NO_DATE = ("no_date", N_("this is no date"))
    NO_SIDE = ("no_side", N_("this is neither S (Soll) nor H (Haben)"))
    MARK_UNKNOWN = ("mark_unknown", N_("this settlement mark is not known"))
    NO_CURRENCY = ("no_currency", N_("this is no code of a currency, such as EUR"))
    NO_DUNNING_LEVEL = ("no_dunning_level", N_("this is no dunning level from 0 to 9"))
    NEITHER_YES_NOR_NO = ("neither_yes_nor_no", N_("this is neither yes nor no"))
    CELL_EMPTY = ("cell_empty", N_("this cell must not be empty"))

    # What cannot be an invoice number.
    NUMBER_CONVERTED = (
        "number_converted",
        N_("the spreadsheet has made a date or a truth value of this number"),
    )
    NUMBER_SHORTENED = (
        "number_shortened",
        N_("a spreadsheet has shortened this number, its last digits are lost"),
    )
    NUMBER_TOO_LONG = ("number_too_long", N_("this is too long for an invoice number"))
    NO_INVOICE_NUMBER = ("no_invoice_number", N_("this is no invoice number"))

    # What is wrong with a line.
    TOTAL_OR_ITEM = ("total_or_item", N_("this may be a total or an item"))
    LINE_TOO_SHORT = ("line_too_short", N_("the line ends before this column"))
    LINE_TOO_WIDE = ("line_too_wide", N_("the line has more cells than the heading line"))
    LINE_TORN = ("line_torn", N_("the file ends in the middle of this line"))
    CELLS_SHIFTED = (
        "cells_shifted",
        N_("a delimiter too many in this line may have shifted its cells"),
    )

    # What contradicts itself, or leaves open what is open.
    OPEN_MISSING = ("open_missing", N_("the open amount is missing"))
    PART_PAID = ("part_paid", N_("paid in part, but the list does not say how much is open"))
    SIDE_MISSING = ("side_missing", N_("S or H is missing"))
    SIGN_AND_SIDE = ("sign_and_side", N_("this amount has a sign, and S or H besides"))
    SOLL_AND_HABEN = ("soll_and_haben", N_("a payment stands in Soll or in Haben, not in both"))
    RETURN_UNSIGNED = (
        "return_unsigned",
        N_(
            "the line speaks of a payment that went back, but its amount says that it came in: give"
            " it a minus or S"
        ),
    )
    FOREIGN_ENTRY = (
        "foreign_entry",
        N_("entered in a foreign currency, so the balance cannot be compared"),
    )
    SEVERAL_ACCOUNTS = (
        "several_accounts",
        N_("this invoice number stands on several accounts: {accounts}"),
    )
    SEVERAL_TIMES = (
        "several_times",
        N_("this invoice number stands in the list several times, with {figures:money}"),
    )
    TWICE_IN_FILE = ("twice_in_file", N_("this invoice stands further up in the file, too"))
    BALANCE_DIFFERS = (
        "balance_differs",
        N_(
            "the postings of this invoice add up to {sum:money}, but their balance is printed as"
            " {figures:money}"
        ),
    )
    SETTLED_BUT_OPEN = ("settled_but_open", N_("marked as settled, but {open:money} is open"))
    OPEN_AMONG_SETTLED = (
        "open_among_settled",
        N_("the list is one of settled items, but {open:money} is open"),
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
