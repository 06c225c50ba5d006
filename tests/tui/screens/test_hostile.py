"""Names, cells and messages from outside: shown as they are, on every screen; they break nothing
and do nothing.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.journal.events import (
    Connected,
    Event,
    FileFetched,
    ItemPlanned,
    Progress,
    RowRejected,
    RunFinished,
    Warned,
)
from engine.model.money import Money
from engine.posting.change import ChangeKind, Rule
from engine.settings.load import load_settings
from engine.store.archive import Archive
from engine.store.ledger import HeldImport
from engine.store.opening import open_store
from tests.factories import NOW, created, entry, item
from tests.tui.conftest import seen, wait_for, write_run
from tui_app.app import OposApp
from tui_app.screens.interfaces.interfaces import InterfacesScreen

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

WAYS = {
    "v escape question_mark escape slash left_square_bracket escape colon escape": {
        "InterfaceNote",
        "Help",
        "Palette",
    },
    "l enter y escape Y e enter escape escape escape": {"RunScreen", "Note", "RejectedScreen"},
    "L enter escape o f escape": {"LiveScreen", "Note"},
    "h slash x escape f f v enter escape escape escape": {"HistoryScreen", "OriginalScreen"},
    "d escape": {"DryRunScreen"},
    "h i enter escape Y o tab l escape escape escape": {"ChangesScreen"},
    "H equals_sign escape space Y a escape enter j escape escape escape": {
        "HeldImportsScreen",
        "HeldScreen",
        "ListDifferenceScreen",
    },
    "i enter escape slash left_square_bracket escape m m S S Y escape": {
        "ItemsScreen",
        "ItemScreen",
    },
    "i enter enter escape Y escape escape": {"ItemsScreen", "ItemScreen"},
    "t j enter escape escape": {"DoctorScreen", "Note"},
    "S f6 escape escape": {"VersionsScreen"},
    "P escape": {"ClearingScreen"},
    "T escape": {"TrendsScreen"},
    "X slash left_square_bracket escape enter escape r escape escape": {"ExportsScreen", "Note"},
    "e j j slash left_square_bracket escape enter escape f4 escape escape": {
        "EditorScreen",
    },
    "j e enter escape question_mark escape escape": {"EditorScreen", "Help"},
    "S slash left_square_bracket escape n escape escape": {"SettingsScreen"},
    "j j delete escape E": {"Confirm"},
}
"""The keys that lead over all screens, each from the first one and back, and what lies on the way.
"""


@pytest.fixture
def hostile_practice(config: Path, data: DataFolder) -> Path:
    """Interfaces, items, and a run's story made of nothing but these."""
    hostile = (item(text, name=text, account=text, mandant=text, branch=text) for text in HOSTILE)
    open_store(data).commit(created(*hostile), entry(file=HOSTILE[0]), {"praxis": 1})
    story = (event for text in HOSTILE for event in told(text))
    end = "".join(HOSTILE)
    fetched = archived(data)
    run = write_run(
        data,
        "datev",
        fetched,
        *story,
        RunFinished(outcome="held", exit_code=8, rejected=1, cause=end, advice=end, files=1),
    )
    for text in HOSTILE[:2]:
        open_store(data).hold(
            HeldImport(run=run, at=NOW, interface="datev", file=text, sha256=text, size=1)
        )
    interfaces = config.read_text(encoding="utf-8").partition("[interfaces.datev]")
    written = interfaces[0]
    for number, text in enumerate(["datev", *HOSTILE]):
        name = "".join(
            rf"\U{ord(character):08x}" for character in text[:200] if character.isprintable()
        )
        source = f'protocol = "sftp", host = "h", directory = "D{number}/", filename = "x"'
        written += (
            f'[interfaces.{"datev" if text == "datev" else number}]\nname = "{name}"\nsource = {{'
            f" {source} }}\n"
        )
    target = 'protocol = "folder", directory = "/nowhere/"'
    written += f'[exports.praxis]\non = ["created"]\ntarget = {{ {target} }}\n'
    config.write_text(written, encoding="utf-8")
    return config


def archived(data: DataFolder) -> Event:
    """A file whose cells are nothing but these, in the archive."""
    content = "\n".join(f"{number};{text};x" for number, text in enumerate(HOSTILE)).encode()
    path = Archive(data.archive).path_of(sha := sha256(content).hexdigest())
    path.parent.mkdir()
    path.write_bytes(content)
    return FileFetched(name=HOSTILE[0], size=len(content), sha256=sha, archived_as="")


def told(text: str) -> list[Event]:
    """One event of each kind that carries text from outside."""
    return [
        Connected(protocol="ftp", address=text),
        Progress(name=text, step="read", done=1, total=2),
        RowRejected(name=text, line=1, column=text, value=text, reason="bad", sheet=text),
        Warned(name=text, code="x", text=text),
        ItemPlanned(
            name=text,
            mandant=text,
            invoice_no=text,
            kind=ChangeKind.PAID,
            rule=Rule.PAYMENT,
            before=Money(1_00),
            after=None,
            line=1,
            reason=text,
        ),
    ]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way[0])
async def test_is_inert_on_every_screen(hostile_practice: Path, way: str) -> None:
    app = OposApp(load_settings(hostile_practice))
    met: set[str] = set()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_for(lambda: "! held" in seen(app), "the list")
        for key in way.split():
            await pilot.press(key)
            await pilot.pause()
            clean(seen(app))
            met.add(type(app.screen).__name__)
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the first screen again")
        assert app.return_code is None
    clean(app.clipboard)
    assert met >= WAYS[way]


async def test_is_inert_in_the_file_itself(hostile_practice: Path) -> None:
    app = OposApp(load_settings(hostile_practice))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("h")
        await wait_for(lambda: "1 run" in seen(app), "the history")
        await pilot.press("v")
        await wait_for(lambda: "a[/b]c" in seen(app) and "lines" in seen(app), "the file")
        clean(seen(app))
        for key in "enter escape pagedown enter escape Y x escape".split():
            await pilot.press(key)
            await pilot.pause()
            clean(seen(app))
    clean(app.clipboard)


def clean(screen: str) -> None:
    """No control character but the ends of our own lines."""
    assert not [character for character in screen if ord(character) < 32 and character != "\n"]
    assert not {"\x9b", "\x7f", "\u202e"} & set(screen)
