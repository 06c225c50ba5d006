"""A file read as the settings say: what it would bring, before anything depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.cli.commands import Line
from engine.cli.commands.read import read
from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.imports.planning import limits_of
from engine.model.errors import OposError
from tui_app import commands
from tui_app.form.reader_options import ReaderOptions
from tui_app.platform.background import in_background
from tui_app.screens.base.lines import LinesScreen
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.line_list import LineList

_ORDER = ("notice", "rejected", "row", "ignored")
_STYLES = {"rejected": "error", "notice": "warning", "ignored": "muted"}


class SampleList(LineList):
    """What was read, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Line] = []
        self.shown: list[Line] = []

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 20, grow=1),)

    @property
    def count(self) -> int:
        return len(self.shown)

    def cells(self, line: int) -> Sequence[Cell]:
        shown = self.shown[line]
        return (Cell(shown.text or "", _STYLES.get(_kind(shown), "")),)


class SampleScreen(LinesScreen):
    """The words of `opos read`; what needs attention first."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.SAMPLE_SCREEN)
    FILE_NAME = "sample"

    def __init__(
        self, path: Path, manner: ReaderOptions, make_layout: Callable[[], None] | None = None
    ) -> None:
        """`make_layout` begins a layout of one's own for this file, where that is of use."""
        super().__init__()
        self._path = path
        self._manner = manner
        self._make_layout = make_layout
        self._words: tuple[str, ...] = ()
        self._is_done = False

    @property
    def title_text(self) -> str:
        return _("Sample {name}").format(name=sanitize(self._path.name))

    @property
    def news(self) -> str:
        return _("nothing is stored") if self._is_done else _("reading …")

    def searched_body(self) -> Iterable[Widget]:
        self._list = SampleList()
        self._summary = Static(id="summary")
        yield self._summary
        yield self._list

    @property
    def list_searched(self) -> LineList:
        return self._list

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._show())

    async def _show(self) -> None:
        """Read in a thread; who leaves meanwhile is not held up by it."""
        read_all = partial(
            read,
            self._path,
            **self._manner._asdict(),
            limits=limits_of(self.opos.configuration.settings.limits),
            today=datetime.now(self.opos.zone).date(),
            verbose=True,
        )
        try:
            lines = await in_background(lambda: list(read_all()))
        except (OposError, OSError) as error:
            lines = []
            told = (
                [cause_of(error), advice_of(error)]
                if isinstance(error, OposError)
                else [str(error)]
            )
        else:
            what, columns, totals = (line.text or "" for line in lines if not _kind(line))
            told = [what, totals, columns.strip()]
        self._summary.update(Content("\n".join(sanitize(text, limit=2000) for text in told)))
        self._list.all = sorted(filter(_kind, lines), key=lambda line: _ORDER.index(_kind(line)))
        self._is_done = True
        self.search_for(" ".join(self._words))

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self._list.shown = [
            line
            for line in self._list.all
            if all(word in (line.text or "").casefold() for word in self._words)
        ]
        self._list.lines_changed()
        self.show_title()
        self.refresh_bindings()

    def is_possible(self, action: str) -> bool:
        if action == "make_layout":
            return self._make_layout is not None and self._is_done
        return super().is_possible(action)

    def action_make_layout(self) -> None:
        assert self._make_layout is not None  # noqa: S101 - else it is not possible
        self.dismiss()
        self._make_layout()

    def line_text(self) -> str | None:
        return self._list.shown[self._list.cursor].text if self._list.shown else None

    def lines_text(self) -> Iterable[str]:
        return (line.text or "" for line in self._list.shown)

    def details_text(self) -> str:
        record = next(iter(self._list.shown[self._list.cursor].record.values()))
        return "\n".join(
            f"{key:<14} {value}" for key, value in record.items() if value not in (None, "")
        )


def _kind(line: Line) -> str:
    """What the line is about; empty where it is about the whole file."""
    return (
        next(iter(line.record)) if isinstance(line.record, dict) and len(line.record) == 1 else ""
    )
