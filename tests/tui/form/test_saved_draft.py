"""Changes that were not saved when the app ended, however it did."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from engine.common.data_folder import DataFolder
from engine.model.errors import StoreError
from engine.settings.load import load_settings
from tests.refusals import refused
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to, stored
from tests.tui.terminal import opened
from tui_app.app import OposApp
from tui_app.form.fields import FormField
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft, begun, drop, keep, kept, take
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.configuration.saved_draft import DraftOffer
from tui_app.screens.interfaces.interfaces import InterfacesScreen

KEY = ("interfaces", "payments")


def field(form: Form, name: str) -> FormField:
    return next(
        each
        for section in form.sections
        for each in section.fields
        if ".".join(each.key).endswith(name)
    )


def changed(config: Path) -> Form:
    """A form with two changes and a new password."""
    form = Form(load_settings(config), KEY)
    form.write(field(form, "payments.group"), "Bänke [/b]")
    form.write(field(form, "source.port"), "wrong")
    form.write(field(form, "source.password"), "hunter2")
    return form


def test_a_draft_has_what_was_changed_and_never_a_password(config: Path, data: DataFolder) -> None:
    keep(data, changed(config))
    path = data.drafts / "interfaces.payments.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "hunter2" not in path.read_text(encoding="utf-8")
    draft = kept(data, KEY)
    assert draft is not None
    form = Form(load_settings(config), KEY)
    take(draft, form)
    assert form.changed == 2
    assert (form.text(field(form, "payments.group")), form.text(field(form, "source.port"))) == (
        "Bänke [/b]",
        "wrong",
    )


def test_a_draft_of_a_new_table_has_all_that_it_began_with(config: Path, data: DataFolder) -> None:
    key = ("interfaces", "copy")
    form = Form(
        load_settings(config), key, given={(*key, "source", "host"): "h", (*key, "name"): "Copy"}
    )
    form.write(field(form, "copy.group"), "Mine")
    keep(data, form)
    draft = kept(data, key)
    assert draft is not None
    again = Form(load_settings(config), key, given={})
    take(draft, again)
    assert [
        again.text(field(again, name)) for name in ("copy.name", "copy.group", "source.host")
    ] == ["Copy", "Mine", "h"]
    keep(data, changed(config))
    assert begun(data, "interfaces") == ["copy"]
    (data.drafts / "interfaces.copy.json").write_bytes(b"{")
    assert begun(data, "interfaces") == []
    with refused(StoreError, match="is damaged"):
        kept(data, key)


def test_a_draft_that_somebody_left_meanwhile_stays(config: Path, data: DataFolder) -> None:
    keep(data, changed(config))
    former = kept(data, KEY)
    keep(data, changed(config))
    assert former is not None
    drop(data, former, KEY)
    latter = kept(data, KEY)
    assert latter is not None
    drop(data, latter, KEY)
    assert kept(data, KEY) is None


def test_what_cannot_be_kept_is_told(config: Path, data: DataFolder) -> None:
    data.drafts.write_text("no folder")
    with refused(StoreError, match="cannot be used"):
        keep(data, changed(config))


def leave_draft(data: DataFolder, key: str = "interfaces.datev", **texts: str) -> None:
    """What anna left yesterday."""
    data.drafts.mkdir(exist_ok=True)
    at = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    draft = {
        "by": "anna",
        "at": at,
        "is_new": False,
        "texts": texts,
    }
    (data.drafts / f"{key}.json").write_text(json.dumps(draft), encoding="utf-8")


async def be_offered(pilot: Pilot[str], app: OposApp) -> None:
    await pilot.press("e")
    await wait_for(
        lambda: (
            "1 change of Interface “Open items from DATEV” was never saved (by anna,"
            in seen(app).replace("│\n", "")
        ),
        "the offer",
    )


async def test_a_draft_is_offered_taken_and_gone_when_saved(
    app: OposApp, config: Path, data: DataFolder
) -> None:
    leave_draft(data, group="Mine")
    async with app.run_test(size=(120, 30)) as pilot:
        await be_offered(pilot, app)
        await pilot.press("t")
        await wait_for(
            lambda: "1 change" in seen(app) and "Mine" in seen(app), "the form with the change"
        )
        assert kept(data, ("interfaces", "datev")) is not None, "nothing is saved yet"
        await pilot.press("f2", "y")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert stored(config).group == "Mine"
    assert kept(data, ("interfaces", "datev")) is None


async def test_a_draft_can_be_given_up_or_left_for_later(
    app: OposApp, config: Path, data: DataFolder
) -> None:
    leave_draft(data, group="Mine")
    async with app.run_test(size=(120, 30)) as pilot:
        await be_offered(pilot, app)
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
        assert kept(data, ("interfaces", "datev")) is not None
        await be_offered(pilot, app)
        await pilot.press("d")
        await wait_for(
            lambda: isinstance(app.screen, EditorScreen) and "Mine" not in seen(app),
            "the form as it is saved",
        )
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert kept(data, ("interfaces", "datev")) is None


async def test_a_damaged_draft_hinders_nobody(app: OposApp, data: DataFolder) -> None:
    leave_draft(data)
    (data.drafts / "interfaces.datev.json").write_bytes(b"{")
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: "is damaged" in seen(app), "the problem")
        await pilot.press("escape")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")


async def change_group(pilot: Pilot[str]) -> None:
    await pilot.press("e")
    await go_to(pilot, "group")
    await pilot.press("enter", "end", "X", "enter")


async def test_without_changes_nothing_is_kept(app: OposApp, data: DataFolder) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: isinstance(app.screen, EditorScreen), "the form")
    assert not data.drafts.exists()


class Broken(OposApp):
    def action_help(self) -> None:
        raise ZeroDivisionError


async def test_a_crash_keeps_what_is_not_saved(
    config: Path, data: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Broken(load_settings(config))

    async def crash() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            await change_group(pilot)
            await pilot.press("question_mark")
            await wait_for(lambda: app.return_code, "the crash")

    with pytest.raises(ZeroDivisionError):
        await crash()
    app._print_error_renderables()
    said = capsys.readouterr().err.replace("\n", " ")
    assert "the app broke (ZeroDivisionError)" in said
    assert "is edited next: Interface “Open items from DATEV”." in said
    assert isinstance(kept(data, ("interfaces", "datev")), SavedDraft)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, None])
def test_whatever_ends_it_the_changes_are_offered_to_the_next(
    config: Path, data: DataFolder, how: signal.Signals | None
) -> None:
    with opened(config) as terminal:
        terminal.type("e")
        terminal.wait_for("Edit Interface “")
        terminal.type("j\r")
        terminal.read(0.5)
        terminal.type("BookkeepingX\r")
        terminal.wait_for("1 change")
        if how is None:
            terminal.hang_up()
            assert terminal.end() != 0
        else:
            terminal.process.send_signal(how)
            assert terminal.end() == 128 + how
            assert b"What was changed and not saved is kept" in terminal.sent
    assert kept(data, ("interfaces", "datev")) is not None
    with opened(config) as terminal:
        terminal.type("e")
        terminal.wait_for("Take them over")
        terminal.type("t")
        terminal.wait_for("BookkeepingX")


def test_the_offer_answers_only_with_its_own_words() -> None:
    assert {binding.id for binding in DraftOffer.BINDINGS if isinstance(binding, Binding)} == {
        "take",
        "discard",
        "leave",
    }
