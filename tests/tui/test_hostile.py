"""Names, cells and messages from outside: shown as they are, on every screen; they break nothing and do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.events import Connected, Progress, RowRejected, RunFinished, Warned
from engine.paths import DataFolder
from engine.settings.files import load_settings
from tests.tui.conftest import seen, wait_for, write_run
from tui_app.app import OposApp

HOSTILE = [
    "a[/b]c",
    "[/]",
    "Müller [GmbH]",
    "[@click=app.quit]click[/]",
    "[red]x",
    "a [b + c",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b[2J\x9b31m",
    "line\r\nbreak",
    "\u202etxt.exe",
    "日本語の名前",
    "e\u0301\u0301\u0301",
    "x" * 3000,
]

WAY = "enter question_mark escape y escape slash left_square_bracket escape colon escape".split()
"""The keys that lead over all screens."""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_is_inert_on_every_screen(config: Path, data: DataFolder, text: str) -> None:
    write_run(
        data,
        "datev",
        Connected(protocol="ftp", address=text),
        Progress(name=text, step="read", done=1, total=2),
        RowRejected(name=text, line=1, column=text, value=text, reason="bad", sheet=text),
        Warned(name=text, code="x", text=text),
        RunFinished(outcome="failed", exit_code=5, cause=text, advice=text),
    )
    written = config.read_text(encoding="utf-8")
    quoted = "".join(rf"\U{ord(character):08x}" for character in text[:200] if character.isprintable())
    config.write_text(written.replace("Open items from DATEV", quoted), encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(lambda: "x failed" in seen(app), "the list")
        clean(seen(app))
        for key in WAY:
            await pilot.press(key)
            await pilot.pause()
            clean(seen(app))
        assert app.return_code is None


def clean(screen: str) -> None:
    """No control character but the ends of our own lines."""
    assert not [character for character in screen if ord(character) < 32 and character != "\n"]
    assert not {"\x9b", "\x7f", "\u202e"} & set(screen)
