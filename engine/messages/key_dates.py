"""What there is to tell of the day a list speaks of. Each code is stable."""

from __future__ import annotations

from engine.model.message import N_, Code

_SAY_THE_DAY = N_(
    "Say the day in full, such as 2026-09-30, in the name of the file or above its headings."
)


class KeyDate(Code):
    """What a notice or a doubt about the key date is about."""

    DIFFER = (
        "key_dates_differ",
        N_(
            "The title says {title:date}, the name of the file {name:date}; the earlier day counts."
        ),
    )
    NEWER_INVOICES = (
        "newer_than_key_date",
        N_(
            "The list is of {day:date} by “{text}”, but holds an invoice of {newest:date};"
            " {day:date} counts all the same."
        ),
        _SAY_THE_DAY,
    )
    IN_FUTURE = (
        "key_date_in_future",
        N_("The list says it is of {day:date}, which is still to come; that day is not used."),
        N_("Export the list again as of a day that has come."),
    )
    WITHOUT_YEAR = (
        "key_date_without_year",
        N_("“{text}” holds a day without a year ({day}), and the year is not clear."),
        _SAY_THE_DAY,
    )
    UNCLEAR = (
        "key_date_unclear",
        N_("“{text}” holds what may be the day of the list ({day}) and is not clear."),
        _SAY_THE_DAY,
    )
    PART_OF_LIST = (
        "part_of_list",
        N_("“{text}” says that the list holds only a part of the open items."),
        N_("Export all open items, from the first to the key date."),
    )
