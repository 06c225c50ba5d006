"""The line below a form into which the value of a field is typed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import BindingType
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input
from textual.widgets.input import Selection

from engine.common.i18n import _, format_date
from engine.common.sanitize import sanitize
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.form.fields import FieldKind, FormField
from tui_app.form.form import Form
from tui_app.form.known_values import known_values
from tui_app.form.notations import as_shown, as_typed
from tui_app.widgets.form_list import FormList
from tui_app.widgets.input_line import InputLine

_QUIET_SECONDS = 0.2
"""After the last key, before what was typed is checked."""


class ValueLine(InputLine):
    """Hidden until a field is edited. What is typed counts at once, and is checked soon; → takes
    over the rest of what others say there already.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.TYPING)

    def __init__(self, fields: FormList) -> None:
        super().__init__(id="value", select_on_focus=False)
        self.display = False
        self._fields = fields
        self._edited: FormField | None = None
        self._before: str | None = None
        """The change of the field before it is edited, if it was changed."""
        self._begun = ""
        self._check_soon: Timer | None = None

    @property
    def is_typing(self) -> bool:
        """Whether a field is being edited."""
        return self._edited is not None

    def edit(self, field: FormField) -> None:
        """Show what the field says, and type into it; what is typed first replaces it."""
        form = self._fields.form
        self._edited = field
        self.password = field.kind is FieldKind.SECRET
        self.placeholder = sanitize(_hint(form, field))
        self.suggester = SuggestFromList(known_values(form, field), case_sensitive=False)
        self._before = form.text(field) if form.is_changed(field) else None
        text = "" if form.differs(field) else form.text(field)
        self._begun = self.value = as_typed(field.kind, text)
        self.selection = Selection(0, len(self.value))
        self.display = True
        self.focus()

    @on(Input.Changed)
    def _write(self) -> None:
        if self._edited is None:
            return
        if self.value == self._begun:
            self._put_back(self._edited)
        elif self._edited.kind is FieldKind.SECRET and not self.value:
            # An empty line shows no password; it is no wish to remove it.
            self._fields.form.put_back(self._edited)
        else:
            self._fields.form.take_typed(self._edited, self.value)
        if self._check_soon is not None:
            self._check_soon.stop()
        self._check_soon = self.set_timer(_QUIET_SECONDS, self._fields.check_aside)

    async def action_submit(self) -> None:
        """Take what is typed; at once, since the keys that follow are meant for the list."""
        self._write()
        self._end()

    def action_go_on(self) -> None:
        """Take what is typed, and go to the next field; where that is typed too, open it."""
        self._write()
        self._end()
        field = self._fields.go_to_next()
        if field and self._fields.can_change() and self._fields.form.is_free(field):
            self.edit(field)

    def on_blur(self) -> None:
        """Whoever clicks elsewhere has done typing."""
        if self.is_typing and self.screen.focused is not self:
            self._write()
            self._end()

    def _end(self) -> None:
        self._edited = None
        self.display = False
        self._fields.focus()
        self._fields.check_aside()

    def action_give_up(self) -> None:
        """Leave the field as it was before it was edited."""
        if self._edited:
            self._put_back(self._edited)
            self._end()

    def _put_back(self, field: FormField) -> None:
        self._fields.form.put_back(field)
        if self._before is not None:
            self._fields.form.write(field, self._before)


def _hint(form: Form, field: FormField) -> str:
    """Return what stands in the empty line."""
    if form.differs(field):
        return _("various")
    if field.kind is FieldKind.DATE:
        zone = ZoneInfo(form.configuration.settings.timezone)
        return format_date(datetime.now(zone).date())
    return form.empty_text(field) or as_shown(field.kind, field.example or field.default)
