"""What the practice's own program got, what waits and why; any file again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, format_amount, format_number, ngettext, render_in_full
from engine.common.sanitize import sanitize
from engine.exports.delivery import deliver_exports
from engine.exports.export_file import export_file, lines_of
from engine.exports.lines import ExportLine
from engine.exports.repeating import send_again
from engine.journal.event_text import render_event
from engine.journal.journal import journal_path
from engine.model.errors import OposError
from engine.model.money import Money
from engine.queries.export_rows import ExportRow, export_rows
from engine.queries.history_text import local_time
from engine.store.opening import open_store
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.export_list import ExportList

_SHOWN = 200
"""So many lines of a file are shown."""


class ExportsScreen(RowsScreen[ExportRow]):
    """Read what went, see what it said, send it again."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.EXPORTS_SCREEN)
    FILE_NAME = "exports"

    @property
    def title_text(self) -> str:
        return _("Exports")

    @property
    def news(self) -> str:
        waiting = sum(row.state == "waiting" for row in self.all_rows or ())
        return ngettext("{n} file waits.", "{n} files wait.", waiting).format(
            n=format_number(waiting)
        )

    def searched_body(self) -> Iterable[Widget]:
        self.listed = ExportList(self.opos.zone)
        yield from super().searched_body()

    def why_empty(self) -> str:
        return _("No file went yet, and none waits. S and then n makes an export.")

    def on_screen_resume(self) -> None:
        """List what there is by now: one may have been sent meanwhile."""
        try:
            self.show_rows([*export_rows(self.opos.configuration)][::-1])
        except OposError as error:
            self.show_rows(())
            self.app.push_screen(ProblemNote.of(error))

    @property
    def _row(self) -> ExportRow:
        return self.listed.rows[self.listed.cursor]

    def details_text(self) -> str:
        """Return what the file says, as it would be written now."""
        row = self._row
        try:
            store, settings = open_store(self.opos.data), self.opos.configuration.settings
            acts = store.acts_for(row.export, row.number - 1)[:1]
            lines = [line for act in acts for line in lines_of(settings, row.export, act, store)]
        except OposError as error:
            return str(error)
        shown = [_preview(line) for line in lines[:_SHOWN]]
        return "\n".join([self.row_text(row), "", *shown, *(["…"] if lines[_SHOWN:] else [])])

    def _has_file(self) -> bool:
        return self.has_line()

    def _journal_is_kept(self) -> bool:
        return self.has_line() and journal_path(self.opos.data.journals, self._row.run).exists()

    @enabled_when(_journal_is_kept)
    def action_log(self) -> None:
        self.app.push_screen(RunScreen(journal_path(self.opos.data.journals, self._row.run)))

    @enabled_when(_has_file)
    def action_send(self) -> None:
        row = self._row
        if row.state == "waiting":
            question = _("Send now what waits for {export}?")
            consequence = _("All files that wait, one after the other.")
        else:
            question = _("Send this file of {export} again?")
            consequence = _("It is made anew; where it lies there already, it is left.")

        def send_if(answer: bool | None) -> None:
            if answer:
                self.run_worker(self._send(row))

        text = question.format(export=sanitize(row.export))
        self.app.push_screen(Confirm(text, f"{self.row_text(row)}\n{consequence}"), send_if)

    async def _send(self, row: ExportRow) -> None:
        work = self._waiting if row.state == "waiting" else self._again
        try:
            told = await in_background(partial(work, row))
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            self.app.push_screen(Note(_("Exports"), "\n".join(told) or _("Nothing waits.")))

    def _waiting(self, row: ExportRow) -> list[str]:
        story = deliver_exports(
            self.opos.configuration, CancelToken(), datetime.now(UTC), at_once=row.export
        )
        return [render_event(event) for event in story]

    def _again(self, row: ExportRow) -> list[str]:
        configuration, store = self.opos.configuration, open_store(self.opos.data)
        acts = store.acts_for(row.export, row.number - 1)[:1]
        files = [export_file(configuration.settings, row.export, act, store) for act in acts]
        story = send_again(configuration, row.export, files, CancelToken())
        return [render_event(event) for event in story]

    def row_text(self, row: ExportRow) -> str:
        at = local_time(row.at, self.opos.zone)
        state = _("waits") if row.state == "waiting" else _("sent")
        why = sanitize(render_in_full(row.why), 2000) if row.why else ""
        parts = (f"{row.export} {row.number}", at, state, row.file, sanitize(row.run), why)
        return " | ".join(part for part in parts if part)


def _preview(line: ExportLine) -> str:
    """Return a line of a file as people read it."""
    before, after = line["before_open"], line["open"]
    amounts = [format_amount(each) if isinstance(each, Money) else "–" for each in (before, after)]
    words = (" → ".join(amounts), str(line["change"]), sanitize(str(line["name"]), 30))
    return f"{sanitize(str(line['invoice_no'])):<16} {'  '.join(words)}"
