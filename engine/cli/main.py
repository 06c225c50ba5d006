"""The command line: from what was typed to an exit code.

What a command does is in `engine.cli.commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from engine.cli.arguments import parse, wished_language
from engine.cli.commands import command
from engine.cli.printer import Printer
from engine.common.i18n import language_of_the_system, use_language
from engine.common.os_errors import machine_error
from engine.model.errors import ExitCode, OposError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what the user can cause never ends in a
    traceback.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    use_language(wished_language(arguments) or language_of_the_system())
    printer = Printer()
    try:
        options = parse(arguments)
        if options.json:
            printer.speak_json()
        code = command(options.command).run(options, printer)
        printer.check()
    except OposError as error:
        printer.error(error)
        return int(error.exit_code)
    except OSError as error:
        refused = machine_error(error)
        printer.error(refused)
        return int(refused.exit_code)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except Exception as error:
        # Ours; the printer lets no cell that it quotes drive the terminal.
        import traceback

        printer.aside("".join(traceback.format_exception(error)))
        return int(ExitCode.BUG)
    return int(code)
