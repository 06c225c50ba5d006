"""What a form is tried out with: a sample file, a layout made from it, a mail; by keys only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings.load import load_settings
from tests.servers import ftp
from tests.servers.certificates import Authority
from tests.servers.scripted_sftp import HOST_KEY, ScriptedSftp
from tests.servers.smtp import PASSWORD, USER, SmtpServer
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to
from tui_app.app import OposApp
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.configuration.sample import SampleScreen
from tui_app.screens.configuration.settings import SettingsScreen
from tui_app.screens.dialogs.ask_path import AskPath
from tui_app.screens.dialogs.pick import Pick
from tui_app.widgets.finding_list import FindingList

KNOWN = "Rechnungsnummer;Kunde;Offener Betrag;S/H\nR-1;Muster;119,00;S\nR-2;\x1b[31mBach;x;S\n"
UNKNOWN = "Vorgang;Wer;Fällig am;Rest\nA-1;Muster;01.12.2026;119,00\nA-2;Bach;02.12.2026;20,00\n"


@pytest.fixture
def lists(tmp_path: Path, config: Path) -> Path:
    """A folder with a list that a layout knows, and one that none does."""
    folder = config.parent / "lists"
    (folder / "known.csv").write_text(KNOWN, encoding="utf-8")
    (folder / "strange.csv").write_text(UNKNOWN, encoding="utf-8")
    return folder


async def test_a_sample_is_read_as_the_unsaved_form_says(app: OposApp, lists: Path) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("e", "f4")
        await wait_for(lambda: isinstance(app.screen, AskPath), "the question")
        await pilot.press("tab")
        await wait_for(lambda: "known.csv  strange.csv" in seen(app), "the names there are")
        await pilot.press("k", "tab", "enter")
        await wait_for(lambda: "nothing is stored" in seen(app), "what would be read")
        assert "known.csv: DATEV, text; open items" in "".join(seen(app).splitlines()[:3]), (
            "what it is comes first"
        )
        assert "Invoice number = Rechnungsnummer, Customer = Kunde, Open amount = " in seen(app)
        assert "1 row, 0 merged, 1 rejected" in seen(app)
        assert "€119.00" in seen(app)
        assert "\x1b" not in seen(app)
        await pilot.press("slash", *"R-1", "enter", "enter")
        await wait_for(lambda: "Invoice number:      R-1" in seen(app), "all there is of the row")
        await pilot.press("escape", "escape", "slash", *"!r-1", "enter")
        await wait_for(lambda: "Muster" not in seen(app), "all but the row")
        assert "line 3" in seen(app)
        await pilot.press("escape", "escape")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
        await go_to(pilot, "datev.file.type")
        await pilot.press("l", "l", "l", "f4", "enter")
        await wait_for(
            lambda: "known.csv: any workbook, .xlsx; open items" in seen(app),
            "what another layout reads",
        )


async def test_no_such_file_is_told(app: OposApp, lists: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "f4", *"nothing", "tab")
        await wait_for(lambda: "There is no such name." in seen(app), "that nothing begins so")
        await pilot.press("enter")
        await wait_for(lambda: "There is no file" in seen(app), "that there is none")


async def test_a_hostile_file_name_never_gets_to_the_terminal(app: OposApp, lists: Path) -> None:
    (lists / "evil\x1b]52;c;AAAA\x07.csv").write_text(KNOWN, encoding="utf-8")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e", "f4", "tab")
        await wait_for(lambda: "known.csv  strange.csv" in seen(app), "the others")
        await pilot.press("e", "tab")
        await wait_for(lambda: "There is no such name." in seen(app), "that it is not offered")
        assert "\x1b" not in seen(app)


async def test_hostile_headings_are_harmless(app: OposApp, lists: Path) -> None:
    (lists / "x.csv").write_text(
        "Vor\x1b]gang;[b]Wer[/x];Rest\n\x1b[31mA-1;x;1,00\nA-2;y;2,00\n", encoding="utf-8"
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("S", "n", "G", "enter", "ctrl+u", *f"{lists}/x.csv", "enter")
        await wait_for(lambda: "Name of the layout" in seen(app), "the name")
        await pilot.press("enter", "enter")
        await wait_for(lambda: isinstance(app.screen, Pick), "the columns")
        assert "[b]Wer[/x]" in seen(app)
        assert "\x1b" not in seen(app)


async def test_a_file_without_a_layout_gets_one_of_its_own(
    app: OposApp, config: Path, lists: Path
) -> None:
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.group")
        await pilot.press("enter", "end", "X", "enter", "f4", "s", "tab", "enter")
        await wait_for(
            lambda: isinstance(app.screen, SampleScreen) and "w Layout" in seen(app),
            "that none fits",
        )
        await pilot.press("w")
        await wait_for(lambda: "Name of the layout" in seen(app), "the question")
        await pilot.press("enter")
        await wait_for(lambda: "Own layout strange, new" in seen(app), "the proposal")
        assert "Fällig am" in seen(app)
        assert "1 mistake" in seen(app), "which column the number stands in is for a person to say"
        await pilot.press("enter")
        await wait_for(
            lambda: "Vorgang" in seen(app) and "40 % sure: A-1" in seen(app),
            "the columns of the file",
        )
        await pilot.press("space", "enter")
        await wait_for(lambda: "mistake" not in seen(app), "the column")
        assert "Rest" in seen(app), "what is certain is there already"
        await pilot.press("f4", "enter")
        await wait_for(lambda: "2 rows, 0 merged, 0 rejected" in seen(app), "what the layout reads")
        await pilot.press("escape", "f2", "y")
        await wait_for(lambda: "DATEV” · 2 changes" in seen(app).replace("  ", " "), "it taken")
        await go_to(pilot, "datev.file.type")
        await wait_for(lambda: "strange · your own layout: open items" in seen(app), "it in words")
        await pilot.press("f2", "y")
        await wait_for(lambda: "Saved." in seen(app), "the end")
    settings = load_settings(config).settings
    assert settings.interfaces["datev"].file.type == "strange"
    assert settings.interfaces["datev"].group == "BookkeepingX", "what was changed before"
    assert settings.layouts["strange"].columns["invoice_no"] == ("Vorgang",)
    assert settings.layouts["strange"].columns["open"] == ("Rest",)


async def test_a_layout_is_made_from_the_settings_and_not_deleted_while_in_use(
    app: OposApp, config: Path, lists: Path
) -> None:
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("S", "n", "G", "enter")
        await wait_for(lambda: isinstance(app.screen, AskPath), "the question")
        await pilot.press("ctrl+u", *f"{lists}/k", "tab", "enter")
        await wait_for(lambda: "Name of the layout" in seen(app), "the name")
        await pilot.press("enter", "f2", "y")
        await wait_for(
            lambda: isinstance(app.screen, SettingsScreen) and "Own layout known" in seen(app),
            "it in the list",
        )
        text = config.read_text(encoding="utf-8")
        config.write_text(
            text.replace('file = { type = "addison" }', 'file = { type = "known" }'),
            encoding="utf-8",
        )
        app.read_configuration()
        await pilot.press("slash", *"layouts.known", "enter", "delete")
        await wait_for(
            lambda: "layouts.known is still in use: interfaces.addison.file.type" in seen(app),
            "who uses it",
        )


async def test_what_is_no_list_gets_no_layout(app: OposApp, lists: Path) -> None:
    (lists / "empty.csv").write_bytes(b"")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", "n", "G", "enter", "ctrl+u", *f"{lists}/empty.csv", "enter")
        await wait_for(lambda: "Problem" in seen(app) and "empty" in seen(app), "why")


async def test_a_password_is_tried_out_unsaved_and_shown_nowhere(config: Path) -> None:
    text = config.read_text(encoding="utf-8").replace(
        'host = "sftp.example.org"', 'host = "127.0.0.1", port = 9'
    )
    config.write_text(text, encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "e")
        await go_to(pilot, "source.password secrets")
        await pilot.press("enter", *"hunter2", "enter", "f3")
        await wait_for(
            lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the end of the look"
        )
        findings = app.screen.query_one(FindingList).all
        assert any("127.0.0.1" in finding.text for finding in findings), "the server was tried"
        assert "hunter2" not in seen(app) + str(findings)
    assert not config.with_name("secrets.toml").exists()


async def test_what_no_setting_is_called_is_said(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "slash", *"every day")
        await wait_for(lambda: "every day" in seen(app), "what a choice means")
        await pilot.press("x")
        await wait_for(lambda: "No setting matches." in seen(app), "that there is none")


@pytest.fixture
def mail_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    server = SmtpServer(authority.server_context())
    yield server
    server.close()


async def test_a_test_mail_goes_to_the_server_of_the_unsaved_form(
    config: Path, mail_server: SmtpServer
) -> None:
    text = config.read_text(encoding="utf-8").replace(
        '"Optics"', '"Optics"\nreport = { email = ["a@example.org"] }'
    )
    smtp = f'\n[smtp]\nhost = "localhost"\nport = 9\nuser = "{USER}"\nsender = "{USER}"\n'
    config.write_text(text + smtp, encoding="utf-8")
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text(f'[smtp]\npassword = "{PASSWORD}"\n', encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("S", "slash", *"smtp", "enter", "enter")
        await go_to(pilot, "smtp.port")
        await pilot.press("enter", *str(mail_server.port), "enter", "m")
        await wait_for(lambda: "Test mail to which address?" in seen(app), "to whom")
        await pilot.press(*"me@example.org", "enter")
        await wait_for(
            lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the end of the look"
        )
        findings = app.screen.query_one(FindingList).all
        assert {finding.check for finding in findings} == {"mail"}, "nothing else is looked at"
        assert mail_server.recipients == [["me@example.org"]], "and nobody else"
        await pilot.press("escape", "m")
        await wait_for(lambda: "me@example.org" in seen(app), "the address of last time")
        await pilot.press("ctrl+u", *"nobody", "enter")
        await wait_for(lambda: "as described above" in seen(app), "that this is no address")
    assert "port = 9" in config.read_text(encoding="utf-8")


async def test_an_address_in_the_form_of_an_interface_is_tried(
    config: Path, mail_server: SmtpServer
) -> None:
    where = f'host = "localhost"\nport = {mail_server.port}\nuser = "{USER}"\nsender = "{USER}"\n'
    config.write_text(f"{config.read_text(encoding='utf-8')}\n[smtp]\n{where}", encoding="utf-8")
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text(f'[smtp]\npassword = "{PASSWORD}"\n', encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
        assert "Send test" not in seen(app).splitlines()[-1], "no address yet"
        await go_to(pilot, "report.email ")
        await wait_for(lambda: "Send test" in seen(app).splitlines()[-1], "beside the address")
        await pilot.press("enter", *"a@example.org; b@example.org", "enter", "m")
        await wait_for(lambda: "Test mail to which address?" in seen(app), "to whom")
        await pilot.press("enter")
        await wait_for(lambda: "Check  ·" in seen(app) and "looking" not in seen(app), "the end")
        assert mail_server.recipients == [["a@example.org"]]


async def test_a_file_of_the_server_is_read_and_stays_there(config: Path) -> None:
    files = {b"IMPORTS/other.txt": b"x", b"IMPORTS/Zahlungen.csv": KNOWN.encode()}
    with ScriptedSftp(files) as server:
        text = config.read_text(encoding="utf-8").replace(
            'host = "sftp.example.org"',
            f'host = "127.0.0.1", port = {server.port}, user = "{ftp.USER}",'
            f' host_key = "{HOST_KEY.fingerprint}"',
        )
        config.write_text(text, encoding="utf-8")
        secrets = config.with_name("secrets.toml")
        secrets.touch(mode=0o600)
        secrets.write_text(
            f'[interfaces.payments.source]\npassword = "{ftp.PASSWORD}"\n', encoding="utf-8"
        )
        app = OposApp(load_settings(config))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("down", "e", "f4")
            await wait_for(lambda: "Which file of the server" in seen(app), "its files")
            assert seen(app).index("Zahlungen.csv") < seen(app).index("other.txt")
            assert "a file of this machine" in seen(app)
            await pilot.press("enter")
            await wait_for(lambda: "nothing is stored" in seen(app), "what is read of it")
            assert "Sample Zahlungen.csv" in seen(app)
            await pilot.press("escape", "escape")
            await wait_for(lambda: not isinstance(app.screen, EditorScreen), "the list")
        assert sorted(server.files) == sorted(files)
