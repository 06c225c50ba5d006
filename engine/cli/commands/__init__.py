"""Every command of `opos`, by the name it is typed with, in the order of `opos --help`.

A command is the module of its name here ("-" is "_" there), with `HELP`, `add_arguments(parser)`
and `run(options, printer)`. It is imported when it is asked for, so that none pays for the others.
"""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from engine.cli.argparse_i18n import Parser
    from engine.cli.printer import Printer
    from engine.model.errors import ExitCode

COMMANDS = (
    "demo",
    "read",
    "items",
    "explain",
    "runs",
    "show",
    "undo",
    "release",
    "next",
    "check",
    "prune",
    "verify",
    "template",
    "service",
    "config",
    "admin-password",
)


class CommandModule(Protocol):
    """What the module of a command holds."""

    HELP: str
    """One line, marked by `N_`."""

    def add_arguments(self, parser: Parser) -> None:
        """Add what can stand after the command's name."""

    def run(self, options: Namespace, printer: Printer) -> ExitCode:
        """Do it and print the answer. Raises `OposError` where there is none."""


def command(name: str) -> CommandModule:
    """The command of this name; `headless` is what runs where none is named."""
    return cast("CommandModule", import_module(f"{__name__}.{name.replace('-', '_')}"))
