"""There are changes of this table that were never saved: they are offered before it is edited."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings
from tui_app.form.explanation import called
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft, kept, take
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.configuration.editor import EditorScreen
from tui_app.screens.dialogs.choice import Choice
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.wording.text import when


class DraftOffer(Choice):
    """Answers `take`, `discard`, or None to leave everything as it is."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.DRAFT)

    def __init__(self, draft: SavedDraft, table: str, zone: ZoneInfo) -> None:
        """`table` is what the form's is called, safe for a terminal."""
        n = len(draft.texts)
        question = ngettext(
            "{n} change of {table} was never saved (by {user}, {time}).",
            "{n} changes of {table} were never saved (by {user}, {time}).",
            n,
        )
        at = when(draft.at, zone, datetime.now(UTC))
        super().__init__(
            question.format(
                n=format_number(n),
                table=table,
                user=sanitize(draft.by),
                time=at,
            ),
            {
                commands.TAKE: _("Take them over into the form; passwords are not among them."),
                commands.DISCARD: _("Discard them, and edit what is saved."),
                commands.LEAVE: _("Leave them for later, and do not edit it now."),
            },
        )

    def action_take(self) -> None:
        self.dismiss("take")

    def action_discard(self) -> None:
        self.dismiss("discard")


def open_editor(screen: OposScreen, form: Form, sample: Path | None = None) -> None:
    """Edit the table of the form, and offer the draft of it first, if there is one; `sample` is a
    file to try it with.
    """
    try:
        draft = kept(screen.opos.data, *form.keys)
    except OposError as error:
        screen.app.push_screen(EditorScreen(form, sample=sample))
        screen.app.push_screen(ProblemNote.of(error))
        return

    def answered(answer: str | None) -> None:
        if answer == "take" and draft:
            take(draft, form)
        if answer is not None:
            screen.app.push_screen(EditorScreen(form, sample=sample, draft=draft))

    if draft is None:
        screen.app.push_screen(EditorScreen(form, sample=sample))
    else:
        screen.app.push_screen(DraftOffer(draft, called(form), screen.opos.zone), answered)
