"""A form as lines: each field with its value and what is wrong with it. It draws as little as a
list, and reads at 60 columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.settings.toml.statements import KeyPath
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when, is_enabled
from tui_app.form.explanation import value_text
from tui_app.form.fields import FieldKind, FormField, Section
from tui_app.form.form import Form
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList

_NEVER = 10_000
"""More cells than a line has."""


class FormList(LineList):
    """The fields that apply, under the headings of their sections. What needs no question is
    changed here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.FIELD, on="screen."),
        *bindings(by_screen.VALUE),
        *bindings(by_screen.LIST),
    ]

    SHOWS_CURSOR_ALWAYS = True

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.problems: Mapping[KeyPath, str] = {}
        self._words: tuple[str, ...] = ()
        self._lines: list[Section | FormField] = []

    @property
    def columns(self) -> Sequence[Column]:
        wrong = Column("", 6, grow=2, above=0 if self.problems else _NEVER)
        return (Column(_("Setting"), 22), Column("", 1), Column(_("Value"), 14, grow=3), wrong)

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def chosen(self) -> FormField | None:
        """The field the cursor is on."""
        line = self._lines[self.cursor] if self._lines else None
        return line if isinstance(line, FormField) else None

    def search(self, words: tuple[str, ...]) -> None:
        """Show only fields that have the words in name, key, help or what they may be."""
        self._words = words
        self.update_lines()

    def update_lines(self) -> None:
        """Take over what the form says now; the cursor stays on its field."""
        chosen = self.chosen
        self._lines = []
        for section in self.form.sections:
            fields = [
                field
                for field in section.fields
                if self.form.applies(field) and self._is_wanted(field)
            ]
            self._lines += [section, *fields] if fields else []
        self.lines_changed(self._line_of(chosen.key if chosen else ()))

    @property
    def problem(self) -> str:
        """What is wrong with the field the cursor is on, or else with the whole."""
        of_field = self.problems.get(self.chosen.key, "") if self.chosen else ""
        return of_field or self.problems.get((), "")

    def take(self, form: Form) -> None:
        """Show another form of the same table."""
        self.form = form
        self.check()

    def check(self) -> None:
        """See what is wrong, and draw everything anew."""
        self.problems = self.form.problems()
        self.update_lines()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return is_enabled(self, action)

    def can_change(self) -> bool:
        """Return whether the cursor is on a field that may be changed."""
        return self.chosen is not None and not self.form.is_locked(self.chosen)

    def _can_choose(self) -> bool:
        field = self.chosen
        return (
            field is not None
            and self.can_change()
            and field.kind is not FieldKind.WORDS
            and bool(self.form.choices(field))
        )

    def _can_clear(self) -> bool:
        is_switch = self.chosen is not None and self.chosen.kind is FieldKind.SWITCH
        return self.can_change() and not is_switch

    def _is_changed(self) -> bool:
        return self.chosen is not None and self.form.is_changed(self.chosen)

    @enabled_when(_can_choose)
    def action_next_choice(self) -> None:
        self._choose(1)

    @enabled_when(_can_choose)
    def action_former_choice(self) -> None:
        self._choose(-1)

    def _choose(self, step: int) -> None:
        if field := self.chosen:
            choices = list(self.form.choices(field))
            text = self.form.text(field)
            at = choices.index(text) if text in choices else 0
            self.form.write(field, choices[(at + step) % len(choices)])
            self.check()

    @enabled_when(_can_clear)
    def action_clear(self) -> None:
        if field := self.chosen:
            self.form.write(field, "")
            self.check()

    @enabled_when(_is_changed)
    def action_put_back(self) -> None:
        if field := self.chosen:
            self.form.put_back(field)
            self.check()

    def go_to_problem(self) -> None:
        """Go to the next field that something is wrong with."""
        wrong = [
            at
            for at, line in enumerate(self._lines)
            if isinstance(line, FormField) and line.key in self.problems
        ]
        if wrong:
            self.cursor = next((at for at in wrong if at > self.cursor), wrong[0])

    def _line_of(self, key: KeyPath) -> int:
        return next(
            (
                at
                for at, line in enumerate(self._lines)
                if isinstance(line, FormField) and line.key == key
            ),
            1,
        )

    def _is_wanted(self, field: FormField) -> bool:
        words = (field.label, ".".join(field.key), field.help, *field.meanings.values())
        searched = " ".join(words).casefold()
        return all(word in searched for word in self._words)

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self._lines[line]
        if isinstance(shown, Section):
            heading = f"[{sanitize(shown.key[-1])}]  {shown.help}" if shown.key else shown.help
            return (
                StyledCell(shown.name.upper(), "heading"),
                StyledCell(""),
                StyledCell(heading, "muted"),
                StyledCell(""),
            )
        problem = self.problems.get(shown.key, "")
        is_changed = self.form.is_changed(shown)
        style = "heading" if is_changed else "" if self.form.text(shown) else "muted"
        sign = StyledCell("x", "error") if problem else StyledCell("*" if is_changed else "", style)
        return (
            StyledCell("  " + shown.label),
            sign,
            StyledCell(value_text(self.form, shown), style),
            StyledCell(sanitize(problem), "error"),
        )
