"""Runs as processes of their own, seen through real pseudo-terminals while a server holds them up
in the middle.
"""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from engine.journal.journal import Run, newest
from engine.model.item import Status
from engine.schedule.due import due, save_records
from engine.settings.load import load_settings
from tests.factories import item
from tests.practice import LIST_NAME, Practice
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp
from tests.tui.terminal import Terminal, opened, painted

FROM_FTP = """\
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "/"
"""
LEAVE_SCREEN = b"\x1b[?1049l"


class Slow:
    """A practice with one list that settles an invoice, on a server that sends it only when it is
    told to.
    """

    def __init__(self, folder: Path) -> None:
        self.practice = Practice(folder / "practice")
        self.practice.hold(*(item(f"RE-{number}") for number in range(9)))
        bytes_of_list = self.practice.put_list(
            *(f"RE-{number} 100,00" for number in range(1, 9))
        ).read_bytes()
        self.server = ScriptedFtp({f"/{LIST_NAME}": bytes_of_list})
        self.server.instead["RETR"] = self._retrieve
        self.asked = threading.Event()
        self._told = threading.Event()
        source = f'protocol = "folder"\ndirectory = "{self.practice.uploads}/"\n'
        text = self.practice.config.read_text(encoding="utf-8").replace(
            source, FROM_FTP.format(port=self.server.port), 1
        )
        window = '[window]\nearliest = "00:00"\nlatest = "23:59"\n'
        secrets = self.practice.config.with_name("secrets.toml")
        secrets.touch(0o600)
        secrets.write_text('[interfaces.datev.source]\npassword = "secret"\n', encoding="utf-8")
        self.practice.config.write_text(
            text.replace("[mandants.001]", f"{window}\n[mandants.001]"), encoding="utf-8"
        )

    def _retrieve(self, conversation: Conversation, argument: str) -> None:
        self.asked.set()
        self._told.wait()
        conversation.do("RETR", argument)

    def go_on(self) -> None:
        self._told.set()

    def run_by_cron(self) -> subprocess.Popen[bytes]:
        """What cron starts every minute, at one when `datev` is due."""
        configuration = load_settings(self.practice.config)
        now = datetime.now(UTC)
        records = due(configuration, {}, now).records
        records["datev"] = records["datev"]._replace(due=now - timedelta(days=2))
        save_records(self.practice.data.schedule, records)
        return subprocess.Popen(
            self.practice.command("--headless"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def run(self) -> Run:
        (run,) = newest(self.practice.data.journals, "datev")
        return run

    def ended(self) -> Run:
        """The run, when it is over."""
        while self.run.state == "running":
            time.sleep(0.02)
        return self.run


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    slow = Slow(tmp_path)
    with slow.server:
        yield slow
        slow.go_on()


def test_a_run_of_cron_is_seen_by_whoever_looked_before_and_by_whoever_comes_later(
    slow: Slow,
) -> None:
    with opened(slow.practice.config) as before:
        cron = slow.run_by_cron()
        assert slow.asked.wait(30)
        before.wait_for("running")
        with opened(slow.practice.config) as after:
            after.wait_for("running")
            slow.go_on()
            assert cron.wait(30) == 0
            for terminal in (before, after):
                terminal.wait_for("imported")
                terminal.wait_for("1 paid")
    assert (slow.run.state, slow.run.started.trigger) == ("imported", "cron")


def hang_up(terminal: Terminal) -> None:
    terminal.hang_up()


def send_hangup(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGHUP)


def quit_at_once(terminal: Terminal) -> None:
    terminal.type("q")


@pytest.mark.parametrize("leave", [hang_up, send_hangup, quit_at_once])
def test_a_run_goes_on_when_the_interface_that_started_it_is_gone(
    slow: Slow, leave: Callable[[Terminal], None]
) -> None:
    with opened(slow.practice.config) as terminal:
        terminal.type("r")
        assert slow.asked.wait(30)
        terminal.wait_for("running")
        leave(terminal)
        terminal.end()
        assert (LEAVE_SCREEN in terminal.sent) == (leave is not hang_up)
    assert slow.run.state == "running", "in the middle of its work"
    slow.go_on()
    assert (slow.ended().state, slow.run.started.trigger) == ("imported", "tui")
    assert slow.practice.items["RE-0"].status is Status.PAID


def fills(terminal: Terminal, since: int, width: int, height: int) -> bool:
    """Whether each line of the terminal was drawn in its whole width, the keys on the last one."""
    lines = [
        (number, text) for number, text in painted(terminal.sent[since:]) if len(text) == width
    ]
    return {number for number, _text in lines} == set(range(1, height + 1)) and "Help" in dict(
        lines
    )[height]


@pytest.mark.parametrize("keys", ["", "l"], ids=["first screen", "log"])
def test_the_screen_follows_the_size_of_the_terminal_while_a_run_goes_on(
    slow: Slow, keys: str
) -> None:
    with opened(slow.practice.config) as terminal:
        terminal.type("r")
        assert slow.asked.wait(30)
        terminal.wait_for("running")
        terminal.type(keys)
        for width, height in ((60, 20), (120, 40), (80, 24)):
            terminal.resize((width, height))
            terminal.wait_until(
                partial(fills, terminal, len(terminal.sent), width, height),
                f"a screen of {width}x{height}",
            )
        slow.go_on()
        terminal.wait_for("imported")
        terminal.type("q" * (len(keys) + 1))
        assert terminal.end() == 0
    assert slow.ended().state == "imported"
