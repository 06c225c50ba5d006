"""Opened to look only; and what a user may not do is said before it is tried."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.settings.load import load_settings
from tests.tui.conftest import IMPORTED, seen, wait_for, write_run
from tests.tui.terminal import Terminal
from tui_app.app import OposApp


async def test_nothing_is_started_or_changed(config: Path, data: DataFolder) -> None:
    write_run(data, "datev", IMPORTED)
    before = config.read_bytes()
    app = OposApp(load_settings(config), read_only=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_for(lambda: "read only" in seen(app), "the word in the header")
        await wait_for(lambda: "imported" in seen(app), "the first look")
        assert "r Run" not in seen(app)
        await pilot.press("r", "d", "n", "E", "delete")
        await wait_for(lambda: said(app), "why the keys do nothing")
        await pilot.press("e")
        await wait_for(lambda: "Name" in seen(app), "the form, to be read")
        await pilot.press("enter", "x", "f2", "escape", "h", "u")
        assert "read only" in seen(app)
    assert config.read_bytes() == before
    assert len(list(data.journals.iterdir())) == 1


def said(app: OposApp) -> bool:
    return any("opened to look only" in notice.message for notice in app._notifications)


def test_the_option_is_known(config: Path) -> None:
    with Terminal("-c", str(config), "--read-only") as terminal:
        terminal.wait_for("read only")


def refusing(root: Path, mode: int) -> Callable[..., bool]:
    """As `os.access` answers somebody who may not do this below `root`."""
    real = os.access

    def access(path: str | Path, asked: int) -> bool:
        return False if Path(path) == root and asked & mode else real(path, asked)

    return access


@pytest.mark.parametrize(
    ("mode", "says"),
    [(os.W_OK, "store read only"), (os.R_OK, "data cannot be read: the folder belongs to")],
)
async def test_what_may_not_be_done_is_said_in_the_header(
    config: Path, data: DataFolder, monkeypatch: pytest.MonkeyPatch, mode: int, says: str
) -> None:
    monkeypatch.setattr(os, "access", refusing(data.root, mode))
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 30)):
        await wait_for(lambda: says in seen(app), "the word in the header")
        await wait_for(lambda: "Open items" in seen(app), "the list")
        assert ("never run" in seen(app)) == (mode == os.W_OK)


@pytest.mark.parametrize(("folder", "key"), [("data", "r"), ("data", "d"), (".", "E"), (".", "n")])
async def test_a_key_says_who_may_do_it(
    config: Path, data: DataFolder, monkeypatch: pytest.MonkeyPatch, folder: str, key: str
) -> None:
    refused = (config.parent / folder).resolve()
    monkeypatch.setattr(os, "access", refusing(refused, os.W_OK))
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_for(lambda: "Open items" in seen(app), "the list")
        await pilot.press(key)
        says = f"You may not write in {refused}; it belongs to "
        await wait_for(
            lambda: any(says in each.message for each in app._notifications), "why it does nothing"
        )
    assert not list(data.journals.iterdir())


async def test_a_form_that_cannot_be_saved_says_so_at_the_first_key(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", refusing(config.parent, os.W_OK))
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 30)) as pilot:
        await wait_for(lambda: "Open items" in seen(app), "the list")
        await pilot.press("e")
        await wait_for(lambda: "Edit Interface" in seen(app), "the form")
        await pilot.press("down", "enter")
        await wait_for(
            lambda: any("You may not write in" in each.message for each in app._notifications),
            "why nothing can be typed",
        )
