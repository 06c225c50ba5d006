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
    require_list,
    sample_lines,
)
from engine.settings.list_limits import file_limits
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.form.reader_options import ReaderOptions
from tui_app.form.sample_text import about_file, sample_details
from tui_app.platform.background import in_background
from tui_app.screens.base.rows import RowsScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.row_list import RowList

_ORDER = ("doubt", "notice", "rejected", "row", "payment", "ignored")
_STYLES = {"rejected": "error", "doubt": "warning", "notice": "warning", "ignored": "muted"}


class SampleList(RowList[SampleLine]):
    """What was read, line by line."""

    @property
    def columns(self) -> Sequence[Column]:
        return (Column(_("As it is read"), 20, grow=1),)

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.rows[line]
        return (StyledCell(shown.text, _STYLES.get(shown.kind, "")),)


class SampleScreen(RowsScreen[SampleLine]):
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

    @property
    def title_text(self) -> str:
        return _("Sample {name}").format(name=sanitize(self._path.name))

    @property
    def news(self) -> str:
        return _("reading …") if self.all_rows is None else _("nothing is stored")

    def searched_body(self) -> Iterable[Widget]:
        self.listed = SampleList()
        self._summary = Static(id="summary", classes="panel")
        yield self._summary
        yield from super().searched_body()

    def on_mount(self) -> None:
        self.run_worker(self._show())

    async def _show(self) -> None:
        """Read in a thread; whoever leaves meanwhile is not held up by it."""
        name = self._path.name
        try:
            file, lines = await in_background(self._read)
            about = [*about_file(name, file)]
        except (OposError, OSError) as error:
            lines = []
            about = (
                [cause_of(error), advice_of(error)]
                if isinstance(error, OposError)
                else [str(error)]
            )
        self._summary.update(Content("\n".join(sanitize(text, limit=2000) for text in about)))
        self.show_rows(sorted(lines, key=lambda line: _ORDER.index(line.kind)))

    def why_empty(self) -> str:
        return _("No line of it is used.")

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

    def _can_make_layout(self) -> bool:
        return self._make_layout is not None and self.all_rows is not None

    @enabled_when(_can_make_layout)
    def action_make_layout(self) -> None:
        assert self._make_layout is not None  # noqa: S101 - else it is not possible
        self.dismiss()
        self._make_layout()

    def row_text(self, row: SampleLine) -> str:
        return row.text

    def details_text(self) -> str:
        return "\n".join(sample_details(self.listed.rows[self.listed.cursor]))
