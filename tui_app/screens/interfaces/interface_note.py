"""All that is known of one interface, to read and to copy: the details for where there is no room
beside the journal.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Static

from engine.common.i18n import _
from tui_app.screens.dialogs.note import Note
from tui_app.widgets.interface_details import Fact, details_table


class InterfaceNote(Note):
    """Drawn as a table, copied as lines."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        super().__init__(
            _("Interface"), "\n".join(f"{label:<12} {value}" for label, value in facts)
        )
        self._facts = facts

    def content(self) -> Widget:
        return Static(details_table(self._facts))
