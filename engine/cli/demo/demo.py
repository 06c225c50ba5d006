"""`opos demo`: a complete example on this machine alone.

A scratch folder with a configuration and invoices, an FTP server of its own on the loopback, a
month of real imports told as if they had been made day by day, and two lists and a bank statement
to fetch today.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from engine.cli.demo.demo_config import CONFIG, EXPORTS, SECRETS
from engine.cli.demo.demo_folder import demo_folder
from engine.cli.demo.demo_lists import HEARING, OPTICS, Practice
from engine.cli.demo.demo_month import live_through, live_through_this_morning
from engine.cli.demo.demo_server import PASSWORD, ftp_server
from engine.cli.demo.demo_statement import IBAN
from engine.cli.printer import Printer
from engine.cli.run_output import RunOutput, print_summary
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_number, ngettext
from engine.journal.event_level import Level
from engine.model.errors import ExitCode, severest
from engine.settings.load import Configuration, load_settings
from engine.store.ledger import Imported
from engine.store.opening import open_store
from engine.worker.run_interfaces import run_now

TODAY = ("datev", "zahlungen", "auszug")
"""The interfaces whose lists lie on the server still."""
_SHOWN = 4
"""So many lines of a file are shown."""


class Demo(msgspec.Struct, frozen=True):
    """The demo, ready to run."""

    folder: Path
    config: Path
    server: str
    """The server's address, for people."""
    uploads: Path
    """The folder that the server shows as `BUCHHALTUNG/IMPORTE/`."""
    program: Path
    """The folder that the practice's own program looks into."""


@contextmanager
def prepare_demo(language: str, *, stays: bool = False) -> Iterator[Demo]:
    """Write the scratch folder, start the server, live through the month before; afterwards the
    server goes, and the folder too unless it `stays`.
    """
    now = datetime.now(UTC)
    practice = Practice(now.astimezone().date())
    with demo_folder(stays=stays) as folder:
        uploads = folder / "server" / "BUCHHALTUNG" / "IMPORTE"
        program = folder / "praxisprogramm"
        for made in (uploads, program):
            made.mkdir(parents=True)
        with ftp_server(folder / "server") as port:
            config = folder / "config.toml"
            config.write_text(
                CONFIG.format(
                    language=language, port=port, hearing=HEARING, optics=OPTICS, iban=IBAN
                ),
                encoding="utf-8",
            )
            live_through(_with_password(config, PASSWORD), practice, uploads, now)
            configuration = _with_password(config, "Passwort vom letzten Monat")
            live_through_this_morning(configuration, practice, uploads, now)
            for name, content in practice.todays_lists.items():
                (uploads / name).write_bytes(content)
            with config.open("a", encoding="utf-8") as file:
                file.write(EXPORTS.format(program=program))
            server = f"ftp://127.0.0.1:{port}/BUCHHALTUNG/IMPORTE/"
            yield Demo(folder, config, server, uploads, program)


def _with_password(config: Path, bank_password: str) -> Configuration:
    """The configuration, with this password for the bank's server."""
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text(
        SECRETS.format(password=PASSWORD, bank_password=bank_password), encoding="utf-8"
    )
    return load_settings(config)


def run_demo(language: str, printer: Printer) -> ExitCode:
    """Run what came today as cron would, tell what happened, and where to look next."""
    with prepare_demo(language, stays=True) as demo:
        configuration = load_settings(demo.config)
        n = len(open_store(configuration.data).items())
        text = _("{n} invoices of two Mandanten; two lists and a bank statement lie on {server}:")
        printer.line(text.format(n=format_number(n), server=demo.server))
        for name in _todays(demo):
            printer.line(f"    {name}")
        printer.line("")
        steps = run_now(configuration, TODAY, trigger="demo", token=CancelToken())
        ended = RunOutput(printer, configuration, Level.INFO).follow(steps)
        left = ", ".join(_todays(demo))
        text = (
            _("Still on the server: {names}.").format(names=left)
            if left
            else _("The server's folder is empty now.")
        )
        printer.line(f"\n{text}")
        _show_exports(demo.program, printer)
        _look_next(demo, configuration, printer)
    # What the lists bring on purpose, an unreadable amount and the like, is no failure of the demo.
    code = severest([end.exit_code for end in ended if end.exit_code is not ExitCode.WITH_WARNINGS])
    print_summary(code, ended, printer)
    return code


def _todays(demo: Demo) -> list[str]:
    """The names of today's lists on the server; the held one lies there, too."""
    names = (path.name for path in demo.uploads.iterdir())
    return sorted(name for name in names if name.startswith(("OPOS", "Zahlungen", "camt")))


def _show_exports(program: Path, printer: Printer) -> None:
    """Print what the practice's own program got, with the first lines of each file."""
    printer.line("\n" + _("The practice's own program got, in {path}:").format(path=program))
    for path in sorted(program.iterdir()):
        lines = path.read_text("utf-8-sig").splitlines()
        printer.line(f"    {path.name}")
        for line in lines[:_SHOWN]:
            printer.line(f"        {line}")
        if more := len(lines[_SHOWN:]):
            text = ngettext("{n} more line", "{n} more lines", more)
            printer.line(f"        … {text.format(n=format_number(more))}")


def _look_next(demo: Demo, configuration: Configuration, printer: Printer) -> None:
    """Print commands to try, with an invoice that this very run has changed."""
    store = open_store(configuration.data)
    changed = [
        change.item.invoice_no
        for entry in store.ledger()
        if isinstance(entry, Imported)
        for change in store.changes(entry)
    ]
    commands = {
        f"explain {changed[-1]}": _("why this invoice stands as it does"),
        "items --status part_paid": _("what is paid in part"),
        "clearing": _("payments that name no invoice for sure"),
        "runs": _("the history"),
        "exports": _("what the practice's own program got"),
        "": _("the app in the terminal"),
    }
    typed = {
        f"{_command()} -c {demo.config} {command}".strip(): what
        for command, what in commands.items()
    }
    width = max(map(len, typed))
    printer.line("\n" + _("Look next:"))
    for command, what in typed.items():
        printer.line(f"    {command:<{width}}  {what}")


def _command() -> str:
    """How opos is called here: by its name where the shell would find it, else by its path."""
    called = Path(sys.argv[0])
    if called.name != "opos" or shutil.which("opos") == str(called):
        return "opos"
    return str(called.relative_to(Path.cwd())) if called.is_relative_to(Path.cwd()) else str(called)
