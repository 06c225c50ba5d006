"""`opos demo`: a complete example on this machine alone.

A scratch folder with a configuration and invoices, an FTP server of its own on the loopback with
two lists to fetch, and real runs over it: nothing in here is played.
"""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from engine.cli.demo.demo_lists import HEARING, OPTICS, make_lists
from engine.cli.printer import Printer
from engine.cli.run_output import RunOutput, print_summary
from engine.cli.spreadsheet import write_csv
from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_number, ngettext
from engine.exports.numbering import Exporting
from engine.imports.load_run import LOAD, load
from engine.imports.make_ready import make_ready
from engine.imports.recorder import RunRecorder, run_started
from engine.journal.event_level import Level
from engine.model.errors import ExitCode, severest
from engine.queries.invoices import item_record
from engine.settings.load import Configuration, load_settings
from engine.store.ledger import Imported
from engine.store.opening import open_store
from engine.worker.run_interfaces import enabled_interfaces, run_now

PASSWORD = "Beispiel-Passwort"  # noqa: S105 - of a server that exists for a minute, on this machine only

_CONFIG = """\
# The configuration of `opos demo`. `opos config sample` shows every setting there is.
language = "{language}"
timezone = "Europe/Berlin"
data_dir = "data"

[window]
earliest = "00:00"
latest = "23:59"

[mandants.{hearing}]
name = "Hörwelt Stuttgart GmbH"

[mandants.{optics}]
name = "Optik am Münster GmbH"

[branches.stuttgart]
name = "01 Stuttgart"
mandant = "{hearing}"

[branches.ulm]
name = "02 Ulm"
mandant = "{optics}"

[interfaces.datev]
name = "Offene Posten aus DATEV"
group = "Buchhaltung"

[interfaces.datev.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "OPOS"
stable_seconds = 0

[interfaces.datev.file]
type = "datev_csv"
content = "open"

[interfaces.datev.posting]
mandants = ["{hearing}"]
unlisted = "mark_paid"

[interfaces.zahlungen]
name = "Automatischer Buchhaltungsimport CSV Zahlungen"
group = "Buchhaltung"

[interfaces.zahlungen.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "BUCHHALTUNG/IMPORTE/"
filename = "Zahlungen"
stable_seconds = 0

[interfaces.zahlungen.file]
type = "payments_csv"
content = "payments"

[interfaces.zahlungen.posting]
mandants = ["{optics}"]

[exports.praxis]
decimal = "comma"
dates = "DD.MM.YYYY"

[exports.praxis.target]
protocol = "folder"
directory = "{program}/"

[exports.praxis.columns]
invoice_no = "Rechnung"
name = "Kunde"
before_open = "Vorher"
open = "Offen"
paid_on = "Bezahlt"
"""

_SHOWN = 4
"""So many lines of a file are shown."""
_SECRETS = """\
[interfaces.datev.source]
password = "{password}"

[interfaces.zahlungen.source]
password = "{password}"
"""


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
def prepare_demo(language: str) -> Iterator[Demo]:
    """Write the scratch folder, load the invoices and start the server; the folder stays, the
    server goes.
    """
    folder = Path(mkdtemp(prefix="opos-demo-"))
    uploads = folder / "server" / "BUCHHALTUNG" / "IMPORTE"
    program = folder / "praxisprogramm"
    for made in (uploads, program):
        made.mkdir(parents=True)
    lists = make_lists(datetime.now().astimezone().date())
    (uploads / lists.open_list_name).write_bytes(lists.open_list)
    (uploads / lists.payments_name).write_bytes(lists.payments)
    with _ftp_server(folder / "server") as port:
        config, secrets = folder / "config.toml", folder / "secrets.toml"
        config.write_text(
            _CONFIG.format(
                language=language, port=port, hearing=HEARING, optics=OPTICS, program=program
            ),
            encoding="utf-8",
        )
        secrets.touch(mode=0o600)
        secrets.write_text(_SECRETS.format(password=PASSWORD), encoding="utf-8")
        invoices = folder / "invoices.csv"
        write_csv(invoices, map(item_record, lists.items))
        _load(load_settings(config), invoices)
        server = f"ftp://127.0.0.1:{port}/BUCHHALTUNG/IMPORTE/"
        yield Demo(folder, config, server, uploads, program)


def _load(configuration: Configuration, invoices: Path) -> None:
    """As `opos items load` does."""
    data, now = configuration.data, datetime.now(UTC)
    started = run_started("demo", act="load")
    exporting, token = Exporting.of(configuration), CancelToken()
    make_ready(data, token)
    with RunRecorder(data, LOAD, now, started) as run:
        story = load(open_store(data), invoices, "", run.name, exporting, token, now=now)
        for _entry in run.whole(story):
            pass


def run_demo(language: str, printer: Printer) -> ExitCode:
    """Run both interfaces as cron would, tell what happened, and where to look next."""
    with prepare_demo(language) as demo:
        configuration = load_settings(demo.config)
        printer.line(
            _(
                "Two Mandanten with 510 invoices; their tax adviser has put two lists on {server}:"
            ).format(server=demo.server)
        )
        for path in sorted(demo.uploads.iterdir()):
            printer.line(f"    {path.name}")
        printer.line("")
        steps = run_now(
            configuration, enabled_interfaces(configuration), trigger="demo", token=CancelToken()
        )
        ended = RunOutput(printer, configuration, Level.INFO).follow(steps)
        left = ", ".join(path.name for path in sorted(demo.uploads.iterdir()))
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
        f"explain {changed[0]}": _("why this invoice stands as it does"),
        "items --status part_paid": _("what is paid in part"),
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


@contextmanager
def _ftp_server(root: Path) -> Iterator[int]:
    """An FTP server on a free port of the loopback, in a thread of its own."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    log = logging.getLogger("pyftpdlib")  # its words would stand between ours
    log.addHandler(logging.NullHandler())
    log.propagate = False
    authorizer = DummyAuthorizer()
    authorizer.add_user("opos", PASSWORD, str(root), perm="elrd")
    handler = type("DemoHandler", (FTPHandler,), {"authorizer": authorizer, "banner": "opos demo"})
    server = FTPServer(("127.0.0.1", 0), handler)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            server.ioloop.loop(timeout=0.05, blocking=False)
        server.close_all()

    thread = threading.Thread(target=serve, name="demo-ftp-server", daemon=True)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        stopped.set()
        thread.join()
