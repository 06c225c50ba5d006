"""A practice with a few interfaces, their journals, and the app opened on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import Event, RunFinished, RunStarted
from engine.journal.journal import Journal
from engine.model.money import Money
from engine.settings.load import load_settings
from tui_app.app import OposApp

CONFIG = """\
language = "en"
timezone = "Europe/Berlin"
data_dir = "{data}"

[mandants.001]
name = "Hörwelt Stuttgart GmbH"

[interfaces.datev]
name = "Open items from DATEV"
group = "Bookkeeping"
source = {{ protocol = "folder", directory = "{lists}/", filename = "OPOS", stable_seconds = 0 }}
posting = {{ mandants = ["001"] }}

[interfaces.payments]
name = "Payments of the bank"
group = "Bookkeeping"
source = {{ protocol = "sftp", host = "sftp.example.org", directory = "IMPORTS/", filename = "Zahlungen" }}
file = {{ type = "payments_csv", content = "payments" }}

[interfaces.addison]
name = "Addison Ulm"
group = "Optics"
enabled = false
source = {{ protocol = "ftps", host = "ftp.example.org", directory = "OPOS/", filename = "addison" }}
file = {{ type = "addison" }}
"""  # noqa: E501 - TOML keeps an inline table on one line


@pytest.fixture
def config(tmp_path: Path, data: DataFolder) -> Path:
    """A configuration with three interfaces."""
    lists = tmp_path / "lists"
    lists.mkdir()
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(data=data.root, lists=lists), encoding="utf-8")
    return path


@pytest.fixture
def app(config: Path) -> OposApp:
    """The app, not yet running."""
    return OposApp(load_settings(config))


def started(**fields: Any) -> RunStarted:
    """The first event of a run that cron started."""
    return RunStarted(
        **{
            "trigger": "cron",
            "dry_run": False,
            "pid": 1,
            "host": "elsewhere",
            "user": "opos",
            **fields,
        }
    )


def write_run(
    data: DataFolder, interface: str, *story: Event, ago: timedelta = timedelta(hours=1)
) -> str:
    """The journal of a run that is over; its name."""
    with Journal(data.journals, interface, datetime.now(UTC) - ago) as journal:
        for event in (started(), *story):
            journal.write(event)
    return journal.run


IMPORTED = RunFinished(
    outcome="imported",
    exit_code=0,
    paid=37,
    created=4,
    unchanged=369,
    settled_amount=Money(8123_40),
    files=1,
)
FAILED = RunFinished(
    outcome="failed",
    exit_code=5,
    cause="sftp.example.org does not answer.",
    advice="The next run tries again.",
)


async def wait_for(condition: Callable[[], object], what: str) -> None:
    """Until it is true; the limit is only there so that a failing test ends."""
    for _attempt in range(2000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited in vain for: {what}")


def seen(app: OposApp) -> str:
    """What the screen shows, as text."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(
        "".join(segment.text for segment in line)[:width].rstrip() for line in lines[:height]
    )
