"""Keys of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.errors import ConfigError
from engine.settings.load import load_settings
from tests.refusals import refused
from tests.tui.conftest import seen, wait_for
from tests.tui.terminal import Terminal
from tui_app.app import OposApp
from tui_app.keymap import checked_keymap


def with_keys(config: Path, keys: str) -> Path:
    config.write_text(config.read_text(encoding="utf-8") + f"\n[keys]\n{keys}\n", encoding="utf-8")
    return config


async def test_a_command_has_the_wished_keys_instead_of_its_own(config: Path) -> None:
    app = OposApp(load_settings(with_keys(config, 'history = "f5,%"')))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "F5 History" in seen(app)
        await pilot.press("h")
        assert "Interfaces" in seen(app)
        await pilot.press("f5")
        await wait_for(lambda: "r starts a run" in seen(app), "the history")
        await pilot.press("q", "percent_sign")
        await wait_for(lambda: "r starts a run" in seen(app), "the history again")


def test_an_unknown_command_is_refused_with_the_nearest() -> None:
    with refused(ConfigError, match=r"histry.*Did you mean .history."):
        checked_keymap({"histry": "f5"})


@pytest.mark.parametrize(
    "wished",
    [{"run": "h"}, {"run": "down"}, {"run": "?"}, {"run": "f6", "history": "f6"}, {"copy": "Y"}],
)
def test_a_key_with_two_meanings_is_refused(wished: dict[str, str]) -> None:
    with refused(ConfigError, match="would mean both"):
        checked_keymap(wished)


@pytest.mark.parametrize(
    "wished",
    [{}, {"run": "f5"}, {"run": "h", "history": "r"}, {"back": "escape,q"}, {"save": "f6"}],
)
def test_other_keys_are_taken(wished: dict[str, str]) -> None:
    assert checked_keymap(wished) == wished


def test_a_wrong_key_is_told_before_the_screen_is_taken(config: Path) -> None:
    with Terminal("-c", str(with_keys(config, 'run = "h"'))) as terminal:
        assert terminal.end() == 10
        assert b"would mean both" in terminal.sent
        assert b"\x1b" not in terminal.sent
