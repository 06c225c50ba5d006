"""What a list says of itself against what it is read as. Each code is stable."""

from __future__ import annotations

from engine.model.message import N_, Code


class SaysOfItself(Code):
    """What a doubt about a list's own words is about."""

    OPEN = (
        "says_it_is_open",
        N_(
            "“{text}” says that the list is of what is open, but it is read as one of what is paid."
        ),
        N_("Export the payments or the settled items; or set file.content to open."),
    )
    NOT_OPEN = (
        "says_it_is_not_open",
        N_(
            "“{text}” says that the list is of something else than what is open, but it is read as"
            " one of open items."
        ),
        N_("Export the open items; or set file.content to what the list holds."),
    )
    BROKE_OFF = (
        "list_broke_off",
        N_("Line {line} says that the list is not whole: “{text}”."),
        N_("Export the list again, and look whether it ends as it should."),
    )
    LINES_MISSING = (
        "lines_missing",
        N_("Line {line} says that there are {said} lines, but there are only {read}."),
        N_("Export the list again, and look whether it is whole."),
    )
