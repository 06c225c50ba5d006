"""Why a password cannot be had, or is not asked for any more."""

from __future__ import annotations

from engine.model.message import N_, Code

_TRY_BY_HAND = N_(
    "Run it by hand as the user that opos runs as: it must print the password and nothing else,"
    " and end with 0."
)
_ONE_LINE = N_("It must give the password on one line, in UTF-8, and nothing else.")


class PasswordFault(Code):
    """Why a configured password cannot be had."""

    FILE_UNREADABLE = (
        "password_file_unreadable",
        N_("The password file {path} cannot be read: {error}."),
        N_("Correct password_file, or give the user that opos runs as the right to read it."),
    )
    NO_COMMAND = (
        "password_no_command",
        N_("password_command is no command: a quote is not closed, or it is empty."),
        _TRY_BY_HAND,
    )
    COMMAND_NOT_STARTED = (
        "password_command_not_started",
        N_("The password command {program} cannot be started: {error}."),
        _TRY_BY_HAND,
    )
    COMMAND_TOO_SLOW = (
        "password_command_too_slow",
        N_("The password command {program} did not end within {n} seconds."),
        _TRY_BY_HAND,
    )
    COMMAND_FAILED = (
        "password_command_failed",
        N_("The password command {program} ended with {code}."),
        _TRY_BY_HAND,
    )
    NO_TEXT = "password_no_text", N_("{giver} gives no UTF-8 text."), _ONE_LINE
    NO_LINE = "password_no_line", N_("{giver} gives no single line."), _ONE_LINE


class PasswordGiver(Code):
    """Who gives the password: a part of `PasswordFault`."""

    FILE = "password_giver_file", N_("The password file {path}")
    COMMAND = "password_giver_command", N_("The password command {program}")


class AdminPasswordFault(Code):
    """What is wrong with the files of the admin password and of the audit."""

    UNUSABLE = (
        "admin_password_unusable",
        N_("{path} cannot be used: {error}."),
        N_("Run opos as the user that the data folder belongs to."),
    )
    AUDIT_UNWRITABLE = (
        "audit_unwritable",
        N_("{path} cannot be written: {error}."),
        N_(
            "Make room, or run opos as the user that the data folder belongs to; without a trace"
            " nothing is revealed."
        ),
    )


class AdminPasswordProblem(Code):
    """What `opos verify` finds."""

    AUDIT_MISSING = (
        "audit_missing",
        N_("{path} is missing or empty, though an admin password was set."),
    )
