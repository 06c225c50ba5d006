"""What can be typed before a command, and with every command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.cli.argparse_i18n import Parser
from engine.cli.commands import COMMANDS, command
from engine.common.i18n import LANGUAGES, _

if TYPE_CHECKING:
    _SubParsersAction = argparse._SubParsersAction[Parser]
else:
    _SubParsersAction = argparse._SubParsersAction


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
            "Without a command: the app in the terminal. `opos demo` shows everything on this"
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
    _add_common(parser)
    parser.add_argument("--version", action=_Version, nargs=0, help=_("which version this is"))
    parser.add_argument(
        "--no-mouse",
        action="store_true",
        help=_("leave the mouse to the terminal, for its own way of marking"),
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        help=_("open the app to look only: nothing is started, decided or changed"),
    )
    _add_running(parser)
    commands = parser.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), action=_TypedCommand
    )
    for name, summary in COMMANDS.items():
        text = _(summary)
        commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    return parser


def whole_parser(*, repeat_common: bool = True) -> Parser:
    """The parser with the arguments of every command, for what is made from it: completions and man
    pages. A page need not repeat with each what goes with all.
    """
    parser = build_parser()
    for name, typed in commands_of(parser).items():
        if repeat_common:
            _add_common(typed)
        command(name).add_arguments(typed)
    return parser


def commands_of(parser: Parser) -> Mapping[str, Parser]:
    """The parser of each command, by its name."""
    return next(action.choices for action in parser._actions if isinstance(action, _TypedCommand))


def every_argument(parser: Parser) -> Iterator[argparse.Action]:
    """What can be typed, before a command and after each."""
    for each in (parser, *commands_of(parser).values()):
        yield from each._actions


class _TypedCommand(_SubParsersAction):
    """Gives a command its arguments when it is typed: only then is its module imported."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        name = values[0] if values else ""
        typed = self.choices[name]
        typed.set_defaults(command=name, parser=typed)
        _add_common(typed)
        command(name).add_arguments(typed)
        super().__call__(parser, namespace, values, option_string)


def _add_running(parser: Parser) -> None:
    """What goes without a command: `engine.cli.commands.headless` does it."""
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
        help=_(
            "stay, and run what becomes due; for services and containers; -c FOLDER runs every"
            " configuration in it"
        ),
    )
    run.add_argument(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help=_("run so many interfaces side by side; default: worker.runs_at_once"),
    )
    run.add_argument(
        "-n",
        "--dry-run",
        action="store_true",
        help=_("say what would change, and change nothing anywhere"),
    )


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(_("{number} is not one or more.").format(number=number))
    return number


def _add_common(parser: argparse.ArgumentParser) -> None:
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

        parser._print_message(f"opos {version('opos-import')}\n", sys.stdout)
        parser.exit()
