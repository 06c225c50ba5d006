"""`opos read FILE`: what the reader makes of a file, without touching any store."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration
from engine.cli.layout_toml import layout_toml
from engine.cli.printer import Printer
from engine.common.i18n import _
from engine.lists.layouts.custom import all_layouts
from engine.lists.layouts.suggest import propose
from engine.lists.read import read_list
from engine.lists.rows.rows import Content
from engine.model.errors import ExitCode
from engine.queries.list_sample import (
    columns_text,
    file_fields,
    file_text,
    require_list,
    sample_lines,
    silence_text,
    totals_text,
)


def add_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("FILE"))
    parser.add_argument(
        "--type", default="", help=_("the layout to read it with; default: found out")
    )
    parser.add_argument(
        "--suggest", action="store_true", help=_("propose a layout of one's own for this file")
    )
    parser.add_argument(
        "--content",
        default="",
        choices=list(Content),
        help=_("what the list holds; default: found out"),
    )


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print format, columns, rows, what was rejected or ignored and why, and the totals. Raises
    `ListRefused`.
    """
    path = Path(options.file)
    require_list(path)
    if options.suggest:
        text = layout_toml(propose(path, path.name))
        printer.line(text.removesuffix("\n"), {"layout": text})
        return ExitCode.OK
    own_layouts = asked_configuration(options).settings.layouts if options.config else {}
    found = read_list(
        path,
        path.name,
        type=options.type,
        content=Content(options.content) if options.content else None,
        layouts=all_layouts(own_layouts),
        today=datetime.now().astimezone().date(),
    )
    printer.line(file_text(path.name, found), file_fields(path.name, found))
    if found.columns:
        printer.line(f"  {columns_text(found)}")
    for line in sample_lines(path.name, found, ignored=options.verbose):
        printer.line(line.text, {line.kind: line.fields})
    printer.line(totals_text(found))
    if silence := silence_text(found):
        printer.line(silence)
    told = found.rejected or found.doubts or found.notices
    return ExitCode.WITH_WARNINGS if told else ExitCode.OK
