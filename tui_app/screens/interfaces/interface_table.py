"""The upper part of the first screen: the list of interfaces, and where it is empty, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from textual import on
from textual.containers import Vertical
from textual.geometry import Size

from engine.common.i18n import _, format_number, ngettext
from engine.settings.load import Configuration
from tui_app.screens.base.screen import WIDE
from tui_app.widgets.columns import StyledCell
from tui_app.widgets.interface_cells import counted_cells
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading
from tui_app.wording.text import when
from tui_app.wording.wanted import Wanted

_DETAIL_LINES = 17


class InterfaceTable(Vertical):
    """As high as its list needs, up to what the screen leaves it."""

    def __init__(self, configuration: Configuration) -> None:
        self.interfaces = InterfaceList(configuration)
        self._heading = Heading(self.interfaces)
        self._empty = Label(classes="empty")
        super().__init__(self._heading, self.interfaces, self._empty, id="top")

    def share_lines(self, screen: Size) -> None:
        """Take the lines that the list needs, with its frame, at least 4, and leave the journal the
        rest; the details beside that need some lines too.
        """
        at_most = screen.height * 6 // 10
        if screen.width >= WIDE:
            at_most = max(screen.height * 4 // 10, screen.height - 2 - _DETAIL_LINES)
        frame = sum(widget.gutter.height for widget in (self._heading, self.interfaces))
        self.styles.height = min(max(4, self.interfaces.count + 1) + frame, at_most)

    def counts(
        self, called: Callable[[str], str], zone: ZoneInfo, *, is_wide: bool
    ) -> Sequence[StyledCell]:
        """Return how many there are, failed, are held, and run; where it is wide, what comes
        next.
        """
        interfaces = self.interfaces.configuration.settings.interfaces
        counted = counted_cells(self.interfaces.states.counted(interfaces))
        parts = [StyledCell(format_number(len(interfaces))), *counted]
        if is_wide and (due := self.interfaces.order.next_of_all()):
            time = when(due[0], zone, datetime.now(UTC))
            text = _("next {time} {name}").format(time=time, name=called(due[1]))
            parts.append(StyledCell(text, "muted"))
        return parts

    @property
    def hidden(self) -> Sequence[str]:
        """How many are marked, and how many are left out, in words."""
        marked = len(self.interfaces.marks)
        workstations = self.interfaces.order.workstations
        others = self.interfaces.elsewhere if workstations == "ours" else 0
        texts = (
            (ngettext("{n} marked", "{n} marked", marked), marked),
            (
                ngettext("{n} of another workstation (w)", "{n} of other workstations (w)", others),
                others,
            ),
        )
        only = [_("only workstations (w)")] if workstations == "only" else []
        return [*(text.format(n=format_number(n)) for text, n in texts if n), *only]

    @property
    def needs_anyone(self) -> bool:
        """Whether an interface waits for somebody, or only those are listed."""
        interfaces = self.interfaces.configuration.settings.interfaces
        states = self.interfaces.states
        return self.interfaces.order.only_needing or any(map(states.needs_someone, interfaces))

    def switch_columns(self) -> None:
        """Say what each interface is, or again how its runs went."""
        self.interfaces.says_what_it_is = not self.interfaces.says_what_it_is
        self.interfaces.lines_changed()

    def switch_workstations(self) -> None:
        """List those of other workstations too, then only what belongs to workstations."""
        self.interfaces.order.switch_workstations()
        self.interfaces.list_wanted()
        self.explain_if_empty()

    def switch_needing(self) -> None:
        """List only what needs someone, or all again."""
        self.interfaces.order.only_needing = not self.interfaces.order.only_needing
        self.interfaces.list_wanted()
        self.explain_if_empty()

    def sort_by_next_column(self) -> None:
        """Sort by the next column."""
        self.interfaces.order.sort_by_next_column()
        self.interfaces.list_wanted()

    @on(Heading.SortWanted)
    def _sort_by(self, event: Heading.SortWanted) -> None:
        event.stop()
        self.interfaces.order.sort_by(event.by)
        self.interfaces.list_wanted()

    def reverse(self) -> None:
        """Sort the other way round."""
        self.interfaces.order.is_reversed = not self.interfaces.order.is_reversed
        self.interfaces.list_wanted()

    def search(self, wanted: Wanted) -> None:
        """List only the interfaces that are like that."""
        self.interfaces.order.wanted = wanted
        self.interfaces.list_wanted()
        self.explain_if_empty()

    def explain_if_empty(self) -> None:
        """Where nothing is listed, say why, and what to do about it."""
        self.set_class(not self.interfaces.count, "-nothing")
        if not self.interfaces.configuration.settings.interfaces:
            self._empty.say(
                _("No interfaces yet: n makes one, S changes everything else of the configuration.")
            )
        elif self.interfaces.order.is_searched:
            self._empty.say(_("Nothing found; Esc ends the search."))
        elif self.interfaces.order.only_needing:
            self._empty.say(_("All is well: nothing needs anybody. ! lists all."))
        else:
            self._empty.say(_("All interfaces belong to other workstations; w lists them."))
