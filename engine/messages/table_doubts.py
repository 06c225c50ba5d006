"""What keeps the silence of a list from counting because of further tables in its file."""

from __future__ import annotations

from engine.model.message import N_, Code

_DELIVER_ALONE = N_(
    "Deliver the list without this sheet; or, if it belongs to the list, show it and give it the"
    " list's headings."
)


class TableDoubt(Code):
    """Why a table that may hold items was not read as part of the list."""

    HIDDEN_SHEET = (
        "hidden_sheet",
        N_("The sheet {sheet} is hidden and not read, but row {row} may be an item of the list."),
        _DELIVER_ALONE,
    )
    OLD_SHEET = (
        "old_sheet",
        N_(
            "The sheet {sheet} is named as an old one and not read, but row {row} may be an item"
            " of the list."
        ),
        _DELIVER_ALONE,
    )
    OTHER_COLUMNS = (
        "sheet_other_columns",
        N_(
            "The sheet {sheet} has other columns than the list and is not read, but row {row} may"
            " be an item of it."
        ),
        _DELIVER_ALONE,
    )
    SHEET_NOT_UNDERSTOOD = (
        "sheet_not_understood",
        N_(
            "The headings of the sheet {sheet} are not understood, and row {row} may be an item of"
            " the list."
        ),
        _DELIVER_ALONE,
    )
