"""What all plans have in common: invoices in groups, searched, narrowed and gone through, each with
the way to its history and to its line in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.events import ItemPlanned
from engine.posting.change import ChangeKind
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.screens.base.lines import LinesScreen
from tui_app.screens.base.run_links import RunLinks, RunPlace
from tui_app.screens.invoices.item import ItemScreen
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.plan_list import Group, PlanList, change_text, group_text
from tui_app.wording.plan_text import kind_word
from tui_app.wording.wanted import Wanted


class PlanScreen(RunLinks, LinesScreen):
    """A subclass fills `items` and `summary`, says why there are none, and then calls
    `show_plan`.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.PLAN)
    FILE_NAME = "plan"

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[ItemPlanned] = ()
        self.summary: Sequence[str] = ()
        self._wanted = Wanted()
        self._kind: ChangeKind | None = None

    def why_empty(self) -> str:
        """Return why the plan has no invoice."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        """How it stands, for the title; empty before that is known."""
        raise NotImplementedError

    @property
    def news(self) -> str:
        if not self.state:
            return _("reading …")
        there = len(self.items)
        invoices = ngettext("{n} invoice", "{n} invoices", there).format(n=format_number(there))
        if any(self._wanted) or self._kind:
            invoices = _("{shown} of {lines}").format(
                shown=format_number(self._plan.size_shown), lines=invoices
            )
        return "  ·  ".join((self.state, invoices))

    def searched_body(self) -> Iterable[Widget]:
        self._plan = PlanList()
        self._summary = Static(id="summary", classes="panel")
        self._line = Label(id="detail", classes="panel")
        self._empty = Static(classes="empty")
        yield self._summary
        yield Heading(self._plan)
        yield self._plan
        yield self._empty
        yield self._line

    @property
    def list_searched(self) -> LineList:
        return self._plan

    def show_plan(self, at: RunPlace = RunPlace()) -> None:  # noqa: B008 - frozen
        """Show what is wanted of the items; the cursor goes to the invoice that is meant."""
        only = _("only {word}").format(word=kind_word(self._kind)) if self._kind else ""
        self._line.head(only)
        self._summary.update(Content("\n").join(map(_coloured, self.summary)))
        self._plan.show(item for item in self.items if self._is_wanted(item))
        if at.invoice_no or at.line:
            self._plan.find(
                lambda item: (
                    (item.mandant, item.invoice_no) == (at.mandant, at.invoice_no)
                    if at.invoice_no
                    else (item.name, item.line) == (at.file, at.line)
                )
            )
        no_hit = _("No invoice matches. Esc and o show all.")
        self._empty.update(Content(no_hit if self.items else self.why_empty()))
        self.set_class(not self._plan.count, "-nothing")
        self.show_title()
        self.refresh_bindings()

    def _is_wanted(self, item: ItemPlanned) -> bool:
        return self._kind in (None, item.kind) and self._wanted.is_in(change_text(item).casefold())

    def search_for(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.show_plan()

    def _has_items(self) -> bool:
        return bool(self.items)

    @enabled_when(_has_items)
    def action_outcome(self) -> None:
        """Show only the next kind of change that occurs; after the last one, all."""
        kinds = [None, *PlanList.kinds_of(self.items)]
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self.show_plan()

    @enabled_when(_has_items)
    def action_next_section(self) -> None:
        self._plan.next_group()

    @enabled_when(_has_items)
    def action_former_section(self) -> None:
        self._plan.former_group()

    @on(LineList.Moved)
    def _show_line(self) -> None:
        chosen = self._plan.chosen
        if isinstance(chosen, Group):
            self._line.say(group_text(chosen))
        else:
            self._line.say(" ".join((self.line_text() or "", _place_text(chosen))))

    def line_text(self) -> str | None:
        chosen = self._plan.chosen
        return change_text(chosen) if isinstance(chosen, ItemPlanned) else None

    def lines_text(self) -> Iterable[str]:
        return (change_text(line) for line in self._plan.lines if isinstance(line, ItemPlanned))

    @property
    def place_linked(self) -> RunPlace:
        chosen = self._plan.chosen
        if not isinstance(chosen, ItemPlanned):
            return RunPlace()
        return RunPlace(chosen.name, chosen.line, "", chosen.mandant, chosen.invoice_no)

    def choose(self) -> None:
        if self.has_line():
            self.action_details()

    def action_details(self) -> None:
        """Show the whole history of the invoice."""
        place = self.place_linked
        self.app.push_screen(ItemScreen(place.mandant, place.invoice_no))


def _coloured(line: str) -> Content:
    return Content.styled(sanitize(line, 2000), "$text-warning" if line.startswith("!") else "")


def _place_text(item: ItemPlanned | None) -> str:
    """Return where the list says so."""
    if item is None or not item.line:
        return ""
    return _("({file}, line {line})").format(file=sanitize(item.name), line=item.line)
