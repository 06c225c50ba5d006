"""The form for one interface, or for any other table of the configuration: made from the settings model."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from engine.due import timetable_of
from engine.errors import ConfigError
from engine.language import _, ngettext, number
from engine.plain import plain
from engine.reveal import is_given
from engine.schedule import describe, next_runs
from engine.settings.files import load_settings
from engine.settings.save import ConfigChanged, Edit, save
from tui_app import commands
from tui_app.form.fields import Field, Kind
from tui_app.form.form import Form
from tui_app.screens.confirm import Confirm
from tui_app.screens.conflict import Conflict
from tui_app.screens.doctor import DoctorScreen
from tui_app.screens.note import Problem
from tui_app.screens.reveal import ask_and_show
from tui_app.screens.searching import SearchScreen
from tui_app.text import when
from tui_app.widgets.form_list import FormList
from tui_app.widgets.input_line import InputLine
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.words import Words

_QUIET_SECONDS = 0.2
"""After the last key, before what was typed is checked."""
_RUNS_TOLD = 5


class EditorScreen(SearchScreen):
    """Nothing is written before it was shown as a difference, and unsaved changes are never lost in silence."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.EDITOR)

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._edited: Field | None = None
        self._check_soon: Timer | None = None

    @property
    def title_text(self) -> str:
        name = ".".join(self._form.key) or _("General")
        return (_("New: {name}") if self._form.is_new else _("Edit {name}")).format(name=plain(name))

    @property
    def news(self) -> str:
        changed, wrong = self._form.changed, len(self._fields.problems)
        parts = (
            ngettext("{n} change", "{n} changes", changed).format(n=number(changed)) if changed else "",
            ngettext("{n} mistake", "{n} mistakes", wrong).format(n=number(wrong)) if wrong else "",
        )
        return ", ".join(filter(None, parts))

    def searched_body(self) -> Iterable[Widget]:
        self._fields = FormList(self._form)
        self._help = Words(id="help")
        self._input = InputLine(id="value", select_on_focus=False)
        self._input.display = False
        yield Heading(self._fields)
        yield self._fields
        yield self._input
        yield self._help

    @property
    def list_searched(self) -> LineList:
        return self._fields

    def search_for(self, text: str) -> None:
        self._fields.search(tuple(text.casefold().split()))

    def on_mount(self) -> None:
        super().on_mount()
        self._check()

    def _check(self) -> None:
        """See what is wrong, and draw everything anew."""
        self._fields.problems = self._form.problems()
        self._fields.update_lines()
        self.show_title()
        self._show_help()
        self.refresh_bindings()

    @on(LineList.Moved)
    def _show_help(self) -> None:
        field = self._fields.chosen
        general = self._fields.problems.get((), "")
        self._help.say("  ".join(self._told(field)) if field else general)

    def _told(self, field: Field) -> Iterable[str]:
        """What is wrong with the field first, then what it is."""
        if problem := self._fields.problems.get(field.key) or self._fields.problems.get(()):
            yield f"x {problem}"
        yield field.help
        if choices := self._form.choices(field):
            yield _("Possible: {words}.").format(words=", ".join(word for word in choices if word))
        if field.default:
            yield _("Default: {value}.").format(value=field.default)
        yield _("From: {origin}.").format(origin=self._form.configuration.layers.origin(field.key))
        if field.key[2:3] == ("schedule",):
            yield from self._schedule_told()

    def _schedule_told(self) -> Iterable[str]:
        edited = self._form.as_edited()
        if edited is None:
            return
        interface = edited.settings.interfaces[self._form.key[1]]
        timetable = timetable_of(edited, interface)
        now = datetime.now(UTC)
        runs = ", ".join(when(due, self.opos.zone, now) for due in next_runs(timetable, now, _RUNS_TOLD))
        yield _("It runs {schedule}. Next: {runs}.").format(schedule=describe(interface.schedule), runs=runs or "–")

    def is_possible(self, action: str) -> bool:
        field = self._fields.chosen
        match action:
            case "clear_search" if self._edited is not None:
                return False
            case "change":
                return field is not None and not self._form.is_locked(field)
            case "next_choice" | "former_choice":
                return field is not None and self._is_choice(field) and not self._form.is_locked(field)
            case "reveal":
                return field is not None and field.kind is Kind.SECRET and is_given(self.opos.configuration, field.key)
            case "put_back":
                return field is not None and self._form.is_changed(field)
            case "save_form":
                return bool(self._form.changed or self._form.is_new)
            case "try_out":
                return self._form.key[:1] == ("interfaces",)
            case "problem":
                return bool(self._fields.problems)
        return super().is_possible(action)

    def _is_choice(self, field: Field) -> bool:
        return field.kind in (Kind.CHOICE, Kind.SWITCH) or (field.kind is Kind.TEXT and bool(self._form.choices(field)))

    def action_change(self) -> None:
        field = self._fields.chosen
        if field is None:
            return
        if self._is_choice(field):
            self.action_next_choice()
            return
        self._edited = field
        self._input.password = field.kind is Kind.SECRET
        self._input.value = self._form.text(field)
        self._input.cursor_position = len(self._input.value)
        self._input.display = True
        self._input.focus()

    def action_next_choice(self) -> None:
        self._choose(1)

    def action_former_choice(self) -> None:
        self._choose(-1)

    def _choose(self, step: int) -> None:
        if field := self._fields.chosen:
            choices = self._form.choices(field)
            text = self._form.text(field)
            at = choices.index(text) if text in choices else 0
            self._form.write(field, choices[(at + step) % len(choices)])
            self._check()

    def action_clear(self) -> None:
        if field := self._fields.chosen:
            self._form.write(field, "")
            self._check()

    def action_reveal(self) -> None:
        if field := self._fields.chosen:
            ask_and_show(self, field.key)

    def action_put_back(self) -> None:
        if field := self._fields.chosen:
            self._form.put_back(field)
            self._check()

    @on(Input.Changed, "#value")
    def _take_as_typed(self, event: Input.Changed) -> None:
        if self._edited is None:
            return
        self._form.write(self._edited, event.value)
        if self._check_soon is not None:
            self._check_soon.stop()
        self._check_soon = self.set_timer(_QUIET_SECONDS, self._check)

    @on(Input.Submitted, "#value")
    def _end_typing(self) -> None:
        if self._edited and self._edited.kind is Kind.SECRET and not self._input.value:
            self._form.put_back(self._edited)
        self._edited = None
        self._input.display = False
        self._fields.focus()
        self._check()

    def action_problem(self) -> None:
        self._fields.go_to_problem()

    def action_try_out(self) -> None:
        if edited := self._form.as_edited():
            self.app.push_screen(DoctorScreen(edited, [self._form.key[1]]))
        else:
            self.app.push_screen(Problem(_("There are mistakes in the form."), _("p leads to them.")))

    def action_save_form(self) -> None:
        try:
            edit = self._form.edit()
        except ConfigError:
            self._check()
            self._fields.go_to_problem()
        else:
            self.app.push_screen(Confirm(_("Save this?"), edit.diff), lambda answer: self._save(edit) if answer else None)

    def _save(self, edit: Edit) -> None:
        try:
            save(edit)
        except ConfigChanged as error:
            self.app.push_screen(Conflict(error), self._settle)
        except ConfigError as error:
            self.app.push_screen(Problem.of(error))
        else:
            self._leave(_("Saved. The former version is beside it, as .bak."))

    def _settle(self, answer: str | None) -> None:
        """The file was changed by someone else: make the changes to what it says now, or give them up, or go on here."""
        if answer == "discard":
            self._leave(_("Your changes were given up."))
        elif answer == "again":
            try:
                self._form = self._form.again(load_settings(self.opos.configuration.path))
            except ConfigError as error:
                self.app.push_screen(Problem.of(error))
                return
            self._fields.form = self._form
            self.action_save_form()

    def _leave(self, said: str) -> None:
        self.dismiss()
        self.opos.read_configuration()
        self.notify(said, markup=False)

    def _give_up(self, answer: bool | None) -> None:
        if answer:
            self.dismiss()

    def action_back(self) -> None:
        if self._edited is not None:
            self._form.put_back(self._edited)
            self._input.value = self._form.text(self._edited)
            self._end_typing()
        elif self._form.changed:
            changed = self._form.changed
            lost = ngettext("{n} change is lost.", "{n} changes are lost.", changed).format(n=number(changed))
            self.app.push_screen(Confirm(_("Leave without saving?"), lost), self._give_up)
        else:
            self.dismiss()
