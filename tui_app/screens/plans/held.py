"""A held import as it was planned when the guard held it, and the decision about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.journal import journal_path
from engine.store.ledger import HeldImport
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.runs.runner import StartedRun
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.plans.preview import PreviewScreen
from tui_app.wording.text import when


def show_held(screen: OposScreen, held: HeldImport) -> None:
    """Show what was planned when the import was held; where nothing tells it any more, plan it
    anew.
    """
    path = journal_path(screen.opos.data.journals, held.run)
    planned_by = (
        path if path.exists() else screen.start("release", "--dry-run", *release_arguments(held))
    )
    if planned_by is not None:
        screen.app.push_screen(HeldScreen(planned_by, held))


def release_arguments(held: HeldImport) -> tuple[str, ...]:
    """Return which import is meant, for the end of the command line of `opos release`."""
    return ("--", held.run, sanitize(held.file))


def release_question(*held: HeldImport) -> tuple[str, str, str]:
    """Return the question before these are released, what becomes of them, what Enter does."""
    question = _("Release this import?") if len(held) == 1 else _("Release these imports?")
    consequence = (
        _("It is planned anew and booked, whatever the guard says.")
        if len(held) == 1
        else _("Each is planned anew and booked, whatever the guard says.")
    )
    return question, _files(held) + consequence, _("Enter releases")


def drop_question(*held: HeldImport) -> tuple[str, str, str]:
    """Return the question before these are dropped, what becomes of them, what Enter does."""
    question = _("Drop this import?") if len(held) == 1 else _("Drop these imports?")
    consequence = (
        _("Nothing is booked, and this file is never asked about again.")
        if len(held) == 1
        else _("Nothing is booked, and these files are never asked about again.")
    )
    return question, _files(held) + consequence, _("Enter drops")


def _files(held: tuple[HeldImport, ...]) -> str:
    return "".join(f"{sanitize(each.file)}\n" for each in held)


class HeldScreen(PreviewScreen):
    """Release it, drop it, or compare its list with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.HELD_SCREEN)

    def __init__(self, planned_by: StartedRun | Path, held: HeldImport) -> None:
        super().__init__(planned_by, sanitize(held.file))
        self._held = held

    @property
    def title_text(self) -> str:
        return _("Held: {interface}").format(interface=self.opos.called(self._held.interface))

    @property
    def state(self) -> str:
        if not super().state:
            return ""
        return _("since {time}").format(time=when(self._held.at, self.opos.zone, datetime.now(UTC)))

    def _can_decide(self) -> bool:
        return self.is_planned()

    @enabled_when(_can_decide)
    def action_apply(self) -> None:
        self.ask_reason(*release_question(self._held), *release_arguments(self._held))

    @enabled_when(_can_decide)
    def action_drop(self) -> None:
        self.ask_reason(*drop_question(self._held), "--reject", *release_arguments(self._held))

    def action_compare(self) -> None:
        from tui_app.screens.plans.list_difference import ListDifferenceScreen

        self.app.push_screen(ListDifferenceScreen(self._held))
