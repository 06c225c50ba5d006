"""`opos template FILE.xlsx`: the Excel template that a bookkeeper can fill in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.printer import Printer
from engine.cli.template_workbook import write_template
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ExitCode


def add_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Write the template; never over a file that is there. Raises `UsageError`."""
    path = Path(options.file)
    write_template(path)
    printer.line(_("{path} written.").format(path=sanitize(str(path))), {"written": str(path)})
    return ExitCode.OK
