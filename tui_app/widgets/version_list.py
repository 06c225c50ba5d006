"""The versions of the configuration, the newest first: when, who, how, and what it concerned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.settings.change_log import SettingsChanged
from engine.settings.load import Configuration
from tui_app.commands import by_screen
from tui_app.commands.command import bindings
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.widgets.marks import MARK_SIGN
from tui_app.wording.text import when
from tui_app.wording.wanted import Wanted


class VersionList(LineList):
    """All versions, or those that were searched for; one may be marked to be compared with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(by_screen.VERSION_LIST, on="screen."),
        *bindings(by_screen.LIST),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.compared: int | None = None
        """The number of the marked version."""
        self._all: list[SettingsChanged] = []
        self._shown: list[SettingsChanged] = []
        self._wanted = Wanted()

    def take(self, versions: Sequence[SettingsChanged], configuration: Configuration) -> None:
        """List these, the oldest of which comes first here."""
        self._zone = ZoneInfo(configuration.settings.timezone)
        self._names = {key: each.name for key, each in configuration.settings.interfaces.items()}
        self._all = list(reversed(versions))
        self.search(self._wanted)

    def search(self, wanted: Wanted) -> None:
        """List only those whose person or interfaces are like that."""
        chosen = self.chosen
        self._wanted = wanted
        self._shown = wanted.among(self._all, lambda each: self._text(each).casefold())
        self.lines_changed(self._shown.index(chosen) if chosen in self._shown else 0)

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("", 1),
            Column(_("No."), 4, right=True),
            Column(_("When"), 12),
            Column(_("Who"), 12, grow=1),
            Column(_("How"), 16, above=70),
            Column(_("Interfaces"), 14, grow=4),
        )

    @property
    def count(self) -> int:
        return len(self._shown)

    @property
    def chosen(self) -> SettingsChanged | None:
        """The version the cursor is on."""
        return self._shown[self.cursor] if self._shown else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        each = self._shown[line]
        return (
            StyledCell(MARK_SIGN if each.number == self.compared else "", "heading"),
            StyledCell(str(each.number)),
            StyledCell(when(each.at, self._zone, datetime.now(UTC))),
            StyledCell(sanitize(each.user)),
            StyledCell(_("in a text editor") if each.outside else _("with opos"), "muted"),
            StyledCell(sanitize(self._interfaces(each)) or _("none")),
        )

    def _interfaces(self, version: SettingsChanged) -> str:
        return ", ".join(self._names.get(name, name) for name in version.interfaces)

    def _text(self, version: SettingsChanged) -> str:
        return f"{version.number} {version.user} {self._interfaces(version)}"
