#!/usr/bin/env python3
"""The picture in the README, made from the real interface: `opos demo` on a morning of runs.

The two imports of today are really run, by the keys that a person would press; only the run that
goes on is a journal written here.

.venv/bin/python docs/picture.py docs/picture.svg
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.cli.demo.demo import prepare_demo
from engine.common.data_folder import DataFolder
from engine.journal.events import Progress, RunStarted
from engine.journal.journal import Journal, JournalEntry, encode, journal_path, newest
from engine.settings.load import load_settings
from tui_app.app import OposApp

SIZE = (120, 34)
LANGUAGE = "en"
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(target: Path) -> None:
    os.environ["SUDO_USER"] = "anna"
    with prepare_demo(LANGUAGE) as demo:
        data = DataFolder(demo.folder / "data")
        with a_run(data, "aachen", datetime.now(UTC) - timedelta(seconds=8)):
            svg = asyncio.run(picture(OposApp(load_settings(demo.config))))
    # Whoever looks at it needs no names of this machine, and no font from the net.
    svg = svg.replace(str(demo.folder), "/srv/opos").replace(socket.gethostname(), "server")
    svg = FONT_FACE.sub("", svg).replace("Fira Code", "monospace")
    target.write_text(svg, encoding="utf-8")


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
