"""Screens that are hard to come by with keys, opened on hostile texts; and that no screen was
forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from textual.screen import Screen

import tui_app.screens
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.journal.journal import Journal, Run, glance, journal_path
from engine.model.errors import UserError
from tests.factories import NOW
from tests.practice import HEADING
from tests.tui.conftest import IMPORTED, seen, started, wait_for
from tests.tui.screens.test_hostile import HOSTILE, WAYS, clean, told
from tui_app.app import OposApp
from tui_app.form.reader_options import ReaderOptions
from tui_app.form.saved_draft import SavedDraft
from tui_app.screens.configuration.conflict import Conflict
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.configuration.first_start import BeginningScreen
from tui_app.screens.configuration.keys import KeysScreen, PressKey
from tui_app.screens.configuration.reveal import Revealed
from tui_app.screens.configuration.sample import SampleScreen
from tui_app.screens.configuration.saved_draft import DraftOffer
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.ask_path import AskPath
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.screens.dialogs.pick import Pick
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.screens.plans.undo import UndoScreen

TEXT = "\n".join(HOSTILE)
SAFE = "\n".join(sanitize(text) for text in HOSTILE)
"""What those are handed that say that they want it safe for a terminal; markup is in it still."""
DRAFT = SavedDraft(
    by=TEXT, at=datetime(2026, 11, 20, 7, 0, tzinfo=UTC), is_new=False, texts={"name": TEXT}
)
OPTIONS = ReaderOptions(type="datev_csv", content="open", encoding="auto", layouts={})


def sample(folder: Path) -> Path:
    """A list that is right but for what its cells say."""
    path = folder / sanitize(HOSTILE[0].replace("/", ""))
    path.write_text(
        "\n".join([HEADING, *(f"{text};{text};{text};{text};{text}" for text in HOSTILE)]),
        encoding="utf-8",
    )
    return path


DIALOGS: dict[str, Callable[[Path], Screen[Any]]] = {
    "Ask": lambda _folder: Ask(SAFE, SAFE, SAFE, SAFE, value=sanitize(TEXT)),
    "AskPath": lambda folder: AskPath(SAFE, str(folder)),
    "BeginningScreen": lambda folder: BeginningScreen(
        [folder / sanitize(text, limit=50) for text in HOSTILE]
    ),
    "Confirm": lambda _folder: Confirm(SAFE, SAFE),
    "Conflict": lambda _folder: Conflict(UserError(SAFE, SAFE)),
    "Difference": lambda _folder: Difference(f"--- x\n+++ y\n@@ -1 +1 @@\n-{TEXT}\n+{TEXT}"),
    "DraftOffer": lambda _folder: DraftOffer(DRAFT, SAFE, ZoneInfo("Europe/Berlin")),
    "KeysScreen": lambda _folder: KeysScreen(),
    "Note": lambda _folder: Note(TEXT, TEXT),
    "Pick": lambda _folder: Pick(SAFE, {sanitize(text): sanitize(text) for text in HOSTILE}, []),
    "PressKey": lambda _folder: PressKey(SAFE),
    "ProblemNote": lambda _folder: ProblemNote(TEXT, TEXT),
    "Revealed": lambda _folder: Revealed(TEXT, SecretStr(TEXT)),
    "UndoScreen": lambda folder: UndoScreen(*undone(folder)),
    "SampleScreen": lambda folder: SampleScreen(sample(folder), OPTIONS),
}


def undone(folder: Path) -> tuple[Path, Run]:
    """The journal of a run that plans an undo of one that was called so."""
    with Journal(folder, "datev", NOW) as journal:
        for event in (started(dry_run=True, act="undo", of_run=TEXT), *told(TEXT), IMPORTED):
            journal.write(event)
    path = journal_path(folder, journal.run)
    run = glance(path)
    assert run is not None
    return path, msgspec.structs.replace(run, interface=TEXT)


def screens() -> set[str]:
    """Every screen that can be opened: what others are only made from is none."""
    for module in pkgutil.walk_packages(tui_app.screens.__path__, "tui_app.screens."):
        importlib.import_module(module.name)

    def below(cls: type[Screen[Any]]) -> set[type[Screen[object]]]:
        return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))

    own = {cls for cls in below(Screen) if cls.__module__.startswith("tui_app.")}
    return {cls.__name__ for cls in own if not cls.__subclasses__()}


def test_no_screen_is_forgotten() -> None:
    assert screens() - set(DIALOGS) - set().union(*WAYS.values()) == {InterfacesScreen.__name__}, (
        "which every way begins on"
    )


@pytest.mark.parametrize("name", DIALOGS)
async def test_is_inert_in_every_dialog(app: OposApp, tmp_path: Path, name: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(DIALOGS[name](tmp_path))
        await wait_for(lambda: type(app.screen).__name__ == name, "the screen")
        for _key in range(3):
            await pilot.pause()
            clean(seen(app))
            await pilot.press("down")
        assert app.return_code is None
