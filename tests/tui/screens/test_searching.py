"""Searching is the same on every screen: words that must be there, and `!word` that must not."""

from __future__ import annotations

import pytest

from tests.tui.conftest import seen, wait_for
from tui_app.app import OposApp


@pytest.mark.parametrize(
    ("keys", "words", "left", "gone"),
    [
        pytest.param("", "!ulm", "Payments of the bank", "Addison Ulm", id="interfaces"),
        pytest.param("S", "!e-mail", "Window", "E-mail", id="settings"),
        pytest.param("S j enter", "first !second", "First", "Down", id="keys"),
        pytest.param("j e", "key !host", "Key file", "Host key", id="form"),
        pytest.param("S n", "!sample", "Branch", "sample file", id="choices"),
    ],
)
async def test_all_but_what_has_a_word(
    app: OposApp, keys: str, words: str, left: str, gone: str
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        for key in keys.split():
            await pilot.press(key)
        await pilot.press("slash")
        for word in words:
            await pilot.press("space" if word == " " else word)
        await wait_for(lambda: left in seen(app) and gone not in seen(app), "all but that")
