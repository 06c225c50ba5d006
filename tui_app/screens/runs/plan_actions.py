"""What can be done with a plan that is shown: import it, release it, drop it, take it back."""

from __future__ import annotations

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.journal import journal_path
from engine.store.ledger import HeldImport
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.runs.preview import PlanAction, PreviewScreen


def show_held(screen: OposScreen, held: HeldImport) -> None:
    """Show what was planned when the import was held; where nothing tells it any more, plan it
    anew.
    """
    file = sanitize(held.file)
    path = journal_path(screen.opos.data.journals, held.run)
    planned_by = (
        path if path.exists() else screen.start("release", "--dry-run", "--", held.run, file)
    )
    if planned_by is not None:
        screen.app.push_screen(
            PreviewScreen(planned_by, file=file, apply=release_of(held), drop=drop_of(held))
        )


def import_of(interface: str) -> PlanAction:
    return PlanAction(
        command=("--headless", "-i", interface),
        question=_("Import now?"),
        consequence=_(
            "The interface is run: it fetches, plans anew and books what the list says then."
        ),
    )


def release_of(held: HeldImport) -> PlanAction:
    return PlanAction(
        command=("release", "--", held.run, sanitize(held.file)),
        question=_("Release this import?"),
        consequence=f"{sanitize(held.file)}\n"
        + _("It is planned anew and booked, whatever the guard says."),
        needs_reason=True,
    )


def drop_of(held: HeldImport) -> PlanAction:
    return PlanAction(
        command=("release", "--reject", "--", held.run, sanitize(held.file)),
        question=_("Drop this import?"),
        consequence=f"{sanitize(held.file)}\n"
        + _("Nothing is booked, and this file is never asked about again."),
        needs_reason=True,
    )
