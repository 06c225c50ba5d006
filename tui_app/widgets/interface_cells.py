"""What the list of interfaces says of each: what it is, as AMPAREX has it, or how its runs go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_text import outcome_word
from engine.journal.journal import Run
from engine.journal.reasons import why_held
from engine.settings.interface import Interface
from engine.settings.load import Configuration
from tui_app.runs.interface_states import NEEDING, InterfaceStates
from tui_app.widgets.columns import NEVER, Column, StyledCell
from tui_app.widgets.interface_order import NEEDS_SOMEONE, GroupLine
from tui_app.wording.interface_text import branches_of, computer_of, purpose, source_of, used_on
from tui_app.wording.sparkline import fold_sign
from tui_app.wording.text import (
    STATE_SIGNS,
    result_in_short,
    running_for,
    state_sign,
    state_words,
    when,
    when_in_short,
)

ROOM_FOR_BARS = 112
"""Columns from which on the last runs are pictured."""
ROOM_FOR_ALL = 150
"""Columns from which on all is said of what an interface is."""
ROOM_FOR_SUMS = 100
"""Columns from which on there are columns for sums and for what comes next."""
_AMOUNT_WIDTH = 12


def settings_columns(*, all_workstations: bool = False, has_start: bool = True) -> Sequence[Column]:
    """Return the columns that say what an interface is; with those of all workstations, one says
    for each whose it is. `has_start`: whether any has a day to begin on.
    """
    sides, whose = (ROOM_FOR_ALL, 0) if all_workstations else (0, ROOM_FOR_ALL)
    return (
        Column(_("Group"), 8, grow=1, above=78),
        Column(_("Branch"), 9, grow=1, above=70),
        Column(_("Used on"), 22, above=whose),
        Column(_("On the server"), 13, above=sides),
        Column(_("On a client"), 12, above=max(sides, 48)),
        Column(_("Start"), 10, above=(60 if all_workstations else 78) if has_start else NEVER),
        Column(_("Used for"), 16, grow=2, above=100),
        Column(_("Source"), 16, grow=1, above=124),
    )


def settings_cells(interface: Interface, configuration: Configuration) -> Sequence[StyledCell]:
    """Return the cells of `settings_columns`."""
    computer = computer_of(interface) if interface.computer else _("yes")
    return (
        StyledCell(sanitize(interface.group), "muted"),
        StyledCell(branches_of(interface, configuration), "muted"),
        StyledCell(used_on(interface)),
        StyledCell(computer if interface.use == "server" else ""),
        StyledCell(computer if interface.use == "client" else ""),
        StyledCell(format_date(interface.start), "muted"),
        StyledCell(purpose(interface.file)),
        StyledCell(source_of(interface.source), "muted"),
    )


def run_columns(bars: int, width: int) -> Sequence[Column]:
    """Return the columns that say how its runs go, on a line of so many cells; there is room for so
    many bars.
    """
    return (
        Column(_("Last run"), 15, sort="state"),
        Column(_("When"), 12 if width >= ROOM_FOR_SUMS else 6, right=True, above=60, sort="when"),
        Column(_("Settled"), 13, right=True, above=ROOM_FOR_SUMS, sort="settled"),
        Column(_("Outcome"), _AMOUNT_WIDTH, grow=5, cut="parts"),
        Column(_("Next run"), 12, above=ROOM_FOR_SUMS, cut="middle", sort="next"),
        Column(_("Runs"), bars, right=True, above=ROOM_FOR_BARS),
    )


class RunCells:
    """Makes the cells of `run_columns` but the last two."""

    def __init__(self, states: InterfaceStates, zone: ZoneInfo, width: int) -> None:
        self._states = states
        self._zone = zone
        self._is_wide = width >= ROOM_FOR_SUMS

    def of(self, name: str) -> Sequence[StyledCell]:
        """Return how the interface stands, since when, and what came of it; the cause of what is
        wrong reaches as far as it can.
        """
        run, state = self._states.run_of(name), self._states.state_of(name)
        if run is None and state != "held":
            never = _("never run") if self._states.are_known else ""
            return (StyledCell(never, "muted"), *[StyledCell("")] * 2, self._tried(name, ""))
        if state in NEEDING:
            return self._in_need(name, run, state)
        assert run is not None  # noqa: S101 - only what is held has no run
        if run.alive:
            result = self._tried(name, self._how_far(run))._replace(span=2)
            return (
                StyledCell(state_words(run), state_sign(run).style),
                StyledCell(self._when(run), "muted"),
                result,
            )
        settled = run.finished.settled_amount if run.finished else 0
        amount = format_amount(settled) if settled else ""
        said = result_in_short(run, with_sum=False)
        if said == outcome_word(run.state):
            said = ""
        if amount and not self._is_wide:
            said = f"{amount:>{_AMOUNT_WIDTH}}, {said}"
        return (
            StyledCell(state_words(run), state_sign(run).style),
            StyledCell(self._when(run), "muted"),
            StyledCell(amount),
            self._tried(name, said),
        )

    def _in_need(self, name: str, run: Run | None, state: str) -> Sequence[StyledCell]:
        sign, style = STATE_SIGNS[state]
        word = f"{sign} {outcome_word(state)}"
        cause = self._cause(name, run, state)
        if not self._is_wide:
            return (StyledCell(f"{word}: {cause}", style, span=4),)
        when_it_was = StyledCell(self._when(run) if run else "", "muted")
        return (StyledCell(word, style), when_it_was, self._tried(name, cause)._replace(span=2))

    def _cause(self, name: str, run: Run | None, state: str) -> str:
        held = self._states.held_by(name) if state == "held" else ()
        if len(held) == 1 and held[0].reasons:
            why = held[0].reasons[0]
            return sanitize(why_held(why.rule, why.limit, why.actual))
        # What several would do is no sum: they may be about the same invoices.
        is_told = state != "held" or (run is not None and run.finished and not held)
        if run is not None and run.state == state and is_told:
            return result_in_short(run, with_sum=False)
        return ngettext("{n} import is held", "{n} imports are held", len(held)).format(
            n=format_number(len(held))
        )

    def _when(self, run: Run) -> str:
        now = datetime.now(UTC)
        if run.alive:
            return running_for(run, now)
        return (when if self._is_wide else when_in_short)(run.started_at, self._zone, now)

    def _how_far(self, run: Run) -> str:
        starter = f"{sanitize(run.started.user)}@{sanitize(run.started.host)}"
        return ", ".join(filter(None, (self._states.how_far(run), starter)))

    def _tried(self, name: str, result: str) -> StyledCell:
        """Return the result; before it, which may be long, when a dry run was made since."""
        trial = self._states.trial_of(name)
        if trial is None:
            return StyledCell(result)
        time = when(trial.started_at, self._zone, datetime.now(UTC))
        tried = _("(dry run {time})").format(time=time)
        return StyledCell(f"{tried} {result}".rstrip())


def group_cells(line: GroupLine, states: InterfaceStates, columns: int) -> Sequence[StyledCell]:
    """Return a heading with its counts, over so many columns."""
    counts = counted_cells(states.counted(line.names))
    sign = fold_sign(is_folded=line.is_folded)
    is_above = line.group != NEEDS_SOMEONE and all(map(states.needs_someone, line.names))
    told = [_("listed above")] if is_above else [cell.text for cell in counts]
    words = "  ".join((format_number(len(line.names)), *told))
    style = counts[0].style if counts and not is_above else "muted"
    return (
        StyledCell(f"{sign} {line.title}", "heading"),
        StyledCell(words, style, span=columns - 1),
    )


def counted_cells(counts: Mapping[str, int]) -> Sequence[StyledCell]:
    """Return how many failed, are held, and run, each with sign and word; only what there is."""
    return [
        StyledCell(f"{sign} {format_number(counts[state])} {outcome_word(state)}", style)
        for state in ("failed", "held", "running")
        for sign, style in (STATE_SIGNS[state],)
        if counts[state]
    ]
