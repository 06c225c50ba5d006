"""The commands that crashes are tried on: how a practice stands before each, and what counts
afterwards.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from engine.cli.main import main
from engine.cli.printer import Printer
from engine.common.data_folder import DataFolder
from engine.model.errors import OposError
from engine.queries.export_rows import export_rows
from engine.schedule.due import due, save_records
from engine.settings.load import load_settings
from engine.settings.save import edit, save
from engine.settings.toml.edit import toml_text
from engine.store.archive import Archive
from engine.store.ledger import LedgerEntry
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import Practice
from tests.store.test_store_contract import use_log

Command = tuple[str, ...]

IMPORT: Command = ("--headless", "-i", "datev")
SAVE: Command = ("save",)
"""What the editor does, no command of its own."""
LARGE = "large"
"""A file that says that even a small store is kept as a large one here."""
LONG_AGO = datetime(2012, 3, 1, tzinfo=UTC)
MAIL = """
[smtp]
host = "127.0.0.1"
port = 1
security = "none"
sender = "opos@example.org"
[monitoring]
prometheus_file = "{folder}/opos.prom"
[interfaces.datev.report]
email = ["office@example.org"]
on = ["failure", "warning", "success"]
[interfaces.datev.schedule]
interval = "minutes"
every_minutes = 1
[window]
earliest = "00:00"
latest = "23:59"
"""


EXPORT = """
[exports.praxis]
format = "jsonl"
filename = "opos_{number:08}.jsonl"
ready_file = "{stem}.ok"
on = ["paid", "part_paid", "reopened", "deleted", "created", "changed"]
[exports.praxis.target]
"""
SFTP: dict[str, object] = {}
"""The settings that reach the SFTP server, while one runs."""


class Scenario(NamedTuple):
    """One command."""

    set_up: Callable[[Path], Command]
    """Makes the practice in an empty folder; returns what is typed then."""
    ends: frozenset[int] = frozenset({0, 3})
    """How it may end the second time: well, or with warnings."""
    after_failure: Command = ()
    """What is typed after it failed in words, where that is not the same."""
    is_remote: bool = False
    """Whether it speaks with the SFTP server, and may be killed whenever it does."""


def run(folder: Path, command: Command) -> int:
    """The command in this process; what it prints and how it ends is the same as in one of its
    own.
    """
    config = folder / "config.toml"
    if os.path.exists(folder / LARGE):  # noqa: PTH110 - Path.exists would raise an error of our own
        use_log(pytest.MonkeyPatch())  # for good: this process is a fork
    if command != SAVE:
        return main(["-c", str(config), *command])
    wishes = {"interfaces.datev.name": "New", "interfaces.datev.source.password": "new"}
    try:
        save(edit(load_settings(config), wishes))
    except OposError as error:
        Printer().error(error)
        return int(error.exit_code)
    return 0


def state(folder: Path) -> dict[str, object]:
    """All that counts, without times and the names of runs."""
    data = DataFolder(folder / "data")
    store, archive = open_store(data), Archive(data.archive)
    items = [
        msgspec.structs.replace(each, updated_by="", updated_at="")
        for each in store.items().values()
    ]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        "items": sorted(items, key=lambda each: each.invoice_no),
        "ledger": _acts(store.ledger()),
        "waiting": [held.sha256 for held in store.waiting()],
        "chain": [(line.sha256, line.removed) for line, _hash in archive.chain()],
        "originals": sorted(path.name for path in files if path.is_relative_to(data.archive)),
        "server": sorted(
            re.sub(r"^\d{8}T\d{6}Z-datev(-\d+)?_", "RUN_", path.name)
            for path in files
            if path.is_relative_to(folder / "uploads")
        ),
        "left over": [path.name for path in files if path.suffix in (".tmp", ".part", ".list")],
        "exported": _exported(folder / "inbox"),
        "export records": [
            (row.number, row.state, row.changes)
            for row in export_rows(load_settings(folder / "config.toml"))
        ],
        "configuration": {path.name: path.read_text("utf-8") for path in folder.glob("*.toml")},
    }


def _exported(inbox: Path) -> list[tuple[str, list[str]]]:
    """What the practice's own program got, without times and the names of runs."""
    told = re.compile(r'"(updated_by|updated_at|run)":"[^"]*",?')
    return [
        (path.name, [told.sub("", line) for line in path.read_text("utf-8").splitlines()])
        for path in sorted(inbox.glob("*"))
    ]


def _acts(ledger: Iterable[LedgerEntry]) -> list[tuple[str, str, bool]]:
    """Invoices that are loaded again are entered again, and change nothing."""
    acts = [
        (type(entry).__name__, getattr(entry, "sha256", ""), bool(entry.undone_by))
        for entry in ledger
    ]
    return [act for place, act in enumerate(acts) if act[0] != "Loaded" or act not in acts[:place]]


def _practice(folder: Path, *, source: str = "", held: bool = False, more: str = "") -> Practice:
    """Fifteen invoices, and a list that pays four of them, a part of a fifth, and brings one."""
    practice = Practice(folder, source=source)
    guard = f"max_settled_percent = {5 if held else 100}\nmax_small = 1"
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(f"\n[interfaces.datev.guard]\n{guard}\n{more}")
    practice.config.chmod(0o640)
    numbers = range(1, 16)
    practice.hold(*(item(f"RE-{number}", handed_over=number > 1) for number in numbers))
    left = (f"RE-{number} 100,00" for number in numbers[6:])
    practice.put_list("RE-3 60,00", "RE-77 5,00", *left)
    return practice


def _last_run(practice: Practice) -> str:
    return max(path.stem for path in practice.data.journals.glob("*-datev.jsonl"))


