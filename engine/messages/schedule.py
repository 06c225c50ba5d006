"""What did not happen though it should have."""

from __future__ import annotations

from engine.model.message import N_, Code, plural

_ASK_BOOKKEEPING = N_(
    "Ask whether bookkeeping still exports it to this place. How long that may last is set by"
    " source.expect_days."
)


class Overdue(Code):
    """A list that does not come, a run that nobody starts."""

    SAME_LIST = (
        "same_list",
        plural(
            "For {n:count} day only the same list has come again, last imported on {day:date}.",
            "For {n:count} days only the same list has come again, last imported on {day:date}.",
        ),
        _ASK_BOOKKEEPING,
    )
    NO_LIST = (
        "no_list",
        plural(
            "No list has come for {n:count} day, since {day:date}.",
            "No list has come for {n:count} days, since {day:date}.",
        ),
        _ASK_BOOKKEEPING,
    )
    NO_RUN = (
        "no_run",
        N_("It was due on {day:date} at {time}, and nothing has started it since."),
        N_(
            "Something must call `opos --headless` every minute: see `opos service cron` and `opos"
            " service systemd`."
        ),
    )
