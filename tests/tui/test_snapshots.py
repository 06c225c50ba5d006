"""Pictures of the screens, to be looked at after `python3 dev.py test tests/tui/test_snapshots.py
--snapshot-update`.

A practice in which everything is fixed: times, names, and the clock, so that they are the same on
any machine and day.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot

import tui_app
from engine.common.data_folder import DataFolder
from engine.common.i18n import use_language
from engine.exports.records import ExportRecord, ExportRecords, SentFile
from engine.journal.events import (
    Connected,
    Event,
    FileFetched,
    FileFound,
    ItemPlanned,
    RowRejected,
    RunFinished,
)
from engine.journal.journal import Journal
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from engine.settings.load import load_settings
from engine.store.archive import Archive
from engine.store.opening import open_store
from tests.clock import Clock
from tests.factories import created, entry, item
from tests.tui.conftest import seen, started, wait_for
from tui_app.app import OposApp
from tui_app.screens.configuration.settings import SettingsScreen

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
CONFIG = """\
language = "{language}"
timezone = "Europe/Berlin"
data_dir = "data"

[mandants.001]
name = "Hörwelt Stuttgart GmbH"

[mandants.002]
name = "Optik am Münster GmbH"

[branches.stuttgart]
name = "01 Stuttgart"
mandant = "001"

[interfaces.datev]
name = "Offene Posten aus DATEV"
group = "Buchhaltung"
branches = ["stuttgart"]
source = {{ protocol = "sftp", host = "sftp.example.org", user = "opos", directory = "OPOS/", filename = "OPOS" }}
posting = {{ mandants = ["001"] }}

[interfaces.zahlungen]
name = "Zahlungen der Bank"
group = "Buchhaltung"
source = {{ protocol = "ftps", host = "ftp.example.org", user = "opos", directory = "IMPORTE/", filename = "Zahlungen" }}
file = {{ type = "payments_csv", content = "payments" }}
schedule = {{ interval = "hourly" }}

