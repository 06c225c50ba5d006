"""Where `opos` begins: the app if it was asked for and can be seen, else the command line.

Cron comes by here every minute, so whatever costs a millisecond is imported where it is used.
"""

from __future__ import annotations

import sys

from engine.common.idle_cache import nothing_due

TYPE_CHECKING = False  # the one of `typing` is the same, and the module slow
if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager
    from pathlib import Path

    from engine.cli.demo.demo import Demo
    from tui_app.app import OposApp

_OBJECTS = 50_000
"""So many more of them than before may there be until garbage is looked for."""


def main(argv: list[str] | None = None) -> int:
    """Run `opos` and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if nothing_due(arguments):
        return 0
    import atexit
    import gc

    # What a start makes stays, and what is left at the end ends with the process: to look for
    # garbage among it takes a sixth of a small import's time.
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)
    wanted = _interface_wanted(arguments)
    if wanted is None:
        from engine.cli import main as command_line

        return command_line.main(arguments)
    return _interface(wanted)


def _interface_wanted(arguments: list[str]) -> argparse.Namespace | None:
    """Return the options if nothing but the app was asked for; everything else is the command
    line's, mistakes too.
    """
    if "--headless" in arguments:
        return None
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("-c", "--config", type=Path)
    parser.add_argument("--lang", choices=("de", "en"))
    parser.add_argument("--no-color", action="store_true")
    parser.add_argument("--no-mouse", action="store_true")
    parser.add_argument("--read-only", action="store_true")
    parser.set_defaults(demo=False)
    try:
        options, others = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return None
    options.demo = others == ["demo"]
    return options if options.demo or not others else None


def _interface(options: argparse.Namespace) -> int:
    import os
    from contextlib import nullcontext

    from engine.cli.asked import refuse_folder
    from engine.cli.printer import Printer
    from engine.common.i18n import language_of_the_system, use_language
    from engine.model.errors import OposError
    from tui_app.platform.terminal import is_calm, require_terminal

    spoken = options.lang or language_of_the_system()
    use_language(spoken)
    if options.no_color:
        os.environ["NO_COLOR"] = "1"
    if not is_calm(os.environ):
        # What a key does beside its own line is painted with the next picture, half as late as by
        # default; Textual reads this when it is imported.
        os.environ.setdefault("TEXTUAL_FPS", "120")
    try:
        require_terminal()
        if not options.demo:
            refuse_folder(options)
        with _demo(spoken) if options.demo else nullcontext() as demo:
            return _run_app(demo.config if demo else options.config, options)
    except OposError as error:
        Printer().error(error)
        return int(error.exit_code)


def _demo(language: str) -> AbstractContextManager[Demo]:
    from engine.cli.demo.demo import prepare_demo

    return prepare_demo(language)


def _run_app(config: Path | None, options: argparse.Namespace) -> int:
    from engine.common.i18n import language

    app = _app(config, options)
    if app.run(mouse=not options.no_mouse) == "demo":
        with _demo(language()) as demo:
            return _run_app(demo.config, options)
    return app.return_code or 0


def _app(config: Path | None, options: argparse.Namespace) -> OposApp:
    """The app on the configuration in force; on its last good version where it has a mistake, and
    on none where there is none. Raises `ConfigError`.
    """
    import os

    from engine.common.i18n import use_language
    from engine.model.errors import ConfigError
    from engine.settings.first_run import place_for_it, unwritten
    from engine.settings.kept_settings import settings_in_force
    from engine.settings.load import NoConfiguration, find_config
    from tui_app.app import OposApp

    mistake = None
    try:
        configuration = settings_in_force(config, keep=not options.read_only)
    except NoConfiguration as none:
        return OposApp(unwritten(place_for_it(none.looked_for)), looked_for=none.looked_for)
    except ConfigError as error:
        from engine.settings.last_good import last_good

        former = last_good(find_config(config, os.environ))
        if former is None:
            raise
        configuration, mistake = former, error
    use_language(options.lang or configuration.settings.language)
    app = OposApp(configuration, read_only=options.read_only, mistake=mistake)
    if mistake:
        app.in_force.read()  # told again, now in the language of the configuration
    return app


if __name__ == "__main__":
    sys.exit(main())
