"""A practice to try opos on: a configuration, invoices, a folder for the server, and the command as
its users type it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from engine.cli.main import main
from engine.common.data_folder import DataFolder
from engine.model.item import Item
from engine.store.opening import open_store
from tests.factories import created, loaded

CONFIG = """\
language = "en"
data_dir = "data"

[mandants.001]
name = "Hörwelt Stuttgart GmbH"

[interfaces.datev]
name = "Open items from DATEV"

[interfaces.datev.source]
protocol = "folder"
directory = "{uploads}/"
filename = "OPOS"
stable_seconds = 0
{source}

[interfaces.datev.posting]
mandants = ["001"]
unlisted = "mark_paid"
{posting}

[interfaces.payments]
name = "Payments"

[interfaces.payments.source]
protocol = "folder"
directory = "{uploads}/"
filename = "Zahlungen"
stable_seconds = 0

[interfaces.payments.file]
type = "payments_csv"
content = "payments"

[interfaces.payments.posting]
mandants = ["001"]
"""

HEADING = (
    "Konto;Rechnungsnummer;Datum;Fälligkeit;Sollbetrag;Habenbetrag;Saldo;Gegenkonto;Buchungstext"
)
LIST_NAME = "OPOS_Debitoren_19112026.csv"

_ANY_FILE = "-dac_override,-dac_read_search"
LIKE_ANYBODY = (
    ("setpriv", "--bounding-set", _ANY_FILE, "--inh-caps", _ANY_FILE) if os.geteuid() == 0 else ()
)
"""Before a command: it may read and write what the modes of files say, even where root runs it."""


class Answer(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """stdout as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The JSON lines of one type."""
        return [line for line in self.lines if line.get("type") == kind]


def opos(*arguments: str) -> Answer:
    """The command line in this process: what it prints and how it ends is the same, and a hundred
    times as quick.
    """
    out, err = io.StringIO(), io.StringIO()
    handlers = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*arguments])
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return Answer(code, out.getvalue(), err.getvalue())


def rewrite(path: Path, old: str, new: str, count: int = -1) -> None:
    """Put `new` in the place of `old`, which must be there, at most `count` times; -1: always."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


class Practice:
    """See the module."""

    def __init__(self, folder: Path, *, source: str = "", posting: str = "") -> None:
        """The practice in this folder, which is made where there is none."""
        self.folder = folder
        self.uploads = folder / "uploads"
        self.config = folder / "config.toml"
        self.data = DataFolder(folder / "data")
        if self.config.exists():
            return
        self.uploads.mkdir(parents=True)
        self.config.write_text(
            CONFIG.format(uploads=self.uploads, source=source, posting=posting), encoding="utf-8"
        )

    def hold(self, *items: Item) -> None:
        """Put invoices into the store, as if they had been loaded."""
        self.data.make()
        open_store(self.data).commit(created(*items), loaded("before"))

    @property
    def items(self) -> dict[str, Item]:
        """What the store holds, by invoice number."""
        return {item.invoice_no: item for item in open_store(self.data).items().values()}

    def put_list(self, *rows: str, name: str = LIST_NAME) -> Path:
        """Put an open list on the server; each row as `number saldo`, such as `"RE-1 50,00"`."""
        lines = [HEADING]
        for row in rows:
            number, saldo = row.split()
            lines.append(f"10001;{number};01.10.2026;15.10.2026;{saldo};;{saldo};8400;Hörgerät")
        return self.put(name, "\r\n".join([*lines, ""]))

    def put(self, name: str, text: str, encoding: str = "cp1252") -> Path:
        """Put any file on the server."""
        path = self.uploads / name
        path.write_bytes(text.encode(encoding))
        return path

    def command(self, *arguments: str) -> list[str]:
        """The command line with this practice's configuration, for a process of its own."""
        return [sys.executable, "-m", "tui_app", "-c", str(self.config), *arguments]

    def opos(self, *arguments: str) -> Answer:
        """The same in this process."""
        return opos("-c", str(self.config), *arguments)

    def process(self, *arguments: str, through: Sequence[str] = ()) -> Answer:
        """The command in a process of its own, as a shell starts it, or `through` another."""
        command = [*through, sys.executable, "-m", "tui_app", "-c", str(self.config), *arguments]
        ended = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    def run(self, *arguments: str) -> Answer:
        """Run the interface `datev` now, told as JSON."""
        return self.opos("--headless", "-i", "datev", "--json", *arguments)
