"""Every command of `opos`, by the name it is typed with, in the order of `opos --help`.

A command is the module of its name here ("-" is "_" there), with `add_arguments(parser)` and
`run(options, printer)`. It is imported when it is typed, so that none pays for the others.
"""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from engine.model.message import N_

if TYPE_CHECKING:
    from engine.cli.argparse_i18n import Parser
    from engine.cli.printer import Printer
    from engine.model.errors import ExitCode

COMMANDS = {
    "demo": N_("a complete example on this machine alone"),
    "read": N_("what the reader makes of one file; touches no store"),
    "items": N_("the invoices; `opos items load FILE --mandant M` puts invoices into the store"),
    "explain": N_("why an invoice stands as it does"),
    "runs": N_("the history"),
    "show": N_("one run, whole"),
    "undo": N_("take a whole import back; items changed since are left alone"),
    "release": N_("carry out an import that the guard held, after planning it anew"),
    "export": N_("send what waits for the practice's own program, or any of its files again"),
    "exports": N_("what the practice's own program got, what waits, and why"),
    "clearing": N_(
        "payments that name no invoice for sure; `opos clearing assign ENTRY INVOICE` says which"
    ),
    "next": N_("when each interface runs next, and what stands in its way"),
    "check": N_("the doctor: whatever a run depends on, each with the remedy"),
    "prune": N_("remove originals older than bookkeeping must keep them; never by itself"),
    "verify": N_("the archive against its hash chain, the store against the history"),
    "store": N_("`opos store repair` rebuilds a damaged or lost store, and shows first how"),
    "template": N_("an Excel template that a bookkeeper can fill in"),
    "service": N_("the units of systemd, or the crontab line, for this installation"),
    "config": N_(
        "the commented sample; every value and its source; the JSON schema; former versions"
    ),
    "completion": N_("completions for bash, zsh or fish, to be put where the shell looks"),
    "admin-password": N_("set the password that revealing a stored password asks for"),
}
"""Each with what `opos --help` says of it."""


class CommandModule(Protocol):
    """What the module of a command holds."""

    def add_arguments(self, parser: Parser) -> None:
        """Add what can stand after the command's name."""

    def run(self, options: Namespace, printer: Printer) -> ExitCode:
        """Do it and print the answer. Raises `OposError` where there is none."""


def command(name: str) -> CommandModule:
    """The command of this name; `headless` is what runs where none is named."""
    return cast("CommandModule", import_module(f"{__name__}.{name.replace('-', '_')}"))
