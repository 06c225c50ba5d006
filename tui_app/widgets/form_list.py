"""A form as lines: each field with its value and what is wrong with it. It draws as little as a
list, and reads at 60 columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _, ngettext
from engine.common.sanitize import sanitize
from engine.settings.toml.statements import KeyPath
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when, is_enabled
from tui_app.form.explanation import value_text
from tui_app.form.fields import FieldKind, FormField, Section
from tui_app.form.form import Form
from tui_app.platform.background import in_background
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.wording.sparkline import fold_sign
from tui_app.wording.wanted import Wanted

_NARROW = 24
"""Cells of a label where there is little room."""
_ROOM_FOR_VALUES = 34
"""Cells of a line that labels leave to the rest, as far as they can."""


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
        self._wanted = Wanted()
        self._folded: set[KeyPath] = set()
        self.created = ""
        """When the table was made, and by whom."""
        self._lines: list[Section | FormField] = []

    @property
    def columns(self) -> Sequence[Column]:
        labels = (field.label for section in self.form.sections for field in section.fields)
        longest = max(map(len, labels))
        label = max(_NARROW, min(longest + 2, self.line_width - _ROOM_FOR_VALUES))
        return (Column(_("Setting"), label), Column("", 1), Column(_("Value"), 14, grow=1))

    @property
    def count(self) -> int:
        return len(self._lines)

    @property
    def chosen(self) -> FormField | None:
        """The field the cursor is on."""
        return self._line if isinstance(self._line, FormField) else None

    @property
    def section(self) -> Section | None:
        """The section on whose heading the cursor is."""
        return self._line if isinstance(self._line, Section) else None

    @property
    def _line(self) -> Section | FormField | None:
        return self._lines[self.cursor] if self._lines else None

    def search(self, wanted: Wanted) -> None:
        """Show only fields that are like that in name, key, help or what they may be."""
        self._wanted = wanted
        self.update_lines()

    def update_lines(self) -> None:
        """Take over what the form says now; the cursor stays on its field."""
        before = self._line
        self._lines = []
        for section in self.form.sections:
            fields = [field for field in self._shown(section) if self._is_wanted(field)]
            if fields and len(self.form.sections) > 1:
                self._lines.append(section)
            if any(self._wanted) or section.key not in self._folded:
                self._lines += fields
        self.lines_changed(self._line_of(before))

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

    def check_aside(self) -> None:
        """Draw what was changed, and what is wrong once that is known: among hundreds of interfaces
        it takes longer than a key may.
        """
        self.update_lines()
        self.run_worker(self._check_aside(self.form), group="check", exclusive=True)

    async def _check_aside(self, form: Form) -> None:
        checked = form.copy()
        problems = await in_background(checked.problems)
        if form is self.form and form.learn(checked):
            self.problems = problems
            self.update_lines()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        why_not = getattr(self.app, "why_not", lambda _command: "")
        return is_enabled(self, action) and not why_not(action)

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
            self.check_aside()

    @enabled_when(_can_clear)
    def action_clear(self) -> None:
        if field := self.chosen:
            self.form.write(field, "")
            self.check_aside()

    @enabled_when(_is_changed)
    def action_put_back(self) -> None:
        if field := self.chosen:
            self.form.put_back(field)
            self.check_aside()

    def _is_on_heading(self) -> bool:
        return self.section is not None

    @enabled_when(_is_on_heading)
    def action_fold(self) -> None:
        if section := self.section:
            self._folded ^= {section.key}
            self.update_lines()

    def action_next_section(self) -> None:
        self._go_to_section(at for at in self._headings if at > self.cursor)

    def action_former_section(self) -> None:
        here = max((at for at in self._headings if at <= self.cursor), default=0)
        self._go_to_section(at for at in reversed(self._headings) if at < here)

    @property
    def _headings(self) -> list[int]:
        return [at for at, line in enumerate(self._lines) if isinstance(line, Section)]

    def _go_to_section(self, headings: Iterator[int]) -> None:
        """Go to the first field of the first of these; to its heading where it is folded."""
        if (at := next(headings, None)) is not None:
            self._set_top(at)
            is_open = at + 1 < self.count and isinstance(self._lines[at + 1], FormField)
            self.cursor = at + is_open

    def go_to(self, key: KeyPath) -> None:
        """Put the cursor on this field, and unfold its section."""
        self._folded -= {key[:-1]}
        self.update_lines()
        lines = enumerate(self._lines)
        self.cursor = next((at for at, line in lines if line.key == key), self.cursor)

    def go_to_next(self) -> FormField | None:
        """Go to the next field below, and return it; None where there is none."""
        below = enumerate(self._lines[self.cursor + 1 :], self.cursor + 1)
        at, field = next(
            ((at, line) for at, line in below if isinstance(line, FormField)), (self.cursor, None)
        )
        self.cursor = at
        return field

    def go_to_problem(self) -> None:
        """Go to the next field that something is wrong with, and unfold its section."""
        self._folded -= {key[:-1] for key in self.problems}
        self.update_lines()
        wrong = [
            at
            for at, line in enumerate(self._lines)
            if isinstance(line, FormField) and line.key in self.problems
        ]
        if wrong:
            self.cursor = next((at for at in wrong if at > self.cursor), wrong[0])

    def _line_of(self, before: Section | FormField | None) -> int:
        """Return where this line is now; the first field where it is gone."""
        first = next((at for at, line in enumerate(self._lines) if isinstance(line, FormField)), 0)
        return next(
            (
                at
                for at, line in enumerate(self._lines)
                if before and type(line) is type(before) and line.key == before.key
            ),
            first,
        )

    def _shown(self, section: Section) -> list[FormField]:
        return [field for field in section.fields if self.form.applies(field)]

    def _is_wanted(self, field: FormField) -> bool:
        words = (field.label, ".".join(field.key), field.help, *field.meanings.values())
        return self._wanted.is_in(" ".join(words).casefold())

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self._lines[line]
        if isinstance(shown, Section):
            return self._heading_cells(shown)
        problem = self.problems.get(shown.key, "")
        is_changed = self.form.is_changed(shown)
        style = "heading" if is_changed else "" if self.form.text(shown) else "muted"
        sign = StyledCell("x", "error") if problem else StyledCell("*" if is_changed else "", style)
        value = value_text(self.form, shown)
        said = (
            StyledCell(f"{value}  {sanitize(problem)}", "error")
            if problem
            else StyledCell(value, style)
        )
        return (StyledCell("  " + shown.label), sign, said)

    def _heading_cells(self, section: Section) -> Sequence[StyledCell]:
        """Return the heading of a section; of a folded one, what is in it."""
        is_folded = section.key in self._folded and not any(self._wanted)
        fields = self._shown(section)
        wrong = sum(field.key in self.problems for field in fields)
        changed = sum(map(self.form.is_changed, fields))
        parts = [
            ngettext("{n} setting", "{n} settings", len(fields)).format(n=len(fields)),
            ngettext("{n} change", "{n} changes", changed).format(n=changed) if changed else "",
            ngettext("{n} mistake", "{n} mistakes", wrong).format(n=wrong) if wrong else "",
        ]
        told = section.help
        if self.created and section is self.form.sections[0]:
            told = _("Created: {when}").format(when=self.created)
        style = "error" if is_folded and wrong else "muted"
        return (
            StyledCell(f"{fold_sign(is_folded=is_folded)} {section.name.upper()}", "heading"),
            StyledCell(""),
            StyledCell(", ".join(filter(None, parts)) if is_folded else told, style),
        )
