"""The eye: a stored password is shown to whoever knows the admin password, for a short time, and
leaves nothing but a trace.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from engine.common.data_folder import DataFolder
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to
from tui_app.app import OposApp
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.configuration.reveal import Revealed
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import Note
from tui_app.widgets.input_line import InputLine

SECRET = "canary [/b] 2ü"
ADMIN = "horse-stapl&"
SECRETS = f"[interfaces.payments.source]\npassword = '{SECRET}'\n"


@pytest.fixture
def revealing(config: Path, data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> OposApp:
    """The app on a stored password that may be shown."""
    monkeypatch.setattr("engine.credentials.admin_password._SCRYPT_N", 2**4)
    monkeypatch.setattr(Revealed, "SECONDS", 1000)  # so that whatever hides it is not the time
    monkeypatch.setenv("SUDO_USER", "anna")
    config.write_text(
        config.read_text(encoding="utf-8") + "\n[security]\nreveal_passwords = true\n",
        encoding="utf-8",
    )
    write_secrets(config, SECRETS)
    AdminPassword(data).set(SecretStr(ADMIN))
    return OposApp(load_settings(config))


def write_secrets(config: Path, text: str) -> None:
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text(text, encoding="utf-8")


def audited(data: DataFolder) -> list[tuple[str, str, str]]:
    lines = [json.loads(line) for line in data.audit.read_text(encoding="utf-8").splitlines()]
    return [(line["act"], line["key"], line["sudo_user"]) for line in lines][1:]


async def open_password(pilot: Pilot[str]) -> None:
    """The editor of the payments, the cursor on its password."""
    await pilot.press("j", "e")
    await go_to(pilot, "passw")


def shows(app: OposApp, text: str) -> bool:
    return text in seen(app)


async def show(pilot: Pilot[str], app: OposApp) -> None:
    await open_password(pilot)
    await wait_for(lambda: "v Show" in seen(app), "the key in the footer")
    await pilot.press("v", *ADMIN, "enter")
    await wait_for(lambda: SECRET in seen(app), "the password")


KEY = "interfaces.payments.source.password"


async def test_it_is_shown_after_the_admin_password_and_hidden_by_any_key(
    revealing: OposApp, data: DataFolder
) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await show(pilot, revealing)
        assert ADMIN not in seen(revealing)
        await pilot.press("q")
        await wait_for(
            lambda: isinstance(revealing.screen, EditorScreen),
            "the form: the key does nothing else",
        )
        assert SECRET not in seen(revealing)
    assert audited(data) == [("revealed", KEY, "anna")]
    assert not any(
        word in path.read_text()
        for path in (data.audit, data.admin_tries)
        for word in (SECRET, ADMIN)
    )


def test_twenty_seconds_are_enough_to_read_it() -> None:
    assert Revealed.SECONDS == 20


async def test_it_hides_itself(revealing: OposApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Revealed, "SECONDS", 0.05)
    async with revealing.run_test(size=(80, 24)) as pilot:
        await open_password(pilot)
        await pilot.press("v", *ADMIN, "enter")
        await wait_for(
            lambda: revealing.screen_stack[-1].id is None and was_shown(revealing),
            "it to come and go",
        )
        assert SECRET not in seen(revealing)


def was_shown(app: OposApp) -> bool:
    return (
        isinstance(app.screen, EditorScreen)
        and app.data.audit.read_text(encoding="utf-8").count('"revealed"') == 1
    )


async def test_another_screen_hides_it(revealing: OposApp) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await show(pilot, revealing)
        revealing.push_screen(Note("Elsewhere", "Something happened."))
        await wait_for(
            lambda: not revealing.screen_stack[-2].query_one("#secret", Static).content,
            "it gone behind the other",
        )
        await pilot.press("escape")
        await wait_for(lambda: isinstance(revealing.screen, EditorScreen), "the form")


async def test_a_picture_of_the_screen_has_no_password(revealing: OposApp) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await show(pilot, revealing)
        picture = revealing.export_screenshot()
        assert "canary" not in picture
        assert "Revealed" not in str(revealing.screen)
        assert not revealing.ENABLE_COMMAND_PALETTE, "Textual's own palette takes pictures"


async def test_neither_mouse_nor_keys_copy_it(revealing: OposApp) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await show(pilot, revealing)
        await pilot.mouse_down("#secret", offset=(0, 0))
        await pilot.hover("#secret", offset=(9, 0))
        assert not revealing.screen.selections
        await pilot.mouse_up("#secret", offset=(9, 0))
        await pilot.press("ctrl+c")
        await wait_for(lambda: isinstance(revealing.screen, EditorScreen), "the form")
        await pilot.press("ctrl+c")
        assert revealing.clipboard == ""


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_what_is_hidden_as_it_is_typed_is_not_copied(revealing: OposApp, key: str) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await open_password(pilot)
        await pilot.press("enter", *"hunter2", "shift+home", key)
        assert revealing.clipboard == ""
        assert revealing.screen.query_one("#value", InputLine).value == "hunter2"
        await pilot.press("escape", "v", *ADMIN, "shift+home", key)
        assert revealing.clipboard == ""
        assert isinstance(revealing.screen, Ask)


async def test_a_wrong_admin_password_shows_nothing_and_is_noted(
    revealing: OposApp, data: DataFolder
) -> None:
    async with revealing.run_test(size=(80, 24)) as pilot:
        await open_password(pilot)
        await pilot.press("v")
        for left in ("4 tries", "3 tries", "2 tries", "1 try"):
            await pilot.press(*"wrong", "enter")
            await wait_for(partial(shows, revealing, left), "how many tries are left")
        await pilot.press(*"wrong", "enter")
        await wait_for(lambda: "The next one is taken in 5" in seen(revealing), "the pause")
        await pilot.press(*ADMIN, "enter")
        await wait_for(
            lambda: "too many wrong tries" in seen(revealing), "the right one refused too"
        )
        assert SECRET not in seen(revealing)
    assert audited(data) == [("refused", KEY, "anna")] * 5 + [("paused", KEY, "anna")]


@pytest.mark.parametrize(
    ("config_says", "secrets", "environ", "told"),
    [
        ("", SECRETS, {}, "reveal_passwords = true"),
        ("reveal_passwords = true", SECRETS, {}, "`opos admin-password`"),
        (
            "reveal_passwords = true",
            SECRETS,
            {"OPOS_INTERFACES__PAYMENTS__SOURCE__PASSWORD": SECRET},
            "comes from the environment",
        ),
    ],
)
async def test_what_is_in_the_way_is_told(
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    data: DataFolder,
    config_says: str,
    secrets: str,
    environ: dict[str, str],
    told: str,
) -> None:
    config.write_text(
        config.read_text(encoding="utf-8") + f"\n[security]\n{config_says}\n", encoding="utf-8"
    )
    write_secrets(config, secrets)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 30)) as pilot:
        await open_password(pilot)
        await pilot.press("v")
        await wait_for(lambda: told in seen(app), "what to do")
        assert SECRET not in seen(app)
    assert not data.audit.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('password_file = "/run/secrets/payments"', "read from the file"),
        ('password_command = "pass payments"', "password_command"),
    ],
)
async def test_a_password_from_elsewhere_is_not_fetched(config: Path, line: str, told: str) -> None:
    rewrite(config, 'host = "sftp.example.org"', f'host = "sftp.example.org", {line}')
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_password(pilot)
        await pilot.press("v")
        await wait_for(lambda: told in seen(app), "where it comes from")


async def test_where_no_password_is_there_is_nothing_to_show(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_password(pilot)
        assert "Show" not in seen(app)
        await pilot.press("v")
        assert isinstance(app.screen, EditorScreen)


async def left_by_a_crash(
    app: OposApp, act: Callable[[Pilot[str]], Awaitable[None]], capsys: pytest.CaptureFixture[str]
) -> str:
    """Everything that can be read after an act that breaks the app."""

    async def crash() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await act(pilot)
            await wait_for(lambda: app.return_code, "the crash")

    with pytest.raises(ZeroDivisionError):
        await crash()
    app._print_error_renderables()
    (report,) = app.data.root.glob("error-*-tui.txt")
    return capsys.readouterr().err + report.read_text(encoding="utf-8")


async def test_a_crash_while_it_shows_leaves_no_password(
    revealing: OposApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(_screen: Revealed) -> None:
        raise ZeroDivisionError

    async def hide(pilot: Pilot[str]) -> None:
        await show(pilot, revealing)
        monkeypatch.setattr(Revealed, "hide", break_down)
        await pilot.press("x")

    left = await left_by_a_crash(revealing, hide, capsys)
    assert "break_down" in left
    assert "canary" not in left
    assert ADMIN not in left


async def test_a_crash_while_it_is_asked_for_leaves_no_password(
    revealing: OposApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("engine.credentials.admin_password.hashlib.scrypt", break_down)

    async def ask(pilot: Pilot[str]) -> None:
        await open_password(pilot)
        await pilot.press("v", *ADMIN, "enter")

    left = await left_by_a_crash(revealing, ask, capsys)
    assert "_digest" in left
    assert ADMIN not in left
    assert "canary" not in left
