"""What is said of the field that the cursor is on: what is wrong, when it would run, what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.common.i18n import _
from tui_app.form.explanation import short_help
from tui_app.form.fields import FormField
from tui_app.form.form import Form
from tui_app.form.timetable import schedule_text, window_text
from tui_app.widgets.form_list import FormList
from tui_app.widgets.label import Label


class FormHelp(Label):
    """Stands beside the form where there is room for it, or else below it."""

    def __init__(self, fields: FormList) -> None:
        super().__init__(id="help", classes="panel")
        self._fields = fields

    def show(self, *, is_wide: bool) -> None:
        """Say what there is to say: in paragraphs, or where it is not wide, on as few lines as
        possible.
        """
        paragraphs = list(filter(None, self._paragraphs()))
        self.say(*(paragraphs if is_wide else ["  ".join(paragraphs)]))

    def _paragraphs(self) -> Iterator[str]:
        form, field = self._fields.form, self._fields.chosen
        problem = self._fields.problem
        if problem:
            yield f"x {problem}"
        if field:
            if form.is_checked:
                yield from _next_runs_text(form, field)
            yield from short_help(form, field, problem)
        elif section := self._fields.section:
            yield section.help
            yield _("Enter folds this section, or unfolds it; Tab goes to the next one.")
        elif not self._fields.count:
            yield _("No setting matches. Esc shows all.")


def _next_runs_text(form: Form, field: FormField) -> Iterator[str]:
    """Return when what is edited here would run."""
    now = datetime.now(UTC)
    match field.key:
        case (
            "interfaces",
            name,
            "schedule" | "start" | "enabled" | "use" | "computer",
            *_rest,
        ):
            if edited := form.as_edited():
                yield schedule_text(edited, name, now)
        case ("window", _name):
            if edited := form.as_edited():
                yield window_text(edited, now)
