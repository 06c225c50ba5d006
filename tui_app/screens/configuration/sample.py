"""A file read as the settings say: what it would bring, before anything depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.lists.read import read_list
from engine.lists.rows.rows import Content as ListContent
from engine.lists.rows.rows import ListFile
from engine.model.errors import OposError
from engine.queries.list_sample import (
    SampleLine,
    columns_text,
    file_text,
    require_list,
    sample_lines,
    totals_text,
)
from engine.settings.list_limits import file_limits
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.form.reader_options import ReaderOptions
from tui_app.platform.background import in_background
from tui_app.screens.base.lines import LinesScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList

_ORDER = ("doubt", "notice", "rejected", "row", "payment", "ignored")
_STYLES = {"rejected": "error", "doubt": "warning", "notice": "warning", "ignored": "muted"}


class SampleList(LineList):
    """What was read, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[SampleLine] = []
        self.shown: list[SampleLine] = []

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 20, grow=1),)

    @property
    def count(self) -> int:
        return len(self.shown)

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.shown[line]
        return (StyledCell(shown.text, _STYLES.get(shown.kind, "")),)


class SampleScreen(LinesScreen):
    """The words of `opos read`; what needs attention first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.SAMPLE_SCREEN)
    FILE_NAME = "sample"

    def __init__(
        self, path: Path, options: ReaderOptions, make_layout: Callable[[], None] | None = None
    ) -> None:
        """`make_layout` begins a layout of one's own for this file, where that is of use."""
        super().__init__()
        self._path = path
        self._options = options
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
        self._summary = Static(id="summary", classes="panel")
        yield self._summary
        yield self._list

    @property
    def list_searched(self) -> LineList:
        return self._list

    def on_mount(self) -> None:
        self.run_worker(self._show())

    async def _show(self) -> None:
        """Read in a thread; who leaves meanwhile is not held up by it."""
        name = self._path.name
        try:
            file, lines = await in_background(self._read)
            about = [file_text(name, file), totals_text(file), columns_text(file)]
        except (OposError, OSError) as error:
            lines = []
            about = (
                [cause_of(error), advice_of(error)]
                if isinstance(error, OposError)
                else [str(error)]
            )
        self._summary.update(Content("\n".join(sanitize(text, limit=2000) for text in about)))
        self._list.all = sorted(lines, key=lambda line: _ORDER.index(line.kind))
        self._is_done = True
        self.search_for(" ".join(self._words))

    def _read(self) -> tuple[ListFile, list[SampleLine]]:
        require_list(self._path)
        options = self._options
        file = read_list(
            self._path,
            self._path.name,
            type=options.type,
            content=ListContent(options.content) if options.content else None,
            encoding=options.encoding,
            layouts=options.layouts,
            limits=file_limits(self.opos.configuration.settings.limits),
            expected=options.expected,
            today=datetime.now(self.opos.zone).date(),
        )
        return file, list(sample_lines(self._path.name, file, ignored=True))

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self._list.shown = [
            line
            for line in self._list.all
            if all(word in line.text.casefold() for word in self._words)
        ]
        self._list.lines_changed()
        self.show_title()
        self.refresh_bindings()

    def _can_make_layout(self) -> bool:
        return self._make_layout is not None and self._is_done

    @enabled_when(_can_make_layout)
    def action_make_layout(self) -> None:
        assert self._make_layout is not None  # noqa: S101 - else it is not possible
        self.dismiss()
        self._make_layout()

    def line_text(self) -> str | None:
        return self._list.shown[self._list.cursor].text if self._list.shown else None

    def lines_text(self) -> Iterable[str]:
        return (line.text for line in self._list.shown)

    def details_text(self) -> str:
        fields = self._list.shown[self._list.cursor].fields
        return "\n".join(
            f"{key:<14} {value}" for key, value in fields.items() if value not in (None, "")
        )
