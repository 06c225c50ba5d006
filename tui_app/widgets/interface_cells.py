"""What the list of interfaces says of each: what it is, as AMPAREX has it, or how its runs go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.journal import Run
from engine.settings.interface import Interface
from engine.settings.load import Configuration
from tui_app.widgets.columns import Column, StyledCell
from tui_app.wording.interface_text import branches_of, computer_of, purpose, source_of
from tui_app.wording.text import elapsed, result_in_short, state_sign, state_words, when

ROOM_FOR_BARS = 106
"""Columns from which on the last runs are pictured."""


def settings_columns() -> Sequence[Column]:
    """Return the columns that say what an interface is."""
    return (
        Column(_("Branch"), 10, grow=1, above=72),
        Column(_("On the server"), 13),
        Column(_("On a client"), 12, above=48),
        Column(_("Start"), 10, above=96),
        Column(_("Used for"), 16, grow=2, above=60),
        Column(_("Source"), 16, grow=1, above=124),
    )


def settings_cells(interface: Interface, configuration: Configuration) -> Sequence[StyledCell]:
    """Return the cells of `settings_columns`."""
    computer = computer_of(interface) if interface.computer else _("yes")
    return (
        StyledCell(branches_of(interface, configuration), "muted"),
        StyledCell(computer if interface.use == "server" else ""),
        StyledCell(computer if interface.use == "client" else ""),
        StyledCell(format_date(interface.start), "muted"),
        StyledCell(purpose(interface.file)),
        StyledCell(source_of(interface.source), "muted"),
    )


def run_columns(bars: int) -> Sequence[Column]:
    """Return the columns that say how its runs go; there is room for so many bars."""
    return (
        Column(_("Last run"), 15),
        Column(_("When"), 12, above=70),
        Column(_("Result"), 14, grow=5),
        Column(_("Next run"), 12, above=90),
        Column(_("Runs"), bars, right=True, above=ROOM_FOR_BARS),
    )


def last_run_cells(run: Run | None, zone: ZoneInfo, *, are_known: bool) -> Sequence[StyledCell]:
    """Return the first two cells of `run_columns`; before the first look no runs are known."""
    if run is None:
        return (StyledCell(_("never run") if are_known else "", "muted"), StyledCell(""))
    now = datetime.now(UTC)
    time = elapsed(now - run.started_at) if run.alive else when(run.started_at, zone, now)
    return (StyledCell(state_words(run), state_sign(run).style), StyledCell(time))


def result_cell(run: Run | None, held: int, how_far: str) -> StyledCell:
    """Return how many imports are held; or else what came of the last run, or how far it is."""
    if held:
        return StyledCell(
            ngettext("! {n} import is held", "! {n} imports are held", held).format(
                n=format_number(held)
            ),
            "warning",
        )
    if run is None or not run.alive:
        return StyledCell(result_in_short(run) if run else "")
    starter = f"{sanitize(run.started.user)}@{sanitize(run.started.host)}"
    return StyledCell(", ".join(filter(None, (how_far, starter))))


def tried_since(result: StyledCell, trial: Run | None, zone: ZoneInfo) -> StyledCell:
    """Return the result, and when a dry run was made since."""
    if trial is None:
        return result
    tried = _("(dry run {time})").format(time=when(trial.started_at, zone, datetime.now(UTC)))
    return result._replace(text=f"{result.text} {tried}".lstrip())
