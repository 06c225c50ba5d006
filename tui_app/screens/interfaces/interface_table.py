"""The upper part of the first screen: the list of interfaces, and where it is empty, why."""

from __future__ import annotations

from textual.containers import Vertical

from engine.common.i18n import _
from engine.settings.load import Configuration
from tui_app.widgets.interface_list import InterfaceList
from tui_app.widgets.label import Label
from tui_app.widgets.line_list import Heading


class InterfaceTable(Vertical):
    """As high as its list needs, up to what the screen leaves it."""

    def __init__(self, configuration: Configuration) -> None:
        self.interfaces = InterfaceList(configuration)
        self._heading = Heading(self.interfaces)
        self._empty = Label(classes="empty")
        super().__init__(self._heading, self.interfaces, self._empty, id="top")

    def take_height(self, at_most: int) -> None:
        """Take the lines that the list needs, with its frame, at least 4 and not more than
        these.
        """
        frame = sum(widget.gutter.height for widget in (self._heading, self.interfaces))
        self.styles.height = min(max(4, self.interfaces.count + 1) + frame, at_most)

    def switch_columns(self) -> None:
        """Say what each interface is, or again how its runs went."""
        self.interfaces.says_what_it_is = not self.interfaces.says_what_it_is
        self.interfaces.lines_changed()
        self._heading.refresh()

    def switch_workstations(self) -> None:
        """List the interfaces of other workstations too, or no longer."""
        self.interfaces.with_others = not self.interfaces.with_others
        self.interfaces.list_wanted()
        self.explain_if_empty()

    def search(self, text: str) -> None:
        """List only the interfaces that have all words of the text."""
        self.interfaces.search(tuple(text.casefold().split()))
        self.explain_if_empty()

    def explain_if_empty(self) -> None:
        """Where nothing is listed, say why, and what to do about it."""
        self.set_class(not self.interfaces.count, "-nothing")
        if not self.interfaces.configuration.settings.interfaces:
            self._empty.say(
                _("No interfaces yet: n makes one, S changes everything else of the configuration.")
            )
        elif self.interfaces.is_searched:
            self._empty.say(_("Nothing found; Esc ends the search."))
        else:
            self._empty.say(_("All interfaces belong to other workstations; w lists them."))