def _importing(source: str = "") -> Callable[[Path], Command]:
    def set_up(folder: Path) -> Command:
        _practice(folder, source=source)
        return IMPORT

    return set_up


def _exporting(target: Callable[[], dict[str, object]]) -> Callable[[Path], Command]:
    """Two files wait already, from when the target was away; the import brings a third."""

    def set_up(folder: Path) -> Command:
        inbox = folder / "inbox"
        place = {"directory": f"{inbox}/", **target()}
        settings = "".join(f"{name} = {toml_text(value)}\n" for name, value in place.items())
        practice = _practice(folder, more=EXPORT + settings)
        for number in (98, 99):
            (folder / "more.csv").write_text(f"mandant,invoice_no,amount\n001,RE-{number},9.00\n")
            practice.opos("items", "load", str(folder / "more.csv"))
        inbox.mkdir(parents=True)
        return IMPORT

    return set_up


def _holding(source: str = "") -> Callable[[Path], Command]:
    def set_up(folder: Path) -> Command:
        _practice(folder, source=source, held=True)
        return IMPORT

    return set_up


def _refusing(folder: Path) -> Command:
    """Beside the list something else, to be moved aside."""
    practice = _practice(folder, source="acknowledge = true")
    practice.put("OPOS_wrong.csv", "no list at all")
    return IMPORT


def _ready(source: str, *, held: bool = False) -> Callable[[Path], Command]:
    """With a ready file beside the list."""

    def set_up(folder: Path) -> Command:
        practice = _practice(folder, source=f'ready_file = "{{stem}}.ok"\n{source}', held=held)
        for path in practice.uploads.iterdir():
            path.with_suffix(".ok").touch()
        return IMPORT

    return set_up


def _large(set_up: Callable[[Path], Command]) -> Callable[[Path], Command]:
    """With a store that is kept as a snapshot and a log."""

    def set_up_large(folder: Path) -> Command:
        folder.mkdir()
        (folder / LARGE).touch()
        with pytest.MonkeyPatch.context() as patch:
            use_log(patch)
            return set_up(folder)

    return set_up_large


def _fold(folder: Path) -> Command:
    _practice(folder).run()
    return ("store", "fold")


def _due(folder: Path) -> Command:
    """By the clock, with a mail server that refuses, and figures."""
    practice = _practice(folder, more=MAIL.format(folder=folder))
    before = datetime.now(UTC) - timedelta(minutes=2)
    records = due(load_settings(practice.config), {}, before).records
    save_records(practice.data.schedule, records)
    return ("--headless",)


def _undo(folder: Path) -> Command:
    practice = _practice(folder)
    practice.run()
    return ("undo", _last_run(practice))


def _release(folder: Path) -> Command:
    practice = _practice(folder, held=True)
    practice.run()
    return ("release", _last_run(practice), "--reason", "checked")


def _load(folder: Path) -> Command:
    _practice(folder)
    heading = "mandant,invoice_no,amount,open,invoice_date"
    rows = ["001,RE-2,100.00,70.00,2026-09-01", "001,RE-99,9.00,9.00,2026-09-01"]
    (folder / "more.csv").write_text("\n".join([heading, *rows, ""]))
    return ("items", "load", str(folder / "more.csv"))


def _prune(folder: Path) -> Command:
    """One original is old enough to go, one is not."""
    practice = _practice(folder)
    practice.run()
    old = folder / "old.csv"
    old.write_bytes(b"an old list")
    sha256 = hashlib.sha256(old.read_bytes()).hexdigest()
    Archive(practice.data.archive).put(old, sha256, name="old.csv", run="old", at=LONG_AGO)
    return ("prune",)


def _repair(folder: Path) -> Command:
    """A damaged store, to be built anew."""
    practice = _practice(folder)
    practice.run()
    store = practice.data.store
    store.write_bytes(store.read_bytes()[:300])
    return ("store", "repair", "--yes")


def _save(folder: Path) -> Command:
    _practice(folder)
    secrets = folder / "secrets.toml"
    secrets.write_text('[interfaces.datev.source]\npassword = "old"\n')
    secrets.chmod(0o600)
    return SAVE


REFUSED = frozenset({0, 3, 7})
HELD = frozenset({0, 3, 8})
AGAIN = frozenset({0, 2, 3})
"""What was done before the kill is not there to be done again."""

EXPORTING = frozenset({0, 3})

SCENARIOS = {
    "import": Scenario(_importing()),
    "move": Scenario(_importing('after_import = "move"\nacknowledge = true')),
    "keep": Scenario(_importing('after_import = "keep"')),
    "hold": Scenario(_holding(), HELD),
    "acknowledge": Scenario(_holding("acknowledge = true"), HELD),
    "refuse": Scenario(_refusing, REFUSED),
    "ready": Scenario(_ready("")),
    "ready-held": Scenario(_ready("acknowledge = true", held=True), HELD),
    "due": Scenario(_due, frozenset({0, 3, 13}), IMPORT),  # its time is dealt with
    "export": Scenario(_exporting(lambda: {"protocol": "folder"}), EXPORTING),
    "export-sftp": Scenario(_exporting(lambda: SFTP), EXPORTING, is_remote=True),
    "undo": Scenario(_undo, AGAIN),
    "release": Scenario(_release, AGAIN),
    "reject": Scenario(lambda folder: (*_release(folder), "--reject"), AGAIN),
    "load": Scenario(_load),
    "prune": Scenario(_prune),
    "repair": Scenario(_repair),
    "save": Scenario(_save),
    "log": Scenario(_large(_importing())),
    "log-hold": Scenario(_large(_holding()), HELD),
    "log-undo": Scenario(_large(_undo), AGAIN),
    "log-fold": Scenario(_large(_fold)),
    "log-repair": Scenario(_large(_repair)),
}
