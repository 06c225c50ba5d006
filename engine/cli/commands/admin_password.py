"""`opos admin-password`: set the password that revealing a stored password asks for, or another
one.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.printer import Printer
from engine.common.i18n import _
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from engine.model.errors import ExitCode, UsageError


def add_arguments(_parser: Parser) -> None:
    """It takes none."""


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Ask for it twice, and first for the one there is; where stdin is no terminal, each is a line
    of it, and once is enough.
    """
    configuration = asked_configuration(options)
    admin = AdminPassword(configuration.data)
    if admin.is_set:
        admin.admit(_asked(_("The admin password so far:")))
    new = _asked(_("The new admin password:"))
    if _is_terminal() and _asked(_("Once more:")) != new:
        raise UsageError(_("The two were not the same."), _("Nothing was changed. Try again."))
    admin.set(new)
    printer.line(_("The admin password is set."), {"admin_password": "set"})
    if not configuration.settings.security.reveal_passwords:
        printer.aside(_("Stored passwords are shown once security.reveal_passwords is true."))
    return ExitCode.OK


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(prompt: str) -> SecretStr:
    """One password, without echo on a terminal. Raises `UsageError` where none comes."""
    try:
        if _is_terminal():
            text = getpass(f"{prompt} ")
        else:
            text = sys.stdin.readline().removesuffix("\n").removesuffix("\r") if sys.stdin else ""
    except EOFError:
        text = ""
    except UnicodeDecodeError:
        raise UsageError(_("This is no UTF-8 text."), _("Send the password in UTF-8.")) from None
    if not text:
        raise UsageError(
            _("No password came."),
            _(
                "Type it, or send it on stdin: the new one on a line; before it, if there is one,"
                " that so far."
            ),
        )
    return SecretStr(text)
