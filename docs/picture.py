#!/usr/bin/env python3
"""The picture in the README, made from the real interface: `opos demo` with a month behind it, and
a morning of runs.

The two imports of the demo and the one that the guard holds are really run, by the keys that a
person would press; only the runs of the weeks before, and the one that goes on, are journals
written here.

.venv/bin/python docs/picture.py docs/picture.svg
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.cli.demo.demo import prepare_demo
from engine.cli.demo.demo_lists import OPTICS
from engine.common.data_folder import DataFolder
from engine.journal.events import Progress, RunFinished, RunStarted
from engine.journal.journal import Journal, JournalEntry, encode, journal_path, newest
from engine.model.item import Cents
from engine.model.money import Money
from engine.settings.load import load_settings
from engine.store.opening import open_store
from tui_app.app import OposApp

SIZE = (120, 34)
LANGUAGE = "en"
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
CHANCE = random.Random(7)  # noqa: S311 - a picture, not a secret
MORE = """
[interfaces.ulm]
name = "Offene Posten Ulm"
group = "Optik"
branches = ["ulm"]
source = {{ protocol = "folder", directory = "{lists}/", filename = "OPOS", stable_seconds = 0 }}
posting = {{ mandants = ["002"], unlisted = "mark_paid" }}

[interfaces.bank]
name = "Zahlungen der Bank"
group = "Bank"
source = {{ protocol = "sftp", host = "sftp.example.org", directory = "ZAHLUNGEN/", filename = "CAMT" }}
file = {{ type = "payments_csv", content = "payments" }}
schedule = {{ interval = "minutes", every_minutes = 15 }}

[interfaces.aachen]
name = "Offene Posten Aachen"
group = "Optik"
source = {{ protocol = "ftps", host = "ftp.example.org", directory = "OPOS/", filename = "OPOS" }}
schedule = {{ interval = "weekly", weekdays = ["mon", "thu"], time = "06:30" }}
"""  # noqa: E501 - TOML keeps an inline table on one line


def main(target: Path) -> None:
    os.environ["SUDO_USER"] = "anna"
    with prepare_demo(LANGUAGE) as demo:
        lists = demo.folder / "lists"
        lists.mkdir()
        with demo.config.open("a", encoding="utf-8") as config:
            config.write(MORE.format(lists=lists))
        data = DataFolder(demo.folder / "data")
        write_half_a_list(data, lists / f"OPOS_Ulm_{datetime.now(UTC):%d%m%Y}.csv")
        write_past(data)
        with a_run(data, "bank", datetime.now(UTC) - timedelta(seconds=8)):
            svg = asyncio.run(picture(OposApp(load_settings(demo.config))))
    # Whoever looks at it needs no names of this machine, and no font from the net.
    svg = svg.replace(str(demo.folder), "/srv/opos").replace(socket.gethostname(), "server")
    svg = FONT_FACE.sub("", svg).replace("Fira Code", "monospace")
    target.write_text(svg, encoding="utf-8")


def write_half_a_list(data: DataFolder, path: Path) -> None:
    """A list without every second invoice: it would settle them all, so it is held."""
    held = [item for item in open_store(data).items().values() if item.mandant == OPTICS]
    rows = (
        f"{item.account};{item.invoice_no};{euro(item.open)};;{euro(item.open)}"
        for item in held[::2]
    )
    path.write_text(
        "\n".join(["Konto;Rechnungsnummer;Sollbetrag;Habenbetrag;Saldo", *rows, ""]),
        encoding="utf-8",
    )


def euro(cents: Cents) -> str:
    return f"{cents / 100:.2f}".replace(".", ",")


def write_past(data: DataFolder) -> None:
    """A run a day, for a month: most import, some find nothing, one fails."""
    for interface in ("datev", "zahlungen", "ulm", "bank", "aachen"):
        for days in range(1, 29):
            at = datetime.now(UTC) - timedelta(days=days, minutes=CHANCE.randrange(50))
            amount = CHANCE.randrange(200, 9000) * 100
            outcomes = [
                RunFinished(
                    outcome="imported",
                    exit_code=0,
                    paid=CHANCE.randrange(3, 60),
                    settled_amount=Money(amount),
                ),
                RunFinished(outcome="nothing_to_do", exit_code=0),
                RunFinished(
                    outcome="failed",
                    exit_code=5,
                    cause="ftp.example.org does not answer.",
                    advice="It is tried again.",
                ),
            ]
            (end,) = CHANCE.choices(outcomes, [86, 10, 4])
            run = f"{at:%Y%m%dT%H%M%SZ}-{interface}"
            lines = (
                encode(JournalEntry(at, run, interface, event)) + b"\n" for event in (begun(), end)
            )
            journal_path(data.journals, run).write_bytes(b"".join(lines))


def begun() -> RunStarted:
    return RunStarted(trigger="cron", dry_run=False, pid=os.getpid(), host="server", user="opos")


@contextmanager
def a_run(data: DataFolder, interface: str, now: datetime) -> Iterator[None]:
    """A run that goes on: its journal is held open."""
    with (
        Journal(data.journals, interface, now) as journal,
        journal_path(data.journals, journal.run).open("ab") as file,
    ):
        for seconds, done in ((0, 0), (6, 31_200)):
            at = now + timedelta(seconds=seconds)
            progress = Progress(name="CAMT.csv", step="read", done=done, total=52_000)
            for event in (begun(), progress) if not done else (progress,):
                file.write(encode(JournalEntry(at, journal.run, interface, event)) + b"\n")
        file.flush()
        yield


async def picture(app: OposApp) -> str:
    """Run what can be run with the keys a person would press, and return the screen as SVG."""
    async with app.run_test(size=SIZE) as pilot:
        for interface, words in (
            ("datev", "datev"),
            ("zahlungen", "buchhaltungsimport"),
            ("ulm", "ulm"),
        ):
            await pilot.press("slash", *words, "enter", "r")
            while not any(
                run.finished and run.started.trigger == "tui"
                for run in newest(app.data.journals, interface)
            ):
                await pilot.pause(0.1)
            await pilot.press("escape")
        await pilot.pause(2 * app.pace)
        return app.export_screenshot()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
