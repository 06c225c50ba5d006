"""A configuration that does not load: opos opens on its last good version, to look, and to correct
it.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.common.i18n import speaking
from engine.model.errors import ConfigError
from engine.settings.change_log import note_outside_changes
from engine.settings.last_good import last_good
from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.tui.conftest import IMPORTED, seen, wait_for, write_run
from tests.tui.terminal import Terminal
from tui_app.__main__ import _app
from tui_app.app import OposApp
from tui_app.platform.text_editor import editor_at
from tui_app.screens.configuration.difference import Difference

MISTAKES = {
    "no number": ('host = "sftp.example.org"', 'host = "sftp.example.org", port = "x"'),
    "no TOML": ('name = "Payments of the bank"', 'name = "Payments of the bank'),
}


@pytest.fixture(params=MISTAKES)
def broken(request: pytest.FixtureRequest, config: Path) -> Path:
    """A configuration that was good when the last run began, and has a mistake now."""
    note_outside_changes(load_settings(config))
    text = config.read_text(encoding="utf-8")
    good, bad = MISTAKES[request.param]
    assert good in text
    config.write_text(text.replace(good, bad, 1), encoding="utf-8")
    return config


def opened(config: Path) -> OposApp:
    """The app as `opos` opens it."""
    former = last_good(config, {})
    assert former is not None
    with pytest.raises(ConfigError) as raised:
        load_settings(config)
    return OposApp(former, mistake=raised.value)


async def test_everything_can_be_looked_at_and_nothing_changed(
    broken: Path, data: DataFolder
) -> None:
    write_run(data, "datev", IMPORTED)
    before = broken.read_bytes()
    app = opened(broken)
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_for(lambda: "configuration broken" in seen(app), "the word in the header")
        await wait_for(lambda: "imported" in seen(app), "the last run")
        assert "config.toml:" in seen(app).splitlines()[1], "the mistake, below the first line"
        await pilot.press("r")
        await wait_for(
            lambda: any("you can only look" in each.message for each in app._notifications),
            "why the key does nothing",
        )
        await pilot.press("h")
        await wait_for(lambda: "History" in seen(app), "the history")
        assert "configuration broken" in seen(app)
    assert broken.read_bytes() == before


async def test_the_app_goes_on_when_the_files_are_right_again(broken: Path) -> None:
    app = opened(broken)
    good = app.configuration.layers.config.text
    async with app.run_test(size=(120, 30)):
        await wait_for(lambda: "configuration broken" in seen(app), "the word in the header")
        broken.write_text(good.replace("Addison Ulm", "Addison Neu-Ulm"), encoding="utf-8")
        await wait_for(lambda: "Addison Neu-Ulm" in seen(app), "what the file says by now")
        assert "configuration broken" not in seen(app)
        assert not app.why_not("run")


async def test_a_former_version_is_put_in_their_place(broken: Path) -> None:
    app = opened(broken)
    good = app.configuration.layers.config.text
    async with app.run_test(size=(120, 30)) as pilot:
        await wait_for(lambda: "F6 shows former versions" in seen(app), "the way out")
        await pilot.press("f6")
        await wait_for(lambda: "1 version" in seen(app), "the versions")
        await pilot.press("u")
        await wait_for(lambda: isinstance(app.screen, Difference), "what would be saved")
        await pilot.press("y")
        await wait_for(lambda: "configuration broken" not in seen(app), "that all is well again")
        assert "1 version" not in seen(app)
    assert broken.read_text(encoding="utf-8") == good


def test_the_mistake_is_told_in_the_language_of_the_configuration(config: Path) -> None:
    rewrite(config, 'language = "en"', 'language = "de"')
    note_outside_changes(load_settings(config))
    rewrite(config, 'language = "de"', 'language = "de"\nnonsense = 1')
    options = Namespace(lang=None, read_only=False)
    with speaking("en"):
        app = _app(config, options)
        assert "eine solche Einstellung gibt es nicht" in app.in_force.mistake_text


def test_e_opens_the_editor_at_the_mistake(broken: Path, tmp_path: Path) -> None:
    former = last_good(broken, {})
    assert former is not None
    text, good = former.layers.config.text, tmp_path / "good.toml"
    good.write_text(text, encoding="utf-8")
    now = broken.read_text(encoding="utf-8").splitlines()
    wrong = 1 + [line in text.splitlines() for line in now].index(False)
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\ncp {good} "$2"\n', encoding="utf-8")
    editor.chmod(0o755)
    with Terminal("-c", str(broken), size=(120, 30), environ={"EDITOR": str(editor)}) as terminal:
        terminal.wait_for("e corrects it")
        terminal.type("e")
        terminal.wait_until(lambda: (tmp_path / "asked").exists(), "the editor")
        terminal.wait_until(
            lambda: "configuration broken" not in terminal.shown.lines[0], "the app, as usual"
        )
    line, path = (tmp_path / "asked").read_text(encoding="utf-8").split()
    assert (line, path) == (f"+{wrong}", str(broken))


def test_without_a_known_version_it_is_told_as_before(broken: Path, data: DataFolder) -> None:
    data.settings_log.unlink()
    with Terminal("-c", str(broken)) as terminal:
        terminal.wait_for("The configuration has")
        assert terminal.end() == 10


def test_whoever_could_change_the_file_gives_no_version(broken: Path) -> None:
    broken.chmod(0o666)
    assert last_good(broken, {}) is None


def test_an_editor_that_takes_no_line_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("config.toml")
    monkeypatch.setattr("shutil.which", lambda name: None if name == "gone" else f"/bin/{name}")
    assert editor_at(path, 12, {"VISUAL": "code --wait"}) == ["code", "--wait", "config.toml"]
    assert editor_at(path, 12, {"EDITOR": "nvim"}) == ["nvim", "+12", "config.toml"]
    assert editor_at(path, 12, {}) == ["sensible-editor", "+12", "config.toml"]
    assert editor_at(path, 12, {"EDITOR": "gone"}) is None
