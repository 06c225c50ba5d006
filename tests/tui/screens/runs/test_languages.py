"""A run that was written in German, in an app that speaks English."""

from __future__ import annotations

from datetime import date

from engine.common import i18n
from engine.common.data_folder import DataFolder
from engine.journal import events
from engine.journal.event_message import code_and_params, file_refused, warned
from engine.journal.events import AnyEvent
from engine.messages.posting import PlanNotice, PlanRefusal, RowConflict
from engine.model.message import Message
from tests.tui.conftest import seen, wait_for, write_run
from tui_app.app import OposApp

NOTICE = Message.of(PlanNotice.NOT_HANDED_OVER, n=2, key_date=date(2026, 11, 19), newest=None)
REFUSAL = Message.of(PlanRefusal.OTHER_MANDANT, line=2, mandant="9", mandants=["001"])
CONFLICT = Message(RowConflict.STILL_OPEN)
END = {"cause": "Zeile 2 handelt von Mandant 9", "advice": "Nachsehen.", **code_and_params(REFUSAL)}


def german_story() -> list[AnyEvent]:
    """What a run writes that speaks German."""
    i18n.use_language("de")
    try:
        return [
            warned("OPOS.csv", NOTICE),
            file_refused("OPOS.csv", REFUSAL),
            events.RowRejected(
                name="OPOS.csv", line=7, column="Saldo", value="5x",
                reason=i18n.render(CONFLICT), **code_and_params(CONFLICT),
            ),
            events.RunFinished(outcome="refused", exit_code=7, rejected=1, files=1, **END),
        ]  # fmt: skip
    finally:
        i18n.use_language("en")


async def test_it_is_read_in_english_on_every_screen(app: OposApp, data: DataFolder) -> None:
    story = german_story()
    assert isinstance(story[0], events.Warned)
    assert "2 offene Rechnungen bis 19.11.2026" in story[0].text
    write_run(data, "datev", *story)
    async with app.run_test(size=(180, 40)) as pilot:
        await wait_for(lambda: "x refused" in seen(app), "the run")
        await pilot.press("enter")
        await wait_for(lambda: "open invoices up to 2026-11-19 are not handed" in seen(app), "log")
        log = seen(app)
        assert "A list of settled items shows this one as still open." in log
        assert "OPOS.csv refused: Line 2 is about Mandant 9" in log
        assert "Zeile" not in log
        await pilot.press("e")
        await wait_for(lambda: "Rejected rows" in seen(app), "the rejected rows")
        assert "A list of settled items shows this one as still open." in seen(app)
        await pilot.press("escape", "escape")
        await wait_for(lambda: "Interfaces" in seen(app), "the first screen")
        await pilot.press("h")
        await wait_for(lambda: "1 row rejected. Line 2 is about Mandant 9" in seen(app), "history")
        assert "Zeile" not in seen(app)
