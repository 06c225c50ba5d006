"""What can be typed: the commands and options of the contract, section 1."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from engine.cli.argparse_i18n import Parser
from engine.common.i18n import LANGUAGES, _
from engine.lists.rows.rows import Content


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line as a namespace whose `command` names what to do. Raises `UsageError`."""
    options, unknown = build_parser().parse_known_args(arguments)
    if unknown:
        options.parser.refuse(unknown[0])
    return options


def wished_language(arguments: Sequence[str]) -> str:
    """What `--lang` says, before the parser speaks its first word."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang":
            return "".join(arguments[index + 1 : index + 2])
    return ""


def build_parser() -> Parser:
    """The parser of the command line; `opos --help` is its text."""
    parser = Parser(
        prog="opos",
        description=_(
            "Imports open items and payments from German bookkeeping into a practice's own store."
        ),
        epilog=_(
            "Without a command: the terminal interface. `opos demo` shows everything on this"
            " machine alone."
        ),
    )
    parser.set_defaults(
        command="headless",
        parser=parser,
        json=False,
        quiet=False,
        verbose=False,
        config=None,
        lang=None,
        no_color=False,
    )
    _common(parser)
    parser.add_argument("--version", action=_Version, nargs=0, help=_("which version this is"))
    parser.add_argument(
        "--no-mouse",
        action="store_true",
        help=_("leave the mouse to the terminal, for its own way of marking"),
    )
    run = parser.add_argument_group(_("running imports"))
    run.add_argument(
        "--headless", action="store_true", help=_("run what is due, once, and end; for cron")
    )
    run.add_argument(
        "-i",
        "--interface",
        action="append",
        default=[],
        metavar="NAME",
        help=_("run this interface now; repeatable"),
    )
    run.add_argument("--all", action="store_true", help=_("run every enabled interface now"))
    run.add_argument(
        "--watch",
        action="store_true",
        help=_("stay, and run what becomes due; for services and containers"),
    )
    run.add_argument(
        "-n",
        "--dry-run",
        action="store_true",
        help=_("say what would change, and change nothing anywhere"),
    )
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"))

    demo = _command(commands, "demo", _("a complete example on this machine alone"))
    demo.add_argument("--headless", action="store_true", help=_("print the runs and end"))

    read = _command(commands, "read", _("what the reader makes of one file; touches no store"))
    read.add_argument("file", metavar=_("FILE"))
    read.add_argument(
        "--type", default="", help=_("the layout to read it with; default: found out")
    )
    read.add_argument(
        "--suggest", action="store_true", help=_("propose a layout of one's own for this file")
    )
    read.add_argument(
        "--content",
        default="",
        choices=list(Content),
        help=_("what the list holds; default: found out"),
    )

    items = _command(
        commands,
        "items",
        _("the invoices; `opos items load FILE --mandant M` puts invoices into the store"),
    )
    items.add_argument(
        "words",
        nargs="*",
        metavar=_("TEXT"),
        help=_("part of a number, name or account; or: load FILE"),
    )
    items.add_argument(
        "--status",
        choices=["open", "part_paid", "paid"],
        default="",
        help=_("only those that stand so"),
    )
    items.add_argument(
        "--mandant",
        default="",
        metavar="M",
        help=_("only this Mandant's; with load: whose they are where the file tells none"),
    )
    files = items.add_mutually_exclusive_group()
    files.add_argument("--csv", metavar=_("FILE"), help=_("write them to a CSV file"))
    files.add_argument("--xlsx", metavar=_("FILE"), help=_("write them to an Excel file"))

    explain = _command(commands, "explain", _("why an invoice stands as it does"))
    explain.add_argument("invoice", metavar=_("INVOICE"))
    explain.add_argument(
        "--mandant", default="", metavar="M", help=_("whose invoice, where several have the number")
    )

    _command(commands, "runs", _("the history"))
    show = _command(commands, "show", _("one run, whole"))
    show.add_argument("run", metavar=_("RUN"))
    files = show.add_mutually_exclusive_group()
    files.add_argument(
        "--csv", metavar=_("FILE"), help=_("write what it changed, or would have, to a CSV file")
    )
    files.add_argument("--xlsx", metavar=_("FILE"), help=_("the same as an Excel file"))

    undo = _command(
        commands, "undo", _("take a whole import back; items changed since are left alone")
    )
    undo.add_argument("run", metavar=_("RUN"))
    undo.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))
    release = _command(
        commands, "release", _("carry out an import that the guard held, after planning it anew")
    )
    release.add_argument("run", metavar=_("RUN"))
    release.add_argument(
        "--reason", default="", metavar=_("TEXT"), help=_("why; kept with the import")
    )
    release.add_argument("--reject", action="store_true", help=_("drop it instead"))
    release.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))

    following = _command(
        commands, "next", _("when each interface runs next, and what stands in its way")
    )
    following.add_argument(
        "-n",
        type=int,
        default=5,
        metavar="N",
        dest="runs",
        help=_("so many runs of each; default: 5"),
    )
    check = _command(
        commands, "check", _("the doctor: whatever a run depends on, each with the remedy")
    )
    check.add_argument(
        "-i",
        "--interface",
        action="append",
        default=[],
        metavar="NAME",
        help=_("only this one; repeatable"),
    )
    check.add_argument(
        "--mail", action="store_true", help=_("send a test mail to everyone who gets reports")
    )
    check.add_argument(
        "--nagios", action="store_true", help=_("one line and the exit code of a monitoring plugin")
    )
    prune = _command(
        commands,
        "prune",
        _("remove originals older than bookkeeping must keep them; never by itself"),
    )
    prune.add_argument(
        "--years", type=int, default=10, help=_("how many years they are kept; default: 10")
    )
    prune.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))
    _command(
        commands, "verify", _("the archive against its hash chain, the store against the history")
    )
    template = _command(commands, "template", _("an Excel template that a bookkeeper can fill in"))
    template.add_argument("file", metavar=_("FILE"))
    service = _command(
        commands, "service", _("the units of systemd, or the crontab line, for this installation")
    )
    service.add_argument("what", choices=["systemd", "cron"], metavar="systemd|cron")
    config = _command(
        commands,
        "config",
        _("the commented sample; every value and where it comes from; the JSON schema"),
    )
    config.add_argument("what", choices=["sample", "show", "schema"], metavar="sample|show|schema")
    _command(
        commands, "admin-password", _("set the password that revealing a stored password asks for")
    )
    return parser


def _command(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    command.set_defaults(command=name, parser=command)
    _common(command)
    return command


def _common(parser: argparse.ArgumentParser) -> None:
    """Options that stand before or after the command alike; absent here, what stood before is
    kept.
    """
    keep = argparse.SUPPRESS
    parser.add_argument(
        "-c",
        "--config",
        metavar=_("FILE"),
        default=keep,
        help=_("the configuration; default: see the manual"),
    )
    parser.add_argument(
        "--json", action="store_true", default=keep, help=_("JSON lines instead of text")
    )
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument(
        "-q", "--quiet", action="store_true", default=keep, help=_("only what needs someone")
    )
    amount.add_argument("-v", "--verbose", action="store_true", default=keep, help=_("everything"))
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=keep, help=_("the language of all texts")
    )
    parser.add_argument(
        "--no-color",
        action="store_true",
        default=keep,
        help=_("no colours; NO_COLOR does the same"),
    )


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that costs as much as all the rest of this
    module.
    """

    def __call__(self, parser: argparse.ArgumentParser, *_arguments: Any, **_keywords: Any) -> None:
        from importlib.metadata import version

        parser.exit(message=f"opos {version('opos-import')}\n")
