"""The app in a real pseudo-terminal of 120x40, beside a bare Textual application and
whichever others one likes.

    python3 dev.py bench app [PROGRAM …]

Programs are Textual applications, each in an environment of its own, so that none is in the
project's lock:

    python3 -m venv ~/sqlit && ~/sqlit/bin/pip install sqlit-tui
    python3 -m venv ~/harlequin && ~/harlequin/bin/pip install harlequin
    python3 dev.py bench app ~/sqlit/bin/sqlit ~/harlequin/bin/harlequin

Whole processes that take turns. A screen is complete when the last byte before some quiet has come,
and so is what a key does.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.making import items, write_opos
from engine.common.data_folder import DataFolder
from engine.journal.events import RunFinished, RunStarted, Warned
from engine.journal.journal import Journal
from engine.model.money import Money
from tests.tui.terminal import OPOS, Terminal

ROUNDS = 9
SIZE = (120, 40)
QUIET = 0.3
"""Seconds without a byte after which a screen is complete."""
SCREENFUL = 2000
"""Bytes that any first screen has; fewer only set the terminal up."""
IDLE = 2.0
"""Seconds to watch an application of which nothing is asked."""
DOWN = "\x1b[B"
CONFIG = 'data_dir = "data"\nlanguage = "en"\n'
INTERFACE = """
[interfaces.lists{number}]
name = "Open items {number}"
source = {{ protocol = "folder", directory = "/srv/{number}/", filename = "OPOS" }}
"""
STARTED = RunStarted(trigger="cron", dry_run=False, pid=1, host="elsewhere", user="opos")
IMPORTED = RunFinished(
    outcome="imported",
    exit_code=0,
    paid=37,
    created=4,
    unchanged=369,
    settled_amount=Money(8123_40),
    files=1,
)


class Opened(NamedTuple):
    """What one start of a program showed."""

    painted: float
    """Seconds from the start of the process to the complete first screen."""
    painted_bytes: int
    """Until then."""
    key: float
    """Seconds from a key to the last byte it caused."""
    key_bytes: int
    idle_bytes: float
    """A second, while nothing happens."""


def main(programs: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        usual = practice(Path(scratch) / "usual", interfaces=30, runs=5)
        opos = (*OPOS, "-c", str(usual))
        bare = (sys.executable, str(Path(__file__).with_name("peer_textual.py")))
        contestants = {"bare Textual": bare, "opos": opos} | {
            Path(program).name: (program,) for program in programs
        }
        print(table(compare(contestants, home=scratch), base="bare Textual"))
        for keys, name in (("", "first screen"), ("l", "log of the run"), ("L", "live log")):
            print(f"100 events a second, {name}: {busy(opos, usual, keys):,.0f} bytes a second")
        for count in (100_000, 1_000_000):
            practice(Path(scratch) / f"{count}", interfaces=1, runs=1)
            write_opos(Path(scratch) / f"{count}" / "data", items(count))
            searched = searching(
                (*OPOS, "-c", f"{scratch}/{count}/config.toml"), f"{count:,} items"
            )
            print(f"{count:,} items: {searched}")
        many = practice(Path(scratch) / "many", interfaces=600, runs=50)
        print(
            "600 interfaces with 50 journals each: painted after"
            f" {milliseconds(opened((*OPOS, '-c', str(many))).painted)}"
        )


def practice(folder: Path, interfaces: int, runs: int) -> Path:
    """A configuration with so many interfaces, and so many runs of each that are over."""
    config = folder / "config.toml"
    folder.mkdir()
    config.write_text(
        CONFIG + "".join(INTERFACE.format(number=number) for number in range(interfaces)),
        encoding="utf-8",
    )
    data = DataFolder(folder / "data")
    data.make()
    began = datetime.now(UTC) - timedelta(days=runs)
    for day in range(runs):
        for number in range(interfaces):
            with Journal(
                data.journals, f"lists{number}", began + timedelta(days=day, seconds=number)
            ) as journal:
                journal.write(STARTED)
                journal.write(IMPORTED)
    return config


def compare(contestants: Mapping[str, Sequence[str]], home: str) -> dict[str, list[Opened]]:
    """Open all in turn, so that drift of the machine hits all alike; a first round fills the caches
    and is not counted.
    """
    found: dict[str, list[Opened]] = {name: [] for name in contestants}
    for turn in range(ROUNDS + 1):
        for name, program in contestants.items():
            one = opened(program, HOME=home)
            if turn:
                found[name].append(one)
    return found


def opened(program: Sequence[str], **environ: str) -> Opened:
    """Start the program, wait for its first screen, press a key, watch it idle, and kill it."""
    began = time.monotonic()
    with Terminal(program=program, size=SIZE, environ=environ) as terminal:
        while len(terminal.sent) < SCREENFUL:
            terminal.listen(0.01)
            if terminal.process.poll() is not None:
                raise SystemExit(f"{program[0]} ended: {terminal.sent.decode()}")
        terminal.read(QUIET)
        painted, sent = terminal.heard - began, len(terminal.sent)
        terminal.read(QUIET)
        key, key_bytes = pressed(terminal, DOWN)
        return Opened(painted, sent, key, key_bytes, len(terminal.listen(IDLE)) / IDLE)


def pressed(terminal: Terminal, key: str) -> tuple[float, int]:
    """Seconds until the last byte that a key caused, and how many bytes there were."""
    began = time.monotonic()
    terminal.type(key)
    sent = terminal.read(QUIET)
    return max(0.0, terminal.heard - began), len(sent)


def busy(program: Sequence[str], config: Path, keys: str) -> float:
    """Bytes a second while a run writes 100 events a second, on the screen that these keys open."""
    with ExitStack() as stack:
        journal = stack.enter_context(
            Journal(DataFolder(config.with_name("data")).journals, "lists0", datetime.now(UTC))
        )
        journal.write(STARTED)
        terminal = stack.enter_context(Terminal(program=program, size=SIZE))
        terminal.wait_for("running")
        terminal.type(keys)
        terminal.read(QUIET)
        before, began = len(terminal.sent), time.monotonic()
        for line in range(500):
            journal.write(
                Warned(
                    name="OPOS.csv",
                    code="bench",
                    text=f"Line {line} of a list that has much to say about itself.",
                )
            )
            terminal.listen(began + line / 100 - time.monotonic())
        return (len(terminal.sent) - before) / (time.monotonic() - began)


def waited(terminal: Terminal, text: str) -> float:
    """Seconds until this is shown."""
    began = time.monotonic()
    while text not in "\n".join(terminal.shown.lines):
        terminal.listen(0.002)
    return time.monotonic() - began


def searching(program: Sequence[str], all_of_them: str) -> str:
    """How long until the first items are listed, a key pressed meanwhile has done its work, all
    items are listed, and each letter of a search has done its work.
    """
    with Terminal(program=program, size=SIZE) as terminal:
        terminal.wait_for("Quit")
        terminal.read(QUIET)
        began = time.monotonic()
        terminal.type("i")
        first = waited(terminal, "RE-2026-0000009")
        terminal.type(DOWN)
        key = waited(terminal, "| RE-2026-0000001 |")
        waited(terminal, all_of_them)
        listed = time.monotonic() - began
        terminal.read(QUIET)
        terminal.type("/")
        terminal.read(QUIET)
        letters = [pressed(terminal, letter)[0] for letter in "re-2026-009"]
    return (
        f"first page after {milliseconds(first)}, a key then {milliseconds(key)}, all after"
        f" {milliseconds(listed)}; a letter of a search {milliseconds(median(letters))}, the"
        f" slowest {milliseconds(max(letters))}"
    )


def table(found: Mapping[str, list[Opened]], base: str) -> str:
    """The medians, first paint with its ratio to that of `base`."""
    lines = [
        f"{'':<14} {'painted':>9} {'ratio':>6} {'bytes':>7}"
        f" {'key':>9} {'bytes':>6} {'idle bytes/s':>12}"
    ]
    least = median(one.painted for one in found[base])
    for name, all_of_it in found.items():
        one = Opened(*map(median, zip(*all_of_it, strict=True)))
        lines.append(
            f"{name:<14} {milliseconds(one.painted):>9} {one.painted / least:6.2f}"
            f" {one.painted_bytes:7,.0f} {milliseconds(one.key):>9} {one.key_bytes:6.0f}"
            f" {one.idle_bytes:12.0f}"
        )
    return "\n".join(lines)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
