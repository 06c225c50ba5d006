"""Each key that a screen offers does what its command says: the registry is walked, the keys are
pressed.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.screen import Screen

from engine.common.data_folder import DataFolder
from engine.journal.events import RowRejected
from tests.tui.conftest import IMPORTED, seen, wait_for, write_run
from tests.tui.test_commands import WAYS
from tui_app.app import OposApp
from tui_app.commands import by_screen


def offered(screen: Screen[object]) -> dict[str, str]:
    """By key, the name of the command that it means now."""
    active = screen.active_bindings.items()
    return {
        key: found.binding.id
        for key, found in active
        if found.enabled and found.binding.id in by_screen.BY_NAME
    }


@pytest.mark.parametrize(
    "way", [way for way in WAYS if "slash" not in way]
)  # where one types, keys are letters
async def test_every_key_reaches_its_command(app: OposApp, data: DataFolder, way: str) -> None:
    write_run(
        data, "datev", RowRejected(name="x", line=1, column="", value="", reason="bad"), IMPORTED
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "imported" in seen(app), "the run")
        await pilot.press(*way.split())
        await pilot.pause()
        done: list[str] = []

        def noted(name: str) -> Callable[[], None]:
            return lambda: done.append(name)

        screen = app.screen
        keys = offered(screen)
        for node in (app, screen, *screen.walk_children()):
            for name in keys.values():
                if hasattr(node, f"action_{name}"):
                    setattr(node, f"action_{name}", noted(name))
        assert keys
        for key, name in keys.items():
            done.clear()
            await pilot.press(key)
            assert done == [name], key
