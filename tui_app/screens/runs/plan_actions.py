"""What can be done with a plan that is shown: import it, release it, drop it."""

from __future__ import annotations

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.store.ledger import HeldImport
from tui_app.screens.runs.preview import PlanAction


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
        command=("release", held.run),
        question=_("Release this import?"),
        consequence=f"{sanitize(held.file)}\n"
        + _("It is planned anew and booked, whatever the guard says."),
        needs_reason=True,
    )


def drop_of(held: HeldImport) -> PlanAction:
    return PlanAction(
        command=("release", held.run, "--reject"),
        question=_("Drop this import?"),
        consequence=f"{sanitize(held.file)}\n"
        + _("Nothing is booked, and this file is never asked about again."),
        needs_reason=True,
    )
