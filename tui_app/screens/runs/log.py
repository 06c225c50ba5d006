"""What logs have in common: the lines, the search in them, what came of it so far, and the line
under the cursor in full.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _, format_number, ngettext
from engine.journal.event_level import Level
from engine.journal.event_message import event_cause
from engine.journal.events import ItemPlanned, RowRejected
from engine.journal.journal import JournalEntry, Run
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.permissions import why_unreadable
from tui_app.runs.progress import SoFar
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.screens.dialogs.ask import Ask
from tui_app.widgets.event_list import EventList, Narrowing
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.event_details import details
from tui_app.wording.text import Meaning, clock, level_meanings, state_word
from tui_app.wording.wanted import Wanted

_NEXT_LEVEL = {Level.DETAIL: Level.INFO, Level.INFO: Level.WARNING, Level.WARNING: Level.DETAIL}


class LogScreen(RunLinks, LinesScreen):
    """A subclass says what is read (`follow`), and whether it is one run."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.LOG)
    FILE_NAME = "log"
    ONE_RUN: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self._so_far: defaultdict[str, SoFar] = defaultdict(SoFar)
        self._drawn = 0.0
        self._looked_for = Wanted()
        """What was searched for last."""

    async def follow(self) -> None:
        """Read what is written, and `take` it, until there is no more to come."""
        raise NotImplementedError

    @property
    def run_meant(self) -> Run | None:
        """The run that Stop would stop."""
        raise NotImplementedError

    @property
    def run_linked(self) -> Run | None:
        return self.run_meant

    @property
    def rejected(self) -> int:
        run = self.run_meant
        return self._so_far[run.run].rejected if run else 0

    @property
    def place_linked(self) -> RunPlace:
        event = self.events.chosen.entry.event if self.events.chosen else None
        match event:
            case RowRejected():
                return RunPlace(event.name, event.line, event.sheet)
            case ItemPlanned():
                return RunPlace(event.name, event.line, "", event.mandant, event.invoice_no)
        return RunPlace(getattr(event, "name", ""))

    @property
    def signs(self) -> Iterable[Meaning]:
        return level_meanings()

    def searched_body(self) -> Iterable[Widget]:
        self.events = EventList(self.opos.zone, self.opos.called, one_run=self.ONE_RUN)
        self._counted = Label(id="counted")
        self._line = Label(id="detail", classes="panel")
        yield self._counted
        yield Heading(self.events)
        yield self.events
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self.events

    def on_mount(self) -> None:
        self.run_worker(self.follow())

    def take(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Take in what was read; while there is more to come it is drawn only now and then."""
        for entry in entries:
            self._so_far[entry.run].add(entry)
        self.events.take_in(entries)
        if not more or time.monotonic() - self._drawn >= self.opos.pace:
            self._drawn = time.monotonic()
            self.events.draw_new()
            self.show_title()
            self._show_place()

    def _is_running(self) -> bool:
        return self.run_meant is not None and self.run_meant.alive

    @enabled_when(_is_running)
    def action_stop(self) -> None:
        if self.run_meant is not None:
            self.ask_to_stop(self.run_meant)

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or self._why_empty())
        self._show_place()

    def _show_place(self) -> None:
        """Show what came of the run so far, and whether the newest line is in sight."""
        run = self.run_meant
        if run is not None:
            so_far = self._so_far[run.run]
            name = "" if self.ONE_RUN else self.opos.called(run.interface)
            pace = str(so_far.pace) if run.alive else ""
            said = filter(None, (pace, str(so_far)))
            cause = event_cause(run.finished) if run.finished else ""
            parts = filter(None, (name, "  ·  ".join(said) or cause or state_word(run)))
            self._counted.say("  ".join(parts))
        self._line.head(self._place())

    def _place(self) -> str:
        below = self._what_is_below()
        if self.goes_on and self.events.at_end:
            return _("follows")
        where = _("line {n} of {count}").format(
            n=format_number(self.events.cursor + 1), count=format_number(self.events.count)
        )
        return "  ·  ".join(filter(None, (where if self.has_line() else "", below)))

    def _what_is_below(self) -> str:
        if new := self.events.new_below:
            return ngettext(
                "paused: {n} new line below, End follows",
                "paused: {n} new lines below, End follows",
                new,
            ).format(n=format_number(new))
        return _("paused, End follows") if self.goes_on else ""

    @property
    def goes_on(self) -> bool:
        """Whether more lines may come."""
        raise NotImplementedError

    def _why_empty(self) -> str:
        if self.events.all:
            return _("No line matches. Esc shows all, w changes the level.")
        return why_unreadable(self.opos.data) or _(
            "Nothing was written yet. In the interfaces, r starts a run; what cron starts is told"
            " here, too."
        )

    def search_for(self, wanted: Wanted) -> None:
        if any(wanted):
            self._looked_for = wanted
        self.narrow(self.events.narrowing._replace(wanted=wanted))

    def _has_looked(self) -> bool:
        return any(self._looked_for) and self.has_line()

    @enabled_when(_has_looked)
    def action_next_found(self) -> None:
        """Go on to the next line of the last search, also among the others once it is ended."""
        self._go_on(back=False)

    @enabled_when(_has_looked)
    def action_former_found(self) -> None:
        self._go_on(back=True)

    def _go_on(self, *, back: bool) -> None:
        self.events.highlight(self._looked_for.standing_out)
        self._tell_if_around(self.events.next_found(self._looked_for, back=back), back=back)

    def _tell_if_around(self, is_around: bool, *, back: bool) -> None:
        around = _("On from the last one.") if back else _("On from the first one.")
        if is_around:
            self.notify(around, markup=False, timeout=2)

    def action_level(self) -> None:
        self.narrow(
            self.events.narrowing._replace(at_least=_NEXT_LEVEL[self.events.narrowing.at_least])
        )

    def narrow(self, narrowing: Narrowing) -> None:
        """Show only some of the lines."""
        self.events.narrowing = narrowing
        self.show_title()
        self.refresh_bindings()

    @property
    def news(self) -> str:
        shown, there = self.events.count, len(self.events.all)
        lines = ngettext("{n} line", "{n} lines", there).format(n=format_number(there))
        if shown < there:
            lines = _("{shown} of {lines}").format(shown=format_number(shown), lines=lines)
        return ", ".join((lines, *self.filters))

    @property
    def filters(self) -> list[str]:
        """What narrows the lines, apart from the search, which is seen."""
        levels = {Level.INFO: _("without details"), Level.WARNING: _("only problems")}
        level = levels.get(self.events.narrowing.at_least)
        return [level] if level else []

    def action_problem(self) -> None:
        self._tell_if_around(self.events.next_problem(), back=False)

    def action_former_problem(self) -> None:
        self._tell_if_around(self.events.next_problem(back=True), back=True)

    def _has_lines(self) -> bool:
        return self.has_line()

    @enabled_when(_has_lines)
    def action_go_to(self) -> None:
        """Ask for a line or a time, and go there."""
        lines = format_number(self.events.count)

        def go(place: str | None) -> None:
            if place:
                self.events.cursor = self.events.line_at(place)

        question = Ask(
            _("To which line?"),
            _("1 to {n}, or a time of day such as 7:30.").format(n=lines),
            _("Enter goes there"),
            pattern=r"[\d.,]*\d|\d{1,2}:\d\d(:\d\d)?",
        )
        self.app.push_screen(question, go)

    def line_text(self) -> str | None:
        line = self.events.chosen
        return line.text if line else None

    def lines_text(self) -> Iterable[str]:
        zone = self.opos.zone
        return (
            f"{clock(line.entry.at, zone)} {self.opos.called(line.entry.interface)} {line.text}"
            for line in self.events.shown
        )

    def details_text(self) -> str:
        """Return the line in words, and below it everything the journal says."""
        line = self.events.shown[self.events.cursor]
        return "\n".join((line.text, "", *details(line.entry, self.opos.zone)))
