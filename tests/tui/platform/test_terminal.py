"""The app as a terminal meets it: bytes, signals, and where it cannot be shown."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import Warned
from engine.journal.journal import Journal
from tests.tui.conftest import FAILED, started, write_run
from tests.tui.terminal import Terminal, opened

LEAVE_SCREEN = b"\x1b[?1049l"
MOUSE_ON = b"\x1b[?1000h"
COLOUR = b"\x1b[38;2;"
FULL = 4095
"""So many bytes a pseudo-terminal of Linux keeps for whoever reads it."""


def test_sends_nothing_while_nothing_happens(config: Path) -> None:
    with opened(config) as terminal:
        terminal.read(1.0)
        assert terminal.read(1.5) == b""
        terminal.type("q")
        assert terminal.end() == 0
        assert LEAVE_SCREEN in terminal.sent


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_in_order(config: Path, number: signal.Signals) -> None:
    with opened(config) as terminal:
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert LEAVE_SCREEN in terminal.sent


def test_a_line_that_breaks_off_leaves_no_process_behind(config: Path) -> None:
    with opened(config) as terminal:
        terminal.hang_up()
        assert terminal.end() != 0


def test_a_terminal_that_nobody_reads_does_not_keep_it(config: Path) -> None:
    program = (
        "import sys; from tui_app.platform import ending; ending._PATIENCE = 1.0; "
        "from tui_app.__main__ import main; sys.exit(main())"
    )
    command = (sys.executable, "-c", program)
    with Terminal("-c", str(config), program=command, size=(200, 60)) as terminal:
        terminal.wait_for("Quit")
        terminal.type("\x0c")
        while terminal.unread() < FULL:
            time.sleep(0.01)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(timeout=30) == 128 + signal.SIGTERM


def test_without_mouse_the_terminals_own_selection_works(config: Path) -> None:
    with opened(config) as terminal:
        assert MOUSE_ON in terminal.sent
    with Terminal("-c", str(config), "--no-mouse") as terminal:
        terminal.wait_for("Quit")
        assert MOUSE_ON not in terminal.sent


@pytest.mark.parametrize("how", ["--no-color", "NO_COLOR"])
def test_no_colour_means_none(config: Path, data: DataFolder, how: str) -> None:
    write_run(data, "datev", FAILED)
    options = [how] if how == "--no-color" else []
    environ = {"COLORTERM": "truecolor"} | ({} if options else {how: "1"})
    with Terminal("-c", str(config), *options, environ=environ) as terminal:
        terminal.wait_for("Quit")
        terminal.wait_for("failed")
        terminal.read(0.5)
        assert COLOUR not in terminal.sent
        assert not re.search(rb"\x1b\[(\d+;)*(?:[34][0-8]|9\d)[;m]", terminal.sent)
        assert re.search(rb"\x1b\[7[;m]", terminal.sent), "the cursor must be seen all the same"


def test_over_ssh_the_terminals_own_colours_are_used(config: Path) -> None:
    with opened(
        config, SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 22", COLORTERM="truecolor"
    ) as terminal:
        terminal.read(0.5)
        assert COLOUR not in terminal.sent


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"TERM": "dumb"}, "TERM is “dumb”"),
        ({"TERM": ""}, "TERM is “”"),
        ({"PYTHONIOENCODING": "latin-1"}, "export LC_ALL=C.UTF-8"),
    ],
)
def test_a_terminal_that_cannot_show_it_is_refused_in_words(
    config: Path, environ: dict[str, str], says: str
) -> None:
    with Terminal("-c", str(config), environ=environ) as terminal:
        assert terminal.end() == 2
        assert says in terminal.sent.decode("utf-8" if "TERM" in environ else "latin-1").replace(
            "\r\n", " "
        )
        assert b"\x1b" not in terminal.sent


def test_without_a_terminal_it_names_the_commands(config: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_app", "-c", str(config)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "`opos --headless`" in done.stderr
    assert done.stdout == ""


def test_a_wrong_configuration_is_explained_before_the_screen_is_taken(config: Path) -> None:
    config.write_text("languag = 'de'\n", encoding="utf-8")
    with Terminal("-c", str(config)) as terminal:
        assert terminal.end() == 10
        assert b"languag" in terminal.sent
        assert b"\x1b" not in terminal.sent


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("keys", "title"),
    [("", "Interfaces"), ("l", "Log of Open"), ("L", "Live log")],
)
def test_a_busy_run_costs_little(
    config: Path, data: DataFolder, keys: str, title: str, size: tuple[int, int]
) -> None:
    """A hundred events a second, on each screen that tells them: at most 12 kB a second, whatever
    the colours.
    """
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started())
        with Terminal("-c", str(config), size=size, environ={"COLORTERM": "truecolor"}) as terminal:
            terminal.wait_for("running")
            terminal.type(keys)
            terminal.wait_for(title)
            terminal.read(0.5)
            before, began = len(terminal.sent), time.monotonic()
            for line in range(300):
                journal.write(
                    Warned(
                        name="OPOS.csv",
                        code="test",
                        text=f"Line {line} of a list that has much to say about itself.",
                    )
                )
                terminal.listen(began + line / 100 - time.monotonic())
            terminal.wait_for("Line 299")
            assert (len(terminal.sent) - before) / (time.monotonic() - began) < 12_000


@pytest.mark.parametrize(
    "term", ["linux", "screen", "screen-256color", "tmux-256color", "vt220", "xterm"]
)
def test_any_terminal_with_a_screen_will_do(config: Path, term: str) -> None:
    with opened(config, TERM=term) as terminal:
        terminal.type("q")
        assert terminal.end() == 0
        assert LEAVE_SCREEN in terminal.sent


def test_a_key_costs_little(config: Path) -> None:
    with opened(config) as terminal:
        terminal.read(1.0)
        terminal.type("j")
        assert 0 < len(terminal.read(0.5)) < 1500


def test_what_is_typed_in_one_burst_is_searched_for(config: Path) -> None:
    """Only the last key leaves nothing to be found. A burst may be painted in pieces; a new size
    has the whole of it painted at once.
    """
    with opened(config) as terminal:
        terminal.type("/payz")
        terminal.wait_for("Nothing found")
        before = len(terminal.sent)
        terminal.resize((90, 24))
        terminal.wait_for("payz", before)


def test_two_interfaces_see_the_same_run(config: Path, data: DataFolder) -> None:
    with opened(config) as one, opened(config) as other:
        write_run(data, "payments", FAILED)
        one.wait_for("failed")
        other.wait_for("failed")
