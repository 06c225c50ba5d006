"""What every screen has: a header line, the keys below, and the way back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from engine.common.i18n import _
from engine.common.plain_file import open_plain
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.event_text import render_event
from engine.journal.events import Committed
from engine.journal.journal import JournalEntry, Run, journal_path
from engine.model.errors import OposError, UserError
from engine.store.opening import open_store
from tui_app.commands.by_screen import BY_NAME, command_of
from tui_app.commands.command import is_enabled
from tui_app.commands.commands import RUN
from tui_app.platform.permissions import why_unreadable
from tui_app.runs import runner
from tui_app.runs.run_watcher import Tail, run_of_process
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.widgets.columns import StyledCell
from tui_app.widgets.header import Header
from tui_app.widgets.key_bar import KeyBar
from tui_app.wording.text import Meaning

if TYPE_CHECKING:
    from tui_app.app import OposApp


WIDE = 110
"""Columns from which on things stand side by side, and in frames."""
TALL = 30
"""Lines from which on there is room for frames, and for what is only nice to have."""


class OposScreen(Screen[None]):
    """A screen of opos. `title_text` and `body` are what a subclass gives."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-narrow"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]  # noqa: RUF012 - as Textual declares it

    @property
    def opos(self) -> OposApp:
        """The application, with its configuration and its watcher."""
        return cast("OposApp", self.app)

    @property
    def title_text(self) -> str:
        """What this screen is."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Return the widgets between header and keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        self._header = Header()
        yield self._header
        yield from self.body()
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_title()

    @property
    def counts(self) -> Sequence[StyledCell]:
        """How many there are of what, for the header."""
        return ()

    @property
    def news(self) -> str:
        """What is true right now, for the header."""
        return ""

    @property
    def about(self) -> str:
        """What help tells of the thing that has the focus, before the keys."""
        return ""

    @property
    def signs(self) -> Iterable[Meaning]:
        """What the signs on this screen say, for the help."""
        return ()

    @property
    def mistake_text(self) -> str:
        """What is wrong with the configuration, for the header; empty where all is well."""
        return self.opos.in_force.mistake_text

    def show_title(self) -> None:
        """Draw the header anew."""
        self._header.show(
            self.title_text,
            (*self.counts, StyledCell(self.news)),
            self.opos.lasting_text,
            self.mistake_text,
        )

    def on_screen_resume(self) -> None:
        self.show_title()

    def start(self, *command: str) -> runner.StartedRun | None:
        """Start a run and return it; where that cannot be, show why and return None."""
        try:
            if why_not := self.opos.why_not(RUN.name):
                raise UserError(why_not, _("Nothing was started."))
            started = runner.start(self.opos.configuration.path, *command)
        except OposError as error:
            self.app.push_screen(ProblemNote.of(error))
            return None
        self.app.run_worker(self._look_after(started))
        return started

    async def _look_after(self, started: runner.StartedRun) -> None:
        """Show what a run says on its way out that could not even begin a journal."""
        try:
            while started.exit_code is None:
                await asyncio.sleep(self.opos.pace)
            if run_of_process(self.opos.data.journals, started.pid, started.since) is None:
                self.app.push_screen(ProblemNote(_("The run did not begin."), started.words()))
        finally:
            started.let_go()

    async def journal_of(self, run: runner.StartedRun | Path) -> Path | None:
        """Return the journal of a run, of one just started as soon as there is one; None where it
        ended without, which `start` shows.
        """
        if isinstance(run, Path):
            return run
        folder = self.opos.data.journals
        while True:
            ended = run.exit_code is not None
            if begun := run_of_process(folder, run.pid, run.since):
                return journal_path(folder, begun.run)
            if ended:
                return None
            await asyncio.sleep(self.opos.pace)

    async def entries_of(self, path: Path) -> AsyncIterator[tuple[list[JournalEntry], bool]]:
        """Read a journal as long as its run goes on, a little at a time so that keys are heard:
        what came, and whether there is more already.
        """
        tail = Tail(path)
        try:
            goes_on = True
            while goes_on or not tail.is_read:
                goes_on = not tail.has_begun or journal.is_alive(path)
                entries = tail.read()
                yield entries, not tail.is_read
                await self.rest(self.opos.pace if tail.is_read and goes_on else 0)
        finally:
            tail.close()

    def store_version(self) -> str | None:
        """Return what is another after the store was written; None where it may not be read, as the
        header tells.
        """
        data = self.opos.data
        return None if why_unreadable(data) else open_store(data).version()

    async def each_writing(self, seconds: float) -> AsyncIterator[None]:
        """Come by at once and whenever the store was written, looked at so often."""
        seen: str | None = None
        while True:
            if (version := self.store_version()) != seen:
                seen = version
                yield
            await self.rest(seconds)

    async def rest(self, seconds: float) -> None:
        """Wait so long, and as long as another screen lies over this one: what nobody sees need not
        be drawn.
        """
        await asyncio.sleep(seconds)
        while not self.is_active:
            await asyncio.sleep(self.opos.pace)

    def ask_to_stop(self, run: Run) -> None:
        """Stop the run, if that is meant, and if it still goes on then: its process may by now be
        another program.
        """
        path = journal_path(self.opos.data.journals, run.run)

        def is_over() -> bool:
            over = not journal.is_alive(path)
            if over:
                self.app.push_screen(
                    ProblemNote(_("This run is over already."), _("Its log tells how it ended."))
                )
            return over

        def stop_if(answer: bool | None) -> None:
            if answer and not is_over():
                try:
                    runner.stop(run)
                except OposError as error:
                    self.app.push_screen(ProblemNote.of(error))

        if not is_over():
            question = _("Stop the run of {interface}?").format(
                interface=self.opos.called(run.interface)
            )
            self.app.push_screen(Confirm(question, _written_so_far(path)), stop_if)

    def keep(self) -> str:
        """Keep what is not saved, and return what became of it. Called when the app ends, however
        it does.
        """
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say which commands work now. Textual asks even before there is anything on the screen."""
        if self.opos.why_not(action):
            return False
        return not self.is_mounted or is_enabled(self, action)

    def on_key(self, event: events.Key) -> None:
        """Say why a key of this screen, or of what has the focus, does nothing now."""
        mine = self._bindings.key_to_bindings.get(event.key, [])
        focused = self.focused._bindings.key_to_bindings if self.focused else {}
        if any(self.check_action(each.action, ()) for each in mine):
            return
        names = [
            name
            for each in (*mine, *focused.get(event.key, []))
            if (name := each.id or "") in BY_NAME
        ]
        if why_not := next(filter(None, map(self.opos.why_not, names)), ""):
            self.notify(why_not, markup=False)
        elif mine and (command := command_of(mine[0])):
            nothing = _("{what} does nothing here now.").format(what=_(command.label))
            why = _(command.needs) if command.needs else nothing
            self.notify(why, markup=False, timeout=2)

    @on(KeyBar.QuitClicked)
    def _ask_to_quit(self) -> None:
        question = Confirm(_("Leave opos?"), _("Runs go on."))
        self.app.push_screen(question, lambda answer: self.app.exit() if answer else None)

    def action_back(self) -> None:
        self.app.pop_screen()


def _written_so_far(path: Path) -> str:
    """Return what a run has changed by now, and what becomes of the rest."""
    with open_plain(path) as file:
        entries = (journal.decode(line) for line in file if b"committed" in line)
        done = [
            sanitize(render_event(entry.event))
            for entry in entries
            if entry and isinstance(entry.event, Committed)
        ]
    if not done:
        return _("Nothing has been written so far. The next run begins anew.")
    return "\n".join(
        (
            _("Written so far, and that stays:"),
            *done,
            _("The rest is not done; the next run does it."),
        )
    )
