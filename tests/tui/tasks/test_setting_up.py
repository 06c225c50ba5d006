"""What whoever sets opos up comes for, by keys only, and how many that takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from engine.common.data_folder import DataFolder
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.servers.smtp import SmtpServer
from tests.tui.conftest import seen, wait_for
from tests.tui.tasks.keyboard import Keyboard
from tui_app.app import OposApp

OTHERS = """
[smtp]
host = "mail.example.org"
sender = "opos@example.org"

[mandants.002]
name = "Optik am Münster GmbH"

[interfaces.ulm]
name = "Offene Posten Ulm"
source = { protocol = "sftp", host = "sftp.example.org", filename = "Ulm" }
report = { email = ["buchhaltung@example.org"] }
"""


async def test_a_new_interface_is_made(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + OTHERS, encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)) as pilot:
        keys = Keyboard(pilot)
        await keys.press("n")
        await keys.type("Ausgeglichene Posten Ulm")
        await keys.press("enter", "enter", "down", "enter")
        await wait_for(lambda: "4 mistakes" in seen(app), "the form, with all that must be given")
        await keys.press("enter", "s")
        await wait_for(lambda: "sftp.example.org" in seen(app), "what others say there")
        await keys.press("right", "enter", "p", "enter")
        await keys.type("opos")
        await keys.press("enter", "p", "enter")
        await keys.type("OPOS")
        await keys.press("enter", "p", "enter", "space", "down", "space", "enter")
        await keys.press("up", "up", "up", "right")
        await wait_for(lambda: "settled items" in seen(app), "what the list holds")
        await keys.press("shift+tab", "shift+tab", "right", "down", "enter")
        await keys.type("7:30")
        await keys.press("enter", "down", "enter")
        await wait_for(lambda: "[x]  Monday" in seen(app), "the days, at first the working ones")
        await keys.press("down", "space", "down", "space", "down", "down", "space", "enter")
        await keys.press("tab", "tab", "tab", "tab", "tab", "enter", "b")
        await wait_for(lambda: "buchhaltung@example.org" in seen(app), "who else gets mail")
        await keys.press("right", "enter", "f2", "y")
        await wait_for(lambda: "Ausgeglichene Posten Ulm" in seen(app), "that it is there")
    made = load_settings(config).settings.interfaces["ausgeglichene-posten-ulm"]
    assert (made.source.host, made.source.user) == ("sftp.example.org", "opos")
    assert (made.source.filename, made.file.content) == ("OPOS", "settled")
    assert sorted(made.posting.mandants) == ["001", "002"]
    assert (made.schedule.weekdays, made.schedule.time) == (("mon", "thu"), time(7, 30))
    assert made.report.email == ("buchhaltung@example.org",)
    assert keys.count < 90


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    server = SmtpServer(login=False)
    yield server
    server.close()


async def test_mail_is_set_up_and_tried(config: Path, smtp: SmtpServer) -> None:
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        keys = Keyboard(pilot)
        await keys.press("S", "down", "down", "down", "down", "down", "enter", "enter")
        await keys.type("127.0.0.1")
        await keys.press("tab")
        await keys.type(str(smtp.port))
        await keys.press("tab", "right", "right", "down", "down", "down", "down", "down", "enter")
        await keys.type("opos@example.org")
        await keys.press("enter")
        await wait_for(lambda: "m Send test" in seen(app).splitlines()[-1], "the key for it")
        await keys.press("m")
        await wait_for(lambda: "Enter sends" in seen(app), "to whom it goes")
        await keys.press("enter")
        await wait_for(lambda: smtp.recipients == [["opos@example.org"]], "the mail, to one")
        await keys.press("escape", "f2")
        await wait_for(lambda: "Save these changes?" in seen(app), "the difference")
        await keys.press("y")
        await wait_for(lambda: load_settings(config).settings.smtp.host, "that it is saved")
    assert keys.count - keys.typed < 27
    assert load_settings(config).settings.smtp.port == smtp.port


async def test_a_password_is_looked_at(
    config: Path, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.credentials.admin_password._SCRYPT_N", 2**4)
    with config.open("a", encoding="utf-8") as file:
        file.write("\n[security]\nreveal_passwords = true\n")
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text("[interfaces.payments.source]\npassword = 'canary'\n", encoding="utf-8")
    AdminPassword(data).set(SecretStr("horsestaple12"))
    app = OposApp(load_settings(config))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "e", "slash", *"passw", "enter")
        keys = Keyboard(pilot)
        await wait_for(lambda: "v Show" in seen(app).splitlines()[-1], "the key, at once")
        await keys.press("v", "x", "enter")
        await wait_for(lambda: "That is not the admin password" in seen(app), "it to ask again")
        await keys.type("horsestaple12")
        await keys.press("enter")
        await wait_for(lambda: "canary" in seen(app), "the password")
        assert "Interface “Payments of the bank”: Password" in seen(app)
    assert keys.count == 4 + len("horsestaple12")


async def test_somebody_else_edits_the_file_meanwhile(config: Path) -> None:
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "enter", *"Ulm", "enter")
        rewrite(config, 'group = "Bookkeeping"', 'group = "South"')
        await wait_for(lambda: "changed by someone else meanwhile" in seen(app), "it in the title")
        keys = Keyboard(pilot)
        await keys.press("f2")
        await wait_for(lambda: "was changed by someone else" in seen(app), "the question")
        await keys.press("r")
        await wait_for(lambda: '+name = "Ulm"' in seen(app), "the difference to what is there now")
        await keys.press("y")
        await wait_for(lambda: load_settings(config).settings.interfaces["datev"].name == "Ulm", "")
        assert keys.count == 3
        rewrite(config, 'language = "en"', 'language = "en')
        await wait_for(lambda: "Problem" in seen(app), "what is wrong")
        await pilot.press("escape")
        await wait_for(lambda: "Problem" not in seen(app), "the first screen")
        assert "configuration broken" in seen(app).splitlines()[0]
    assert 'group = "South"' in config.read_text(encoding="utf-8")
