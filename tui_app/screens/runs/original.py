"""A file that a run read, line by line as it came, and a way to get it out of the archive."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from typing import BinaryIO, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _, format_number, ngettext
from engine.common.plain_file import open_plain
from engine.common.sanitize import sanitize
from engine.journal.journal import Run
from engine.lists.excerpt import ShownLine
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.originals import LINES_SHOWN, Original, original_lines
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import LineList
from tui_app.widgets.row_list import RowList


class OriginalList(RowList[ShownLine]):
    """The lines of a file, or those that were searched for."""

    @property
    def columns(self) -> Sequence[Column]:
        sheet = (Column(_("Sheet"), 10),) if any(line.sheet for line in self.rows[:1]) else ()
        return (*sheet, Column(_("Row"), 7, right=True), Column(_("Text"), 20, grow=1))

    def go_to(self, number: int, sheet: str) -> None:
        """Put the cursor on this line of the file, if it is shown."""
        for at, line in enumerate(self.rows):
            if line.number == number and sheet in ("", line.sheet):
                self.cursor = at
                return

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.rows[line]
        sheet = (StyledCell(sanitize(shown.sheet), "muted"),) if len(self.columns) > 2 else ()
        return (
            *sheet,
            StyledCell(format_number(shown.number), "muted"),
            StyledCell(sanitize(shown.text)),
        )


class OriginalScreen(RunLinks, RowsScreen[ShownLine]):
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
        self._problem = ""

    @property
    def _original(self) -> Original:
        return self._originals[self._at]

    @property
    def run_linked(self) -> Run:
        return self._run

    @property
    def place_linked(self) -> RunPlace:
        line = self.listed.chosen
        return RunPlace(sanitize(self._original.name), line.number if line else 0)

    @property
    def title_text(self) -> str:
        return sanitize(self._original.name, 60)

    @property
    def news(self) -> str:
        if self.all_rows is None:
            return _("reading …")
        there = len(self.all_rows)
        lines = ngettext("{n} line", "{n} lines", there).format(n=format_number(there))
        if there == LINES_SHOWN:
            lines = _("the first {lines}").format(lines=lines)
        if self.listed.count < there:
            lines = _("{shown} of {lines}").format(
                shown=format_number(self.listed.count), lines=lines
            )
        which = (
            _("file {n} of {all}").format(n=self._at + 1, all=len(self._originals))
            if len(self._originals) > 1
            else ""
        )
        size = ngettext("{n} byte", "{n} bytes", self._original.size).format(
            n=format_number(self._original.size)
        )
        return "  ·  ".join(filter(None, (lines, size, which)))

    def searched_body(self) -> Iterable[Widget]:
        self._lines = self.listed = OriginalList()
        self._about = Label(id="counted")
        self._line = Label(id="detail", classes="panel")
        yield self._about
        yield from super().searched_body()
        yield self._line

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.all_rows = None
        self._about.say(f"SHA-256 {self._original.sha256}")
        self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        """Read the file; a workbook takes a while, in a process with limits of its own."""
        lines, self._problem = await in_background(partial(original_lines, self._original))
        self.show_rows(lines)
        place, self._place = self._place, RunPlace()
        if place.line:
            self._lines.go_to(place.line, place.sheet)

    def why_empty(self) -> str:
        return sanitize(self._problem, 2000) or _("The file is empty.")

    @on(LineList.Moved)
    def _show_line(self) -> None:
        self._line.say(self.line_text() or "")

    def row_text(self, row: ShownLine) -> str:
        return sanitize(row.text, limit=2000)

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
            with open_plain(self._original.path) as archived:
                shutil.copyfileobj(archived, file)

        self.ask_where(sanitize(self._original.name).replace("/", "_"), write)
