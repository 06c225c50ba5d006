"""A form as lines: each field with its value and what is wrong with it. It draws as little as a
list, and reads at 60 columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.settings.toml.statements import Key
from tui_app import commands
from tui_app.form.explanation import value_text
from tui_app.form.fields import FormField, Section
from tui_app.form.form import Form
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.line_list import LineList

_NEVER = 10_000
"""More cells than a line has."""


class FormList(LineList):
    """The fields that apply, under the headings of their sections."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.FORM, on="screen."),
        *commands.bindings(commands.LIST),
    ]

    SHOWS_CURSOR_ALWAYS = True

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.problems: Mapping[Key, str] = {}
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

    def go_to_problem(self) -> None:
        """To the next field that something is wrong with."""
        wrong = [
            at
            for at, line in enumerate(self._lines)
            if isinstance(line, FormField) and line.key in self.problems
        ]
        if wrong:
            self.cursor = next((at for at in wrong if at > self.cursor), wrong[0])

    def _line_of(self, key: Key) -> int:
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

    def cells(self, line: int) -> Sequence[Cell]:
        shown = self._lines[line]
        if isinstance(shown, Section):
            told = f"[{sanitize(shown.key[-1])}]  {shown.help}" if shown.key else shown.help
            return (Cell(shown.name.upper(), "heading"), Cell(""), Cell(told, "muted"), Cell(""))
        problem = self.problems.get(shown.key, "")
        is_changed = self.form.is_changed(shown)
        style = "heading" if is_changed else "" if self.form.text(shown) else "muted"
        sign = Cell("x", "error") if problem else Cell("*" if is_changed else "", style)
        return (
            Cell("  " + shown.label),
            sign,
            Cell(value_text(self.form, shown), style),
            Cell(sanitize(problem), "error"),
        )
