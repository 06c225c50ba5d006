"""A form on the screen: its fields are looked at, explained and changed; what happens to the
changes is `editor.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.credentials.reveal import is_given
from tui_app import commands
from tui_app.form.explanation import full_help, short_help
from tui_app.form.fields import FieldKind, FormField, joined
from tui_app.form.form import Form
from tui_app.form.timetable import schedule_text, window_text
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.configuration.reveal import ask_and_show
from tui_app.screens.dialogs.pick import Pick
from tui_app.widgets.form_list import FormList
from tui_app.widgets.input_line import InputLine
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList

_QUIET_SECONDS = 0.2
"""After the last key, before what was typed is checked."""
_WIDE = 116
"""Columns from which on the help stands beside the form."""


class ValueLine(InputLine):
    """Where a value is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings([commands.TAKE_TYPED]),
        *commands.bindings([commands.GIVE_UP], on="screen."),
    ]


class FormScreen(SearchScreen):
    """What is wrong is told beside its field as one types."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self._edited: FormField | None = None
        self._check_soon: Timer | None = None

    @property
    def problems(self) -> int:
        """How many mistakes there are."""
        return len(self._fields.problems)

    def searched_body(self) -> Iterable[Widget]:
        self._fields = FormList(self.form)
        self._help = Label(id="help")
        self._input = ValueLine(id="value", select_on_focus=False)
        self._input.display = False
        yield Horizontal(
            Vertical(Heading(self._fields), self._fields, self._input), self._help, id="form"
        )

    @property
    def list_searched(self) -> LineList:
        return self._fields

    def search_for(self, text: str) -> None:
        self._fields.search(tuple(text.casefold().split()))

    def on_mount(self) -> None:
        super().on_mount()
        self.check()
        if self.form.is_new:
            self._fields.cursor = 0
            self._fields.go_to_problem()

    def check(self) -> None:
        """See what is wrong, and draw everything anew."""
        self._fields.problems = self.form.problems()
        self._fields.update_lines()
        self.show_title()
        self._show_help()
        self.refresh_bindings()

    @on(LineList.Moved)
    def _show_help(self) -> None:
        field = self._fields.chosen
        problem = self._problem_of(field)
        told = [f"x {problem}"] if problem else []
        if field:
            told += [*self._runs_text(field), *short_help(self.form, field)]
        elif not self._fields.count:
            told.append(_("No setting is like that. Esc shows all."))
        told = [text for text in told if text]
        self._help.say(*(told if self.has_class("-wide") else ["  ".join(told)]))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_help)

    def _problem_of(self, field: FormField | None) -> str:
        """What is wrong with the field, or else with the whole."""
        return (
            self._fields.problems.get(field.key, "") if field else ""
        ) or self._fields.problems.get((), "")

    def _runs_text(self, field: FormField) -> Iterable[str]:
        """When what is edited here would run."""
        now = datetime.now(UTC)
        match field.key:
            case (
                "interfaces",
                name,
                "schedule" | "start" | "enabled" | "use" | "computer",
                *_rest,
            ):
                if edited := self.form.as_edited():
                    yield schedule_text(edited, name, now)
            case ("window", _name):
                if edited := self.form.as_edited():
                    yield window_text(edited, now)

    @property
    def about(self) -> str:
        field = self._fields.chosen
        return full_help(self.form, field, self._problem_of(field)) if field else ""

    def take(self, form: Form) -> None:
        """Show another form of the same table."""
        self.form = self._fields.form = form
        self.check()

    def is_possible(self, action: str) -> bool:
        field = self._fields.chosen
        match action:
            case "clear_search" | "back" | "problem" if self._edited is not None:
                return False
            case "clear" if field is not None and field.kind is FieldKind.SWITCH:
                return False
            case "change" | "clear":
                return field is not None and not self.form.is_locked(field)
            case "next_choice" | "former_choice":
                return (
                    field is not None and self._is_choice(field) and not self.form.is_locked(field)
                )
            case "reveal":
                return (
                    field is not None
                    and field.kind is FieldKind.SECRET
                    and is_given(self.opos.configuration, field.key)
                )
            case "put_back":
                return field is not None and self.form.is_changed(field)
            case "problem":
                return bool(self._fields.problems)
        return super().is_possible(action)

    def _is_choice(self, field: FormField) -> bool:
        return field.kind is not FieldKind.WORDS and bool(self.form.choices(field))

    @on(LineList.Chosen)
    def action_change(self) -> None:
        field = self._fields.chosen
        if field is None or self.form.is_locked(field):
            return
        if field.kind is FieldKind.SWITCH:
            self.action_next_choice()
        elif self.form.is_free(field):
            self._type(field)
        else:
            self._pick(field)

    def _pick(self, field: FormField) -> None:
        several = field.kind is FieldKind.WORDS
        taken = self.form.words(field) if several else [self.form.text(field)]

        def write(words: list[str] | None) -> None:
            if words is not None:
                self.form.write(field, joined(words) if several else words[0])
                self.check()

        self.app.push_screen(
            Pick(field.help, self.form.choices(field), taken, several=several), write
        )

    def _type(self, field: FormField) -> None:
        self._edited = field
        self._input.password = field.kind is FieldKind.SECRET
        today = datetime.now(self.opos.zone).date().isoformat()
        self._input.placeholder = sanitize(
            today if field.kind is FieldKind.DATE else self.form.empty_text(field) or field.example
        )
        self._input.value = self.form.text(field)
        self._input.cursor_position = len(self._input.value)
        self._input.display = True
        self._input.focus()

    def action_next_choice(self) -> None:
        self._choose(1)

    def action_former_choice(self) -> None:
        self._choose(-1)

    def _choose(self, step: int) -> None:
        if field := self._fields.chosen:
            choices = list(self.form.choices(field))
            text = self.form.text(field)
            at = choices.index(text) if text in choices else 0
            self.form.write(field, choices[(at + step) % len(choices)])
            self.check()

    def action_clear(self) -> None:
        if field := self._fields.chosen:
            self.form.write(field, "")
            self.check()

    def action_reveal(self) -> None:
        if field := self._fields.chosen:
            ask_and_show(self, field.key)

    def action_put_back(self) -> None:
        if field := self._fields.chosen:
            self.form.put_back(field)
            self.check()

    @on(Input.Changed, "#value")
    def _take_as_typed(self, event: Input.Changed) -> None:
        if self._edited is None:
            return
        if self._edited.kind is FieldKind.SECRET and not event.value:
            self.form.put_back(
                self._edited
            )  # an empty line shows no password; it is no wish to remove it
        else:
            self.form.write(self._edited, event.value)
        if self._check_soon is not None:
            self._check_soon.stop()
        self._check_soon = self.set_timer(_QUIET_SECONDS, self.check)

    @on(Input.Submitted, "#value")
    def _end_typing(self) -> None:
        self._edited = None
        self._input.display = False
        self._fields.focus()
        self.check()

    def action_problem(self) -> None:
        self._fields.go_to_problem()

    def action_give_up(self) -> None:
        """What was being typed is given up."""
        if self._edited:
            self.form.put_back(self._edited)
            self._input.value = self.form.text(self._edited)
            self._end_typing()
