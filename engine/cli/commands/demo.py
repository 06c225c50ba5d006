"""`opos demo`: a complete example on this machine alone."""

from __future__ import annotations

from argparse import Namespace

from engine.cli.argparse_i18n import Parser
from engine.cli.demo.demo import run_demo
from engine.cli.printer import Printer
from engine.common.i18n import _, language
from engine.model.errors import ExitCode


def add_arguments(parser: Parser) -> None:
    parser.add_argument("--headless", action="store_true", help=_("print the runs and end"))


def run(_options: Namespace, printer: Printer) -> ExitCode:
    """Print the runs of the demo; where a screen was asked for, the app shows them instead."""
    return run_demo(language(), printer)
