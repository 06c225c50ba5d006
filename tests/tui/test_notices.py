"""What is told in a corner: it stays until it was read, and then hides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from tests.tui.conftest import FAILED, seen, wait_for, write_run
from tui_app.app import OposApp


async def test_what_was_saved_where_stays_until_a_key(
    app: OposApp, data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_run(data, "datev", FAILED)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await pilot.press("h", "s", "enter")
        await wait_for(lambda: "Saved as " in seen(app), "where it is")
        [notice] = app._notifications
        assert notice.timeout > 3600
        await pilot.press("down")
        await wait_for(lambda: "Saved as " not in seen(app), "that the key took it away")


async def test_a_key_takes_away_what_was_told_in_passing(app: OposApp, data: DataFolder) -> None:
    write_run(data, "datev", FAILED)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await pilot.press("h", "y")
        await wait_for(lambda: "Sent 1 line" in seen(app), "what was copied")
        await pilot.press("down")
        await wait_for(lambda: "Sent 1 line" not in seen(app), "the line below it")