[interfaces.addison]
name = "Addison Ulm"
group = "Optik"
enabled = false
source = {{ protocol = "ftps", host = "ftp.example.org", user = "opos", directory = "ADDISON/", filename = "addison" }}
file = {{ type = "addison" }}
posting = {{ mandants = ["002"] }}
"""  # noqa: E501 - TOML keeps an inline table on one line


EXPORT = """
[exports.praxis.target]
protocol = "folder"
directory = "/srv/praxis/"
"""


class View(NamedTuple):
    """A screen: the keys that lead there from the first one, and what is on it in either
    language.
    """

    keys: Sequence[str]
    shows: str
    config: str = ""
    """What else the configuration says."""


VIEWS = {
    "interfaces": View([], "123"),
    "help": View(["question_mark"], "dry_run"),
    "log": View(["l"], "1.234,5x"),
    "rejected": View(["l", "e"], "1.234,5x"),
    "live": View(["L"], "1.234,5x"),
    "preview": View(["slash", *"zahl", "enter", "p"], "RE-1003"),
    "history": View(["h"], "8"),
    "original": View(["h", "v"], "RE-1000"),
    "items": View(["i"], "RE-1005"),
    "exports": View(["X"], "opos_00000001.csv", EXPORT),
    "ages": View(["i", "b", "down"], "61–90"),
    "item": View(["i", "enter"], "RE-1000"),
    "editor": View(["e"], "sftp.example.org"),
    "difference": View(["e", "j", "enter", "X", "enter", "f2"], "+group"),
    "settings": View(["S"], "Hörwelt"),
    "palette": View(["colon", *"live"], "Live"),
    "delete": View(["delete"], "(n)"),
}


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the configuration; what the app needs is there."""
    for variable in ("SSH_CONNECTION", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(SettingsScreen, "news", "/etc/opos/config.toml")
    for found in pkgutil.walk_packages(tui_app.__path__, "tui_app."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    Clock.moment = NOW
    asking = [
        module
        for name, module in sys.modules.items()
        if name.startswith("tui_app.") or name == "engine.journal.journal"
    ]
    for module in asking:
        if getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Clock)
    data = DataFolder(tmp_path / "data")
    data.make()
    at = NOW - timedelta(days=2)
    for n, changes in enumerate([created(*map(invoice, range(12))), []], 1):
        open_store(data).commit(changes, entry(at=at, sha256=f"{n:064}"), {"praxis": 1})
    sent = SentFile(
        number=1, run="20261120T070000Z-datev", file="opos_00000001.csv", at=at, changes=12,
        size=900, sha256="",
    )  # fmt: skip
    data.exports.mkdir()
    ExportRecords(data).put("praxis", ExportRecord(number=1, sent=(sent,)))
    fetched = archived(data)
    write_run(data, "zahlungen", timedelta(days=1), *plan())
    write_run(
        data,
        "datev",
        timedelta(hours=25),
        RunFinished(outcome="nothing_to_do", exit_code=0, seconds=0.8),
    )
    write_run(data, "datev", timedelta(minutes=30), *imported(fetched))
    return tmp_path


def invoice(number: int) -> Any:
    """Some are paid in part, some not due yet, some long overdue."""
    due = date(2026, 11, 30) - timedelta(days=number * 11)
    return item(
        f"RE-{1000 + number}", name=f"Kundin {number}", account=str(10_001 + number), due_date=due,
        invoice_date=due - timedelta(days=14), amount=100_00,
        open=(50_00 if number % 3 == 0 else 100_00), branch="stuttgart",
    )  # fmt: skip


def archived(data: DataFolder) -> Event:
    content = b"Konto;Rechnungsnummer;Saldo\n10001;RE-1000;50,00\n"
    path = Archive(data.archive).path_of(sha := sha256(content).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return FileFetched(name="OPOS_20112026.csv", size=len(content), sha256=sha, archived_as="")


def imported(fetched: Event) -> Sequence[Event]:
    return (
        Connected(protocol="sftp", address="sftp.example.org:22"),
        FileFound(name="OPOS_20112026.csv", size=48_211, modified=NOW - timedelta(hours=1)),
        fetched,
        RowRejected(name="OPOS_20112026.csv", line=17, column="Saldo", value="1.234,5x",
            reason="kein Betrag"),
        RunFinished(
            outcome="imported", exit_code=3, paid=37, part_paid=2, created=4, unchanged=369,
            rejected=1,
            settled_amount=Money(8123_40), files=1, seconds=2.4,
        ),
    )  # fmt: skip


def plan() -> Sequence[Event]:
    settled = [
        ItemPlanned(
            name="Zahlungen.csv", mandant="001", invoice_no=f"RE-{1000 + number}",
            kind=ChangeKind.PAID, rule=Rule.PAYMENT, before=Money(100_00),
            after=Money(0), line=2 + number, reason="",
        )
        for number in range(5)
    ]  # fmt: skip
    return (
        *settled,
        RunFinished(
            outcome="dry_run",
            exit_code=0,
            paid=5,
            settled_amount=Money(500_00),
            files=1,
            seconds=1.1,
        ),
    )


def write_run(data: DataFolder, interface: str, ago: timedelta, *story: Event) -> None:
    """The journal of a run that began so long ago and was over at once."""
    Clock.moment = NOW - ago
    with Journal(data.journals, interface, Clock.moment) as journal:
        end = story[-1]
        is_trial = isinstance(end, RunFinished) and end.outcome == "dry_run"
        for event in (started(dry_run=is_trial), *story):
            journal.write(event)
    Clock.moment = NOW


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_looks_as_it_did(
    practice: Path, snap_compare: Callable[..., bool], name: str, spoken: str, size: tuple[int, int]
) -> None:
    use_language(spoken)
    config = practice / "config.toml"
    text = CONFIG.format(language=spoken) + VIEWS[name].config
    config.write_text(text, encoding="utf-8")
    app = OposApp(load_settings(config))

    async def go(pilot: Pilot[str]) -> None:
        await wait_for(lambda: "08:00:02" in seen(app) and "123" in seen(app), "the first screen")
        await wait_for(
            lambda: size[0] < 110 or seen(app).count("▇") == 2,
            "the last runs as bars, in list and details",
        )
        for key in VIEWS[name].keys:
            await pilot.press(key)
            await pilot.pause()
        await wait_for(lambda: VIEWS[name].shows in seen(app), "what it shows")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=go)
