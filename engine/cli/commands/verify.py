"""`opos verify`: what does not agree, a line each."""

from __future__ import annotations

from argparse import Namespace

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_data
from engine.cli.printer import Printer
from engine.common.i18n import _, format_number, ngettext
from engine.doctor.verify import verify_problems
from engine.model.errors import ExitCode
from engine.store.opening import open_archive, open_store


def add_arguments(_parser: Parser) -> None:
    """It takes none."""


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Check every original and the whole history; 12 where anything does not agree."""
    data = asked_data(options)
    store, archive = open_store(data), open_archive(data)
    found = 0
    for problem in verify_problems(data):
        found += 1
        printer.line(problem, {"problem": problem})
    originals, items = len(archive.contents()), sum(map(len, store.item_blocks()))
    checked = _("Originals: {originals}, items: {items}; {result}").format(
        originals=format_number(originals),
        items=format_number(items),
        result=ngettext("{n} problem.", "{n} problems.", found).format(n=format_number(found))
        if found
        else _("all agree."),
    )
    printer.line(checked, {"originals": originals, "items": items, "problems": found})
    return ExitCode.STORE if found else ExitCode.OK
