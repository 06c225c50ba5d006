"""The first start: there is no configuration yet, and there are three ways to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, language, use_language
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.first_run import write_first
from engine.settings.sample import sample_text
from engine.settings.save import Changes, edit
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.form.meanings import meanings
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.configuration.table_actions import MANDANT_NAME
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import Note, ProblemNote
from tui_app.screens.dialogs.pick import Pick
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList


class WayList(LineList):
    """The ways, each with the letter that takes it."""

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 1), Column("", 10), Column("", 20, grow=1))

    @property
    def count(self) -> int:
        return len(by_screen.WAYS)

    def cells(self, line: int) -> Sequence[StyledCell]:
        way = by_screen.WAYS[line]
        return (
            StyledCell(way.keys, "heading"),
            StyledCell(_(way.label)),
            StyledCell(_(way.help), "muted"),
        )


class BeginningScreen(OposScreen):
    """Writes what was not there, never over what is."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.BEGINNING)

    def __init__(self, looked_for: Sequence[Path]) -> None:
        super().__init__()
        self._looked_for = looked_for

    @property
    def title_text(self) -> str:
        return _("Beginning")

    def body(self) -> Iterable[Widget]:
        looked = "\n".join(f"    {sanitize(str(place))}" for place in self._looked_for)
        place = _("It would be {path}; `opos -c FILE` chooses another place.").format(
            path=sanitize(str(self._path))
        )
        heading = _("There is no configuration yet. opos looked for:")
        yield Static(Content(f"{heading}\n{looked}\n{place}"), classes="explanation")
        self._ways = WayList()
        yield self._ways

    def on_mount(self) -> None:
        self._ways.focus()

    @property
    def _path(self) -> Path:
        return self.opos.configuration.path

    @on(LineList.Chosen)
    async def action_take_way(self) -> None:
        await self.run_action(by_screen.WAYS[self._ways.cursor].name)

    @work
    async def action_answer(self) -> None:
        """Four questions, Escape goes one back; whoever leaves the first has changed nothing."""
        own = str(self.opos.configuration.data_dir)
        answers = [language(), own, "001", ""]
        at = 0
        while at < len(answers):
            answer = await self.app.push_screen_wait(_question(at, answers))
            if answer is None and at == 0:
                return
            if answer is not None:
                answers[at] = answer[0] if isinstance(answer, list) else answer
                use_language(answers[0])
            at += -1 if answer is None else 1
        spoken, folder, number, name = answers
        changes: Changes = {
            "language": spoken,
            "data_dir": folder if folder != own else "",
            f"mandants.{number}.name": name,
        }
        try:
            known = _(
                "`opos config sample` prints every setting with the sentence that explains it."
            )
            self._write(f"# {known}\n{edit(self.opos.configuration, changes).after.config.text}")
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))

    def action_write_sample(self) -> None:
        try:
            self._write(sample_text(language()))
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))

    def _write(self, text: str) -> None:
        write_first(self._path, text)
        self.opos.read_configuration()
        self.dismiss()
        paragraphs = (
            _("{path} is written; only you can read it.").format(path=self._path),
            _(
                "Here: n makes an interface, e changes one, S everything else. A text editor does"
                " as well."
            ),
            _(
                "Invoices from the billing program come in with `opos items load FILE`, `opos"
                " service cron` shows what runs it."
            ),
        )
        self.app.push_screen(Note(_("The first configuration"), "\n\n".join(paragraphs)))

    def action_demo(self) -> None:
        self.opos.exit("demo")

    def action_quit(self) -> None:
        self.app.exit()


def _question(at: int, answers: Sequence[str]) -> Ask | Pick:
    """Return the question with this number, from 0, after what was answered so far."""
    place = _("{n} of {all}").format(n=at + 1, all=len(answers))
    if at == 0:
        words = meanings("Settings", "language")
        title = f"{_('Language')} ({place})"
        return Pick(title, dict.fromkeys(words, ""), [answers[0]], labels=words)
    question, explanation, pattern = (
        (_("Data folder"), _("For invoices, originals and journals; made if missing."), ".+"),
        (
            _("First Mandant"),
            _("As bookkeeping calls it in its lists, such as 001."),
            MANDANT_NAME,
        ),
        (_("Name of {mandant}").format(mandant=answers[2]), _("The company's name."), ".+"),
    )[at - 1]
    return Ask(
        f"{question} ({place})",
        explanation,
        _("Enter goes on"),
        value=answers[at],
        pattern=pattern,
    )
