"""A file that a run read, line by line as it came, and a way to get it out of the archive."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from typing import BinaryIO, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.journal import Run
from engine.lists.excerpt import ShownLine
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.originals import LINES_SHOWN, Original, original_lines
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.wording.wanted import Wanted


class OriginalList(LineList):
    """The lines of a file, or those that were searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[ShownLine] = ()

    @property
    def columns(self) -> Sequence[Column]:
        sheet = (Column(_("Sheet"), 10),) if any(line.sheet for line in self.lines[:1]) else ()
        return (*sheet, Column(_("Row"), 7, right=True), Column(_("Text"), 20, grow=1))

    @property
    def count(self) -> int:
        return len(self.lines)

    def go_to(self, number: int, sheet: str) -> None:
        """Put the cursor on this line of the file, if it is shown."""
        for at, line in enumerate(self.lines):
            if line.number == number and sheet in ("", line.sheet):
                self.cursor = at
                return

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.lines[line]
        sheet = (StyledCell(sanitize(shown.sheet), "muted"),) if len(self.columns) > 2 else ()
        return (
            *sheet,
            StyledCell(format_number(shown.number), "muted"),
            StyledCell(sanitize(shown.text)),
        )


class OriginalScreen(RunLinks, LinesScreen):
    """One of the run's files at a time."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.ORIGINAL_SCREEN)
    FILE_NAME = "file"

    def __init__(self, run: Run, originals: Sequence[Original], place: RunPlace) -> None:
        """`originals` are the files of the run, at least one; the cursor begins at `place`."""
        super().__init__()
        self._run = run
        self._originals = originals
        self._at = next(
            (at for at, each in enumerate(originals) if sanitize(each.name) == place.file), 0
        )
        self._place = place
        self._all: list[ShownLine] | None = None
        self._wanted = Wanted()

    @property
    def _original(self) -> Original:
        return self._originals[self._at]

    @property
    def run_linked(self) -> Run:
        return self._run

    @property
    def place_linked(self) -> RunPlace:
        line = self._lines.lines[self._lines.cursor] if self._lines.count else None
        return RunPlace(sanitize(self._original.name), line.number if line else 0)

    @property
    def title_text(self) -> str:
        return sanitize(self._original.name, 60)

    @property
    def news(self) -> str:
        if self._all is None:
            return _("reading …")
        there = len(self._all)
        lines = ngettext("{n} line", "{n} lines", there).format(n=format_number(there))
        if there == LINES_SHOWN:
            lines = _("the first {lines}").format(lines=lines)
        if self._lines.count < there:
            lines = _("{shown} of {lines}").format(
                shown=format_number(self._lines.count), lines=lines
            )
        which = (
            _("file {n} of {all}").format(n=self._at + 1, all=len(self._originals))
            if len(self._originals) > 1
            else ""
        )
        size = _("{n} bytes").format(n=format_number(self._original.size))
        return "  ·  ".join(filter(None, (lines, size, which)))

    def searched_body(self) -> Iterable[Widget]:
        self._lines = OriginalList()
        self._about = Label(id="counted")
        self._empty = Static(classes="empty")
        self._line = Label(id="detail", classes="panel")
        yield self._about
        yield Heading(self._lines)
        yield self._lines
        yield self._empty
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self._lines

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._all = None
        self._about.say(f" SHA-256 {self._original.sha256}")
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        """Read the file; a workbook takes a while, in a process with limits of its own."""
        self._all, problem = await in_background(partial(original_lines, self._original))
        self._empty.update(
            Content(sanitize(problem, 2000) or _("No line is like that. Esc shows all."))
        )
        self._show()
        place, self._place = self._place, RunPlace()
        if place.line:
            self._lines.go_to(place.line, place.sheet)

    def _show(self) -> None:
        shown = [line for line in self._all or () if self._wanted.is_in(line.text.casefold())]
        self._lines.lines = shown
        self._lines.lines_changed(0)
        self.query_one(Heading).refresh()
        self.set_class(not shown, "-nothing")
        self.show_title()
        self.refresh_bindings()

    def search_for(self, text: str) -> None:
        self._wanted = Wanted.typed(text)
        self._show()

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def line_text(self) -> str | None:
        return (
            sanitize(self._lines.lines[self._lines.cursor].text, limit=2000)
            if self._lines.count
            else None
        )

    def lines_text(self) -> Iterable[str]:
        return (sanitize(line.text, limit=2000) for line in self._lines.lines)

    def details_text(self) -> str:
        return "\n".join(
            (
                self.line_text() or "",
                "",
                f"{_('File'):<12} {sanitize(self._original.name)}",
                f"{'SHA-256':<12} {self._original.sha256}",
                f"{_('Archived as'):<12} {sanitize(str(self._original.path))}",
            )
        )

    def _has_several_files(self) -> bool:
        return len(self._originals) > 1

    @enabled_when(_has_several_files)
    def action_next_file(self) -> None:
        self._at = (self._at + 1) % len(self._originals)
        self._begin()
        self.show_title()

    def action_export(self) -> None:
        def write(file: BinaryIO) -> None:
            with self._original.path.open("rb") as archived:
                shutil.copyfileobj(archived, file)

        self.ask_where(sanitize(self._original.name).replace("/", "_"), write)
