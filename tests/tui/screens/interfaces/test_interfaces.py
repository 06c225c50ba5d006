"""The first screen, by keys only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import Connected, Progress
from engine.journal.journal import Journal
from engine.settings.load import load_settings
from tests.tui.conftest import FAILED, IMPORTED, seen, started, wait_for, write_run
from tui_app.app import OposApp


async def test_tells_how_each_interface_last_ended(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED)
    write_run(data, "payments", FAILED)
    async with app.run_test(size=(110, 40)):
        await wait_for(lambda: "37 paid" in seen(app), "the result of the last run")
        screen = seen(app)
    assert "+ imported" in screen
    assert "x failed" in screen
    assert "sftp.example.org doe" in screen
    assert "Addison Ulm (disabled)" in screen
    assert "never run" in screen


@pytest.mark.parametrize(("size", "keys"), [((120, 40), []), ((80, 24), ["v"]), ((60, 20), ["v"])])
async def test_all_that_is_known_of_an_interface(
    app: OposApp, data: DataFolder, size: tuple[int, int], keys: list[str]
) -> None:
    """Beside the list where there is room, else asked for."""
    for state in (IMPORTED, FAILED, IMPORTED):
        write_run(data, "datev", state)
    async with app.run_test(size=size) as pilot:
        await wait_for(lambda: "imported" in seen(app), "the last run")
        assert ("daily at" in seen(app)) == (not keys)
        await pilot.press(*keys)
        await wait_for(lambda: "opos@elsewhere" in seen(app), "who started the last run")
        screen = seen(app)
    assert "daily at 07:00" in screen
    assert "▇x▇" in screen
    assert "“OPOS” in their name" in screen


async def test_a_run_that_someone_else_started_is_seen_live(app: OposApp, data: DataFolder) -> None:
    with Journal(data.journals, "payments", datetime.now(UTC)) as journal:
        journal.write(started())
        async with app.run_test(size=(120, 40)):
            await wait_for(
                lambda: "» running" in seen(app), "a run that began before the app was opened"
            )
            journal.write(Connected(protocol="sftp", address="sftp.example.org:22"))
            journal.write(
                Progress(name="Zahlungen.csv", step="fetch", done=2_100_000, total=2_600_000)
            )
            await wait_for(
                lambda: "Connected to sftp.example.org:22" in seen(app), "what it writes"
            )
            await wait_for(lambda: "fetched 2.1 of 2.6 MB, opos" in seen(app), "how far it is")
            write_run(data, "datev", IMPORTED)
            await wait_for(
                lambda: "37 paid" in seen(app), "a run that began after the app was opened"
            )
            journal.write(FAILED)
            await wait_for(
                lambda: "x failed" in seen(app) and "running" not in seen(app), "its end"
            )


async def test_a_killed_run_is_called_interrupted(app: OposApp, data: DataFolder) -> None:
    journal = Journal(data.journals, "datev", datetime.now(UTC))
    journal.write(started())
    async with app.run_test(size=(120, 40)):
        await wait_for(lambda: "» running" in seen(app), "the run")
        journal.close()
        await wait_for(lambda: "x interrupted" in seen(app), "its death")


async def test_searches_as_typed_and_escape_ends_it(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"ADDI")
        await wait_for(lambda: "Payments of the" not in seen(app), "the others gone")
        assert "Addison Ulm" in seen(app)
        await pilot.press("escape")
        await wait_for(lambda: "Payments of the" in seen(app), "all of them again")
        await pilot.press("down")
        assert "Quit" in seen(app)


async def test_r_starts_the_command_that_cron_starts(
    app: OposApp, monkeypatch: pytest.MonkeyPatch, config: Path
) -> None:
    calls: list[tuple[list[str], dict[str, Any]]] = []
    real = subprocess.Popen

    def popen(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        calls.append((command, options))
        return real(
            [sys.executable, "-c", "import sys; sys.exit('opos: no disk \\x1b[2J')"],
            stderr=options["stderr"],
        )

    monkeypatch.setattr(subprocess, "Popen", popen)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("r")
        await wait_for(lambda: "The run did not begin." in seen(app), "the run's last words")
        assert r"opos: no disk \x1b[2J" in seen(app)
        await pilot.press("escape", "j", "d")
        await wait_for(lambda: len(calls) == 2, "the dry run")
    (run, options), (dry_run, _options) = calls
    assert run[1:] == ["-P", "-m", "tui_app", "--headless", "-c", str(config), "-i", "datev"]
    assert dry_run[7:] == ["-i", "payments", "--dry-run"]
    assert options["start_new_session"] is True
    environment = options["env"]
    assert isinstance(environment, dict)
    assert environment["OPOS_TRIGGER"] == "tui"


async def test_x_asks_and_then_stops_the_process_of_the_run(app: OposApp, data: DataFolder) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(100)"]
    with (
        subprocess.Popen(command) as sleeper,
        Journal(data.journals, "datev", datetime.now(UTC)) as journal,
    ):
        journal.write(started(pid=sleeper.pid, host=socket.gethostname()))
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                await wait_for(lambda: "x Stop" in seen(app), "the key")
                await pilot.press("x")
                await wait_for(lambda: "Stop the run of Open items" in seen(app), "the question")
                await pilot.press("enter")
                await wait_for(lambda: "Stop the run" not in seen(app), "Enter to mean no")
                assert sleeper.poll() is None
                await pilot.press("x", "y")
                await wait_for(lambda: sleeper.poll() is not None, "the end of the process")
        finally:
            sleeper.kill()
    assert sleeper.returncode == -signal.SIGTERM


async def test_a_run_on_another_machine_cannot_be_stopped_here(
    app: OposApp, data: DataFolder
) -> None:
    with Journal(data.journals, "datev", datetime.now(UTC)) as journal:
        journal.write(started(pid=os.getpid()))
        async with app.run_test(size=(80, 24)) as pilot:
            await wait_for(lambda: "x Stop" in seen(app), "the key")
            await pilot.press("x", "y")
            await wait_for(lambda: "This run works on elsewhere" in seen(app), "why not")


async def test_q_leaves_at_once(app: OposApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("q")
        await wait_for(lambda: app.return_code is not None, "the end")
    assert app.return_code == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_more_interfaces_than_lines_scroll(config: Path, size: tuple[int, int]) -> None:
    text = config.read_text(encoding="utf-8")
    source = 'source = { protocol = "sftp", host = "h", directory = "D%d/", filename = "x" }'
    many = "".join(f'[interfaces.more{n}]\nname = "Another {n}"\n{source % n}\n' for n in range(60))
    config.write_text(text + many, encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=size) as pilot:
        await pilot.press("G")
        await wait_for(lambda: "Another 59" in seen(app), "the last one")
        assert "Today's runs" in seen(app)
        assert "▐" in seen(app)
