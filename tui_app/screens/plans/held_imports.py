"""The held imports of all interfaces: why each is held, how that looks beside the runs before, and
the decision about one or several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_amount, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.journal import Run, journal_path
from engine.model.errors import OposError
from engine.store.ledger import HeldImport
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.runs.held_imports import HeldView, Measure, held_views
from tui_app.runs.run_watcher import RunWatcher
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.plans.decisions import Decisions
from tui_app.screens.plans.held import drop_question, release_arguments, release_question, show_held
from tui_app.widgets.held_list import HeldList, reasons_text
from tui_app.widgets.line_list import LineList
from tui_app.wording.limit_chart import limit_chart
from tui_app.wording.sparkline import RUNS_PICTURED

_CHART_LINES = 5


class HeldImportsScreen(RunLinks, RowsScreen[HeldView]):
    """Read from the store, and again whenever it was written."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.HELD_IMPORTS)
    FILE_NAME = "held"

    def __init__(self) -> None:
        super().__init__()
        self._past: Mapping[str, Sequence[Run]] = {}

    @property
    def title_text(self) -> str:
        return _("Held imports")

    @property
    def news(self) -> str:
        n = len(self.all_rows or ())
        held = ngettext("{n} waits for a decision", "{n} wait for a decision", n)
        marked = len(self._held.marks)
        marks = ngettext("{n} marked", "{n} marked", marked).format(n=format_number(marked))
        return "  ·  ".join(
            filter(None, (held.format(n=format_number(n)) if n else "", marks if marked else ""))
        )

    def searched_body(self) -> Iterable[Widget]:
        self._held = self.listed = HeldList(self.opos.zone, self.opos.called)
        self._why = Static(id="why", classes="panel")
        yield from super().searched_body()
        yield self._why

    def on_mount(self) -> None:
        self.run_worker(self._read_when_written())

    async def _read_when_written(self) -> None:
        async for _written in self.each_writing(self.opos.pace):
            try:
                found, self._past = await in_background(self._read)
            except OposError as error:
                found = []
                self.app.push_screen(ProblemNote.of(error))
            self._held.marks.keep_only([view.key for view in found])
            self.show_rows(found)

    def _read(self) -> tuple[list[HeldView], Mapping[str, Sequence[Run]]]:
        """Return what is held, and the last runs of the interfaces that are concerned."""
        views = held_views(self.opos.data)
        names = {view.held.interface for view in views}
        watcher = RunWatcher(self.opos.data.journals, names)
        try:
            watcher.poll()
            return views, {name: watcher.last_runs(name, RUNS_PICTURED)[::-1] for name in names}
        finally:
            watcher.close()

    def why_empty(self) -> str:
        return _("No import is held. What the guard holds waits here for a decision.")

    @on(LineList.Moved)
    def _show_why(self) -> None:
        view = self._held.chosen
        parts = _why(view, self._past.get(view.held.interface, ())) if view else ()
        self._why.border_title = Content(sanitize(view.held.file) if view else "")
        self._why.update(Content("\n").join(parts))

    def row_text(self, row: HeldView) -> str:
        return self._held.text_of(row)

    @property
    def run_linked(self) -> Run | None:
        view = self._held.chosen
        path = journal_path(self.opos.data.journals, view.held.run) if view else None
        return journal.glance(path) if path else None

    @property
    def place_linked(self) -> RunPlace:
        view = self._held.chosen
        return RunPlace(view.held.file) if view else RunPlace()

    def action_details(self) -> None:
        if view := self._held.chosen:
            show_held(self, view.held)

    def _is_listed(self) -> bool:
        return self.has_line()

    @enabled_when(_is_listed)
    def action_mark(self) -> None:
        if view := self._held.chosen:
            self._held.marks.toggle(view.key)
            self._held.refresh_line(self._held.cursor)
            self._held.action_cursor_down()
            self.show_title()

    @enabled_when(_is_listed)
    def action_mark_all(self) -> None:
        self._held.marks.toggle_all([view.key for view in self._held.rows])
        self._held.refresh()
        self.show_title()

    @enabled_when(_is_listed)
    def action_apply(self) -> None:
        self._decide(release_question)

    @enabled_when(_is_listed)
    def action_drop(self) -> None:
        self._decide(drop_question, "--reject")

    @enabled_when(_is_listed)
    def action_compare(self) -> None:
        from tui_app.screens.plans.list_difference import ListDifferenceScreen

        if view := self._held.chosen:
            self.app.push_screen(ListDifferenceScreen(view.held))

    def _decide(self, question: Callable[..., tuple[str, str, str]], *how: str) -> None:
        """Ask once, for a reason that is kept with each; then decide one after the other."""
        meant: list[HeldImport] = [view.held for view in self._held.meant]

        def answered(reason: str | None) -> None:
            if reason:
                self._held.marks.clear()
                commands = [
                    ("release", f"--reason={reason}", *how, *release_arguments(held))
                    for held in meant
                ]
                Decisions(self).begin(commands)

        hint = _("The reason; it is kept with the import")
        self.app.push_screen(Ask(*question(*meant), hint), answered)


def _why(view: HeldView, past: Sequence[Run]) -> Iterable[Content]:
    """Return why it is held, and the limit beside the last runs."""
    yield Content.styled(reasons_text(view), "$text-warning")
    if (measure := view.measure) is None:
        return
    before = measure.of(past)
    yield Content(_measure_text(measure, before))
    said = (
        _("{n} now").format(n=_figure(measure, measure.now)),
        _("limit {n}").format(n=_figure(measure, measure.limit)),
    )
    chart = limit_chart(before, measure.now, measure.limit, _CHART_LINES, said)
    yield from map(Content, chart)


def _figure(measure: Measure, n: int) -> str:
    return format_amount(n) if measure.figure == "settled_amount" else format_number(n)


def _measure_text(measure: Measure, before: Sequence[int]) -> str:
    """Return the same in numbers."""
    words = {
        "paid": _("Invoices settled at once"),
        "settled_amount": _("Settled at once"),
        "deleted": _("Invoices deleted at once"),
        "reopened": _("Invoices reopened at once"),
        "rejected": _("Rejected rows"),
    }
    return ngettext(
        "{what}: {now} now, {limit} allowed, {before} in the last import.",
        "{what}: {now} now, {limit} allowed, {before} in the last {n} imports.",
        len(before),
    ).format(
        what=words[measure.figure],
        now=_figure(measure, measure.now),
        limit=_figure(measure, measure.limit),
        before=" – ".join(dict.fromkeys(_figure(measure, n) for n in (min(before), max(before))))
        if before
        else "–",
        n=format_number(len(before)),
    )
