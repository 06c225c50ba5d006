"""The key or certificate that a server shows is compared by a person, and taken by the form; by
keys only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.servers.scripted_ftp import ScriptedFtp
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.self_signed import make_certificate, server_context
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to, stored
from tui_app.app import OposApp
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.doctor import DoctorScreen
from tui_app.screens.interfaces.interfaces import InterfacesScreen


@pytest.fixture
def sftp() -> Iterator[ScriptedSftp]:
    with ScriptedSftp() as server:
        yield server


def on_server(config: Path, host: str, port: int) -> OposApp:
    rewrite(config, f'host = "{host}"', f'host = "127.0.0.1", port = {port}, user = "opos"')
    return OposApp(load_settings(config))


async def test_an_unknown_key_is_trusted_from_where_the_test_failed(
    config: Path, sftp: ScriptedSftp
) -> None:
    app = on_server(config, "sftp.example.org", sftp.port)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "e", "f3")
        await wait_for(lambda: isinstance(app.screen, DoctorScreen), "the doctor")
        await wait_for(lambda: "a Trust key" in seen(app), "what can be done about it")
        await pilot.press("up")
        await wait_for(lambda: "a Trust key" not in seen(app), "nothing about the line above")
        await pilot.press("down", "a")
        await wait_for(lambda: isinstance(app.screen, Confirm), "the question")
        assert "SHA256:" in seen(app)
        assert "by telephone or on paper" in seen(app)
        await pilot.press("n")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
        assert "1 change" not in seen(app), "no is no"
        await go_to(pilot, "source.host_key")
        await pilot.press("a")
        await wait_for(lambda: isinstance(app.screen, Confirm), "the question, from the field")
        await pilot.press("y")
        await wait_for(lambda: "1 change" in seen(app), "the key in the form")
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "it saved")
    assert stored(config, "payments").source.host_key.startswith("SHA256:")
    assert sftp.tried == [], "nobody logged in"


async def test_a_certificate_is_kept_beside_the_configuration(config: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with ScriptedFtp(tls=server_context(make_certificate(tmp_path / "server"))) as ftp:
        app = on_server(config, "ftp.example.org", ftp.port)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("G", "e")
            await go_to(pilot, "source.ca_file")
            await pilot.press("a")
            await wait_for(lambda: isinstance(app.screen, Confirm), "the question")
            assert "Trust this certificate of 127.0.0.1?" in seen(app)
            await pilot.press("y")
            await wait_for(lambda: "1 change" in seen(app), "the file in the form")
            await pilot.press("f2", "y")
            await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "it saved")
    kept = Path(stored(config, "addison").source.ca_file)
    assert kept == config.parent / "certificates" / "127.0.0.1.pem"
    assert kept.read_text().startswith("-----BEGIN CERTIFICATE-----")


async def test_no_answer_is_told(config: Path) -> None:
    app = on_server(config, "sftp.example.org", 1)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("down", "e")
        await go_to(pilot, "source.host_key")
        await pilot.press("a")
        await wait_for(lambda: "Problem" in seen(app), "that nobody answers")
