"""`opos config sample|show|schema|history`: what can be configured, what is in force, the form of
it for other programs, and what it was before.
"""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from engine.cli.argparse_i18n import Parser
from engine.cli.asked import asked_configuration, zone_of
from engine.cli.printer import Printer
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, cause_of, language, use_language
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.model.errors import ConfigError, ExitCode, UsageError
from engine.queries.history_text import local_time
from engine.settings.change_log import SettingsChanged
from engine.settings.config_history import difference, restored, versions, what_changed
from engine.settings.json_schema import schema
from engine.settings.last_good import last_good, over_the_files
from engine.settings.layers import Places
from engine.settings.load import Configuration, NoConfiguration, find_config
from engine.settings.model_fields import effective_settings
from engine.settings.sample import sample_text
from engine.settings.save import save
from engine.settings.toml.edit import toml_text, toml_value
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.problems import dotted
from engine.settings.values import PrivateAddress

_COLUMN = 60


def add_arguments(parser: Parser) -> None:
    whats = ["sample", "show", "schema", "history"]
    parser.add_argument("what", choices=whats, metavar="|".join(whats))
    history = parser.add_argument_group(_("only with history"))
    history.add_argument(
        "-i",
        "--interface",
        default="",
        metavar="NAME",
        help=_("only what is about this interface"),
    )
    one = history.add_mutually_exclusive_group()
    one.add_argument(
        "--diff",
        nargs="+",
        type=int,
        default=[],
        metavar="N",
        help=_("what version N changed; with two numbers the difference of both"),
    )
    one.add_argument(
        "--restore", type=int, metavar="N", help=_("save the configuration as version N has it")
    )
    history.add_argument("-n", "--dry-run", action="store_true", help=_("only show it"))


def run(options: Namespace, printer: Printer) -> ExitCode:
    """Print it. Only `show` and `history` read a configuration, and raise `ConfigError` if it is
    wrong.
    """
    match options.what:
        case "sample":
            text = sample_text(language()).removesuffix("\n")
            printer.line(text, {"sample": text})
        case "schema":
            form = schema()
            printer.line(json.dumps(form, indent=2, ensure_ascii=False), form)
        case "history":
            _history(options, printer)
        case _:
            _show(asked_configuration(options), printer)
    return ExitCode.OK


def _show(configuration: Configuration, printer: Printer) -> None:
    """Print every setting with its value and where that comes from; of what is secret only whether
    there is something, or its host.
    """
    places = Places(configuration.layers)
    for key, value in effective_settings(configuration.settings):
        if isinstance(value, SecretStr) and not isinstance(value, PrivateAddress):
            value = "***" if value else ""
        origin = configuration.layers.origin(key)
        place = _("default") if origin == "default" else sanitize(places.of(key))
        shown = _("(none)") if value is None else sanitize(toml_text(value))
        assignment = f"{dotted(key)} = {shown}"
        record = {
            "key": dotted(key),
            "value": None if value is None else toml_value(value),
            "origin": origin,
            "place": place,
        }
        printer.line(f"{assignment:<{_COLUMN}}  {place}", record)


def _history(options: Namespace, printer: Printer) -> None:
    """Print the versions, the newest first, or a difference; or put a version back."""
    configuration = _asked_or_former(options, printer)
    data = configuration.data
    table = ("interfaces", options.interface) if options.interface else ()
    if options.restore is not None:
        edited = restored(configuration, options.restore, table)
        _print_difference(edited.diff.splitlines(), printer)
        if not options.dry_run:
            save(edited)
            printer.aside(_("Saved as version {n}.").format(n=versions(data)[-1].number))
    elif options.diff:
        _print_difference(_difference(data, options.diff, table), printer)
    else:
        found = versions(data, options.interface)
        if not found:
            printer.line(_("No change is noted yet: the first run begins with that."))
        for each in reversed(found):
            printer.line(_version_text(each, configuration), _version_record(each))


def _asked_or_former(options: Namespace, printer: Printer) -> Configuration:
    """The configuration that was asked for; where it does not load, the last version that does,
    over the files as they are: the history is wanted just then. Raises `ConfigError`.
    """
    try:
        return asked_configuration(options)
    except NoConfiguration:
        raise
    except ConfigError as error:
        former = last_good(find_config(Path(options.config) if options.config else None))
        if former is None:
            raise
        if not options.lang:
            use_language(former.settings.language)
        goes_by = _("This goes by the last version without one.")
        printer.aside(f"{cause_of(error)}\n{goes_by}")
        return over_the_files(former)


def _difference(data: DataFolder, numbers: list[int], table: KeyPath) -> list[str]:
    match numbers:
        case [number]:
            return what_changed(data, number, table)
        case [old, new]:
            return difference(data, old, new, table)
        case _:
            raise UsageError(_("--diff takes one version or two."))


def _print_difference(lines: list[str], printer: Printer) -> None:
    printer.line("\n".join(lines) or _("They do not differ."), {"diff": lines})


def _version_text(version: SettingsChanged, configuration: Configuration) -> str:
    how = _("(in a text editor)") if version.outside else ""
    names = ", ".join(sanitize(name) for name in sorted(version.interfaces))
    at = local_time(version.at, zone_of(configuration))
    return f"{version.number:>4}  {at}  {sanitize(version.user)} {how}  {names}".rstrip()


def _version_record(version: SettingsChanged) -> dict[str, object]:
    return {
        "number": version.number,
        "at": version.at,
        "user": version.user,
        "outside": version.outside,
        "interfaces": sorted(version.interfaces),
        "kept": bool(version.text),
    }
