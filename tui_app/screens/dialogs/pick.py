"""Choosing from a list: one of many, or several, each with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings, enabled_when, is_enabled
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.widgets.search import Search
from tui_app.wording.wanted import Wanted


class PickList(LineList):
    """The words to choose from, or those that were searched for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.PICK, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(
        self,
        choices: Mapping[str, str],
        labels: Mapping[str, str],
        taken: Iterable[str],
        *,
        several: bool,
    ) -> None:
        super().__init__()
        self._labels = {word: labels.get(word, word) for word in choices}
        self.taken = set(taken)
        self._several = several
        self._choices = choices
        self.words = list(choices)

    @property
    def columns(self) -> Sequence[Column]:
        longest = max(map(len, self._labels.values()), default=0)
        return (
            Column("", 3 if self._several else 1),
            Column("", min(max(longest, 8), 40)),
            Column("", 8, grow=1),
        )

    @property
    def count(self) -> int:
        return len(self.words)

    def cells(self, line: int) -> Sequence[StyledCell]:
        word = self.words[line]
        is_taken = word in self.taken
        sign = ("[x]" if is_taken else "[ ]") if self._several else ("*" if is_taken else "")
        return (
            StyledCell(sign),
            StyledCell(sanitize(self._labels[word]) or "–"),
            StyledCell(sanitize(self._choices[word]), "muted"),
        )

    def search(self, wanted: Wanted) -> None:
        """List only what is like that."""
        self.words = [
            word
            for word, meaning in self._choices.items()
            if wanted.is_in(f"{word} {self._labels[word]} {meaning}".casefold())
        ]
        self.lines_changed(0)

    def toggle(self) -> None:
        """Take the word the cursor is on, or no longer."""
        if self.words:
            self.taken ^= {self.words[self.cursor]}
            self.refresh_line(self.cursor)


class Pick(ModalScreen[list[str] | None]):
    """Answers the words that were chosen, in the order of the list; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([commands.LEAVE])

    def __init__(
        self,
        title: str,
        choices: Mapping[str, str],
        taken: Sequence[str],
        *,
        labels: Mapping[str, str] | None = None,
        several: bool = False,
    ) -> None:
        """`taken` are chosen already; what is not among the choices any more can still be given
        up. `labels` are what words are called on the screen, where not by themselves.
        """
        super().__init__()
        self._title = title
        self._choices = {
            **choices,
            **{word: _("there is none any more") for word in taken if word not in choices},
        }
        self._labels = labels or {}
        self._taken = taken
        self._several = several

    def compose(self) -> ComposeResult:
        self._list = PickList(self._choices, self._labels, self._taken, several=self._several)
        self._search = Search(lambda: self._list)
        with Vertical(classes="dialog"):
            yield Static(Content(sanitize(self._title)), classes="question")
            yield self._search
            yield self._list
            self._nothing = Static(Content(_("No line matches. Esc shows all.")))
            self._nothing.display = False
            yield self._nothing
            if not self._choices:
                yield Static(
                    Content(
                        _(
                            "There is nothing to choose from yet: make it under the other settings"
                            " (S)."
                        )
                    )
                )
            hint = (
                _("Space marks · Enter chooses · / searches · Esc cancels") if self._several else ""
            )
            yield Static(
                Content(hint or _("Enter chooses · / searches · Esc cancels")), classes="hint"
            )

    def on_mount(self) -> None:
        self._list.focus()
        if self._taken:
            self._list.cursor = self._list.words.index(self._taken[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return is_enabled(self, action)

    def _takes_several(self) -> bool:
        return self._several

    @enabled_when(_takes_several)
    def action_mark(self) -> None:
        self._list.toggle()

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        if self._several:
            self.action_mark()
        else:
            self.action_choose()

    def action_choose(self) -> None:
        marked = [word for word in self._choices if word in self._list.taken]
        if self._several and (marked or self._taken):
            self.dismiss(marked)
        elif self._list.words:
            self.dismiss([self._list.words[self._list.cursor]])

    def action_search(self) -> None:
        self._search.begin()

    @on(Input.Changed)
    def _search_as_typed(self, event: Input.Changed) -> None:
        self._list.search(Wanted.typed(event.value))
        self._nothing.display = bool(self._choices) and not self._list.words

    def action_leave(self) -> None:
        if self._search.display:
            self._search.end()
            self._list.focus()
        else:
            self.dismiss(None)
