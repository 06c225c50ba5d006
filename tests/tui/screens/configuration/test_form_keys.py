"""Moving in a long form, and what is typed into it; by keys only."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from engine.common.i18n import use_language
from engine.settings.load import load_settings
from tests.practice import rewrite
from tests.tui.conftest import seen, wait_for
from tests.tui.screens.configuration.test_editor import go_to, stored
from tui_app.app import OposApp
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.interfaces.interfaces import InterfacesScreen
from tui_app.widgets.form_list import FormList
from tui_app.widgets.key_bar import KeyBar


def is_seen(app: OposApp, text: str) -> bool:
    return text in seen(app)


@pytest.fixture
def german(config: Path) -> OposApp:
    rewrite(config, 'language = "en"', 'language = "de"')
    use_language("de")
    return OposApp(load_settings(config))


async def test_german_values_are_typed_shown_and_saved(german: OposApp, config: Path) -> None:
    app = german
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        for field, typed, shown in (
            ("posting.tolerance", "1,50", "1,50 €"),
            ("guard.max_settled_amount", "50.000,00", "50.000,00 €"),
            ("datev.start", "1.12.2026", "01.12.2026"),
            ("schedule.time", "7.30", "07:30"),
        ):
            await go_to(pilot, field)
            await pilot.press("enter", *typed)
            await wait_for(partial(is_seen, app, shown), shown)
            await wait_for(lambda: "Fehler" not in seen(app).splitlines()[0], "no mistake, checked")
            await pilot.press("enter", "escape")
        await pilot.press("f2")
        await wait_for(lambda: isinstance(app.screen, Difference), "the difference")
        assert "Diese Änderungen speichern?" in seen(app)
        await pilot.press("j")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "j to mean yes")
    saved = stored(config)
    assert (str(saved.posting.tolerance), str(saved.guard.max_settled_amount)) == (
        "1.50",
        "50000.00",
    )
    assert f"{saved.start} {saved.schedule.time:%H:%M}" == "2026-12-01 07:30"


async def test_a_refusal_speaks_of_what_was_typed(german: OposApp) -> None:
    app = german
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.start")
        await pilot.press("enter", *"31.11.2026")
        await wait_for(lambda: "muss ein Tag sein, etwa 01.12.2026" in seen(app), "why not")
        assert "Anführungszeichen" not in seen(app)


async def test_the_day_of_the_month_is_chosen(german: OposApp, config: Path) -> None:
    app = german
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "schedule.interval")
        await pilot.press("left", "left", "left")
        await wait_for(lambda: "einmal im Monat" in seen(app), "monthly")
        await go_to(pilot, "schedule.day")
        await pilot.press("enter", "slash", *"letzte", "enter", "enter")
        await wait_for(lambda: "der letzte Tag" in seen(app), "the last")
        await pilot.press("f2", "j")
        await wait_for(lambda: isinstance(app.screen, InterfacesScreen), "the list")
    assert stored(config).schedule.day == "last"


async def test_tab_leads_from_section_to_section_and_enter_folds(app: OposApp) -> None:
    def at() -> str:
        fields = app.screen.query_one(FormList)
        return ".".join(fields.chosen.key) if fields.chosen else fields.section.key[-1]  # type: ignore[union-attr]

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: at() == "interfaces.datev.name", "the first field, no heading")
        await pilot.press("tab", "tab")
        assert at() == "interfaces.datev.source.protocol"
        await pilot.press("shift+tab")
        assert at() == "interfaces.datev.schedule.interval"
        await pilot.press("up", "enter")
        assert at() == "schedule"
        assert "Interval" not in seen(app)
        assert "3 settings" in seen(app)
        await pilot.press("tab", "shift+tab")
        assert at() == "schedule", "a folded one is led to by its heading"
        await pilot.press("enter")
        await wait_for(lambda: "Interval" in seen(app), "it open again")


async def test_a_mistake_in_a_folded_section_is_counted_and_found(app: OposApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("e", "tab", "down", "enter", "x", "enter", "up", "up", "enter")
        await wait_for(lambda: "1 change, 1 mistake" in seen(app), "what is in it")
        await pilot.press("p")
        await wait_for(lambda: "must be a time of day" in seen(app), "it")


async def test_a_mistake_takes_no_room_from_the_other_values(app: OposApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await wait_for(lambda: "Open items from DATEV" in seen(app), "the form")
        await pilot.press("tab", "tab", "down", "enter", *"x", "enter")
        await wait_for(lambda: "1 mistake" in seen(app), "the mistake")
        assert "today, the day of the import" in seen(app) or "delete the file" in seen(app)


async def test_the_footer_follows_the_cursor_at_once(config: Path) -> None:
    secrets = config.with_name("secrets.toml")
    secrets.touch(mode=0o600)
    secrets.write_text('[interfaces.payments.source]\npassword = "x"\n', encoding="utf-8")
    app = OposApp(load_settings(config))
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("j", "e")
        await wait_for(lambda: "Payments" in seen(app), "the form")
        fields = app.screen.query_one(FormList)
        for _line in range(fields.count):
            await pilot.press("down")
            await pilot.pause()
            shown = [binding.id for binding in app.screen.query_one(KeyBar).shown()]
            is_password = fields.chosen is not None and fields.chosen.key[-1] == "password"
            assert ("reveal" in shown) == is_password, fields.chosen


async def test_typing_replaces_and_escape_gives_back_what_was_there(app: OposApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("e")
        await go_to(pilot, "datev.group")
        await pilot.press("enter", *"One", "enter", "enter", *"Two", "escape")
        await wait_for(lambda: "One" in seen(app), "the change before")
        assert "Two" not in seen(app)
        assert "BookkeepingOne" not in seen(app)
        assert "1 change" in seen(app)
