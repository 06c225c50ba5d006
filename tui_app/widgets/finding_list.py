"""What the doctor found: a heading for each interface, below it what was found, what is well
folded away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from engine.common.i18n import _, format_number
from engine.common.sanitize import sanitize
from engine.doctor.finding import Finding, check_word
from engine.reporting.monitoring import State
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import LineList
from tui_app.wording.sparkline import fold_sign
from tui_app.wording.text import Sign

FINDING_SIGNS = {
    State.OK: Sign("+", "good"),
    State.WARNING: Sign("!", "warning"),
    State.CRITICAL: Sign("x", "error"),
}


class FindingGroup(NamedTuple):
    """All that was found of one interface, or of none alone."""

    interface: str
    """Empty: what concerns all."""
    members: Sequence[Finding]

    @property
    def is_well(self) -> bool:
        return all(finding.state is State.OK for finding in self.members)


class FindingList(LineList):
    """Groups in the order in which they were found."""

    def __init__(self, called: Callable[[str], str]) -> None:
        """`called` says what people call an interface."""
        super().__init__()
        self._called = called
        self._folded: dict[str, bool] = {}
        """What somebody folded or unfolded; all else is folded where it is well."""
        self.all: list[Finding] = []
        self.lines: list[FindingGroup | Finding] = []

    def show(self, findings: Iterable[Finding], *, fold_what_is_well: bool) -> None:
        """Show these; the cursor stays on its line."""
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault(finding.interface, []).append(finding)
        chosen = self.lines[self.cursor] if self.lines else None
        self.lines = []
        for interface, members in groups.items():
            group = FindingGroup(interface, members)
            is_folded = self._folded.get(interface, fold_what_is_well and group.is_well)
            self.lines += [group, *([] if is_folded else members)]
        self.lines_changed(self._line_of(chosen))

    def _line_of(self, chosen: FindingGroup | Finding | None) -> int:
        """Return where this line is by now; a heading is known by its interface."""
        if isinstance(chosen, Finding):
            return self.lines.index(chosen) if chosen in self.lines else 0
        wanted = chosen.interface if chosen else ""
        heads = enumerate(self.lines)
        return next(
            (
                at
                for at, line in heads
                if isinstance(line, FindingGroup) and line.interface == wanted
            ),
            0,
        )

    def fold(self, group: FindingGroup) -> None:
        """Fold what is unfolded, and the other way round; seen with the next `show`."""
        self._folded[group.interface] = self._is_open(self.lines.index(group))

    def _is_open(self, at: int) -> bool:
        """Return whether what is below the heading there is listed."""
        return at + 1 < self.count and isinstance(self.lines[at + 1], Finding)

    def next_problem(self) -> None:
        """Go to the next finding that is not well, from the end on to the first."""
        problems = [
            at
            for at, line in enumerate(self.lines)
            if isinstance(line, Finding) and line.state is not State.OK
        ]
        if problems:
            self.cursor = next((at for at in problems if at > self.cursor), problems[0])

    @property
    def columns(self) -> Sequence[Column]:
        return (Column("", 1), Column(_("What"), 15), Column(_("Finding"), 20, grow=1))

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def chosen(self) -> FindingGroup | Finding | None:
        """What the cursor is on."""
        return self.lines[self.cursor] if self.lines else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.lines[line]
        if isinstance(shown, FindingGroup):
            worst = max(shown.members, key=attrgetter("state"))
            style = "heading" if shown.is_well else FINDING_SIGNS[worst.state].style
            sign = fold_sign(is_folded=not self._is_open(line))
            return (StyledCell(f"{sign} {self.group_name(shown)}  {_counts(shown)}", style, 3),)
        sign, style = FINDING_SIGNS[shown.state]
        return (
            StyledCell(sign, style),
            StyledCell(f"  {check_word(shown.check)}", "muted"),
            StyledCell(sanitize(shown.text), "" if style == "good" else style),
        )

    def group_name(self, group: FindingGroup | Finding) -> str:
        """Return what the group, or that of the finding, is about."""
        return self._called(group.interface) if group.interface else _("All interfaces")


def _counts(group: FindingGroup) -> str:
    """Return how many findings of each kind there are, such as `+ 12  x 1`."""
    parts = [
        f"{sign.sign} {format_number(n)}"
        for state, sign in FINDING_SIGNS.items()
        if (n := sum(finding.state is state for finding in group.members))
    ]
    return "  ".join(parts)
