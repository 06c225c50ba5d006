"""`opos completion bash|zsh|fish`: what the shell offers when Tab is pressed."""

from __future__ import annotations

from argparse import Namespace

import shtab

from engine.cli.argparse_i18n import Parser
from engine.cli.printer import Printer
from engine.common.i18n import _
from engine.model.errors import ExitCode

_SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: Parser) -> None:
    parser.add_argument("shell", choices=_SHELLS, metavar="|".join(_SHELLS))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print the script."""
    script = completion(options.shell).removesuffix("\n")
    printer.line(script, {"shell": options.shell, "script": script})
    return ExitCode.OK


def completion(shell: str) -> str:
    """The script for this shell, made from the parser itself."""
    from engine.cli.arguments import every_argument, whole_parser  # which look this module up

    parser = whole_parser()
    for argument in every_argument(parser):
        if argument.metavar == _("FILE"):
            argument.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks for it
    return shtab.complete(parser, shell)
