"""A plan, invoice by invoice: grouped by what happens to them, each group with its sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from engine.common.i18n import _, format_amount, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal.event_message import event_cause
from engine.journal.events import ItemPlanned
from engine.model.item import Cents
from engine.posting.change import ChangeKind
from tui_app.widgets.columns import Column, StyledCell, fit
from tui_app.widgets.line_list import LineList
from tui_app.wording.plan_text import amount_or_dash, kind_word, short_reason

_ORDER = (
    ChangeKind.PAID,
    ChangeKind.PART_PAID,
    ChangeKind.REOPENED,
    ChangeKind.DELETED,
    ChangeKind.CREATED,
    ChangeKind.CHANGED,
)
_LONG_NUMBER = 24
"""Cells that invoice numbers take at most, as long as a name has to be shown beside them."""


class Group(NamedTuple):
    """What heads the invoices to which the same happens."""

    kind: ChangeKind
    size: int
    before: Cents
    after: Cents


class PlanList(LineList):
    """Groups in a fixed order, what weighs most first."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Group | ItemPlanned] = []
        self._number_width = 0

    def show(self, items: Iterable[ItemPlanned]) -> None:
        """Show these."""
        groups: dict[ChangeKind, list[ItemPlanned]] = {kind: [] for kind in _ORDER}
        for item in items:
            groups[item.kind].append(item)
        self.lines = []
        for kind, members in groups.items():
            if members:
                before = sum(item.before or 0 for item in members)
                after = sum(item.after or 0 for item in members)
                self.lines += [Group(kind, len(members), before, after), *members]
        numbers = (len(line.invoice_no) + 1 for line in self.lines if isinstance(line, ItemPlanned))
        self._number_width = min(max(numbers, default=0), _LONG_NUMBER)
        self.lines_changed()

    @staticmethod
    def kinds_of(items: Iterable[ItemPlanned]) -> list[ChangeKind]:
        """Return what happens to the items, in the order of the groups."""
        occurring = {item.kind for item in items}
        return [kind for kind in _ORDER if kind in occurring]

    def find(self, is_meant: Callable[[ItemPlanned], bool]) -> None:
        """Put the cursor on the invoice that is meant, if it is listed."""
        for at, line in enumerate(self.lines):
            if isinstance(line, ItemPlanned) and is_meant(line):
                self.cursor = at
                return

    def next_group(self) -> None:
        """Go to the next group, from the last on to the first."""
        heads = self._heads
        self.cursor = next((at for at in heads if at > self.cursor), heads[0] if heads else 0)

    def former_group(self) -> None:
        """Go to the head of this group, or to the one before."""
        heads = self._heads[::-1]
        self.cursor = next((at for at in heads if at < self.cursor), heads[0] if heads else 0)

    @property
    def _heads(self) -> list[int]:
        return [at for at, line in enumerate(self.lines) if isinstance(line, Group)]

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Invoice"), 15, grow=1, wanted=self._number_width, cut="middle"),
            Column(_("Name"), 12, grow=4, above=76),
            Column(_("Mandant"), 8, above=100),
            Column(_("Open before"), 13, right=True),
            Column(_("Open after"), 13, right=True),
            Column(_("Why"), 12, grow=2),
        )

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def size_shown(self) -> int:
        """How many invoices are shown."""
        return sum(isinstance(line, ItemPlanned) for line in self.lines)

    @property
    def chosen(self) -> Group | ItemPlanned | None:
        """What the cursor is on."""
        return self.lines[self.cursor] if self.lines else None

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.lines[line]
        if isinstance(shown, Group):
            sums = (format_amount(shown.before), format_amount(shown.after))
            difference = format_amount(shown.after - shown.before)
            room = fit(self.columns, self.line_width)[-1]
            texts = (
                f"{kind_word(shown.kind)} {format_number(shown.size)}",
                "",
                "",
                *sums,
                difference if len(difference) <= room else "",
            )
            return [StyledCell(text, "heading") for text in texts]
        return (
            StyledCell(" " + sanitize(shown.invoice_no)),
            StyledCell(sanitize(shown.customer)),
            StyledCell(sanitize(shown.mandant), "muted"),
            StyledCell(amount_or_dash(shown.before), "muted"),
            StyledCell(amount_or_dash(shown.after)),
            StyledCell(short_reason(shown.rule, shown.kind), "muted"),
        )


def group_text(group: Group) -> str:
    """Return the group as text."""
    invoices = ngettext("{n} invoice", "{n} invoices", group.size).format(
        n=format_number(group.size)
    )
    return (
        f"{kind_word(group.kind)}: {invoices}, {format_amount(group.before)} →"
        f" {format_amount(group.after)}"
    )


def change_text(item: ItemPlanned) -> str:
    """Return the line as text."""
    sides = f"{amount_or_dash(item.before)} → {amount_or_dash(item.after)}"
    whose = f"{item.mandant} {item.invoice_no} {item.customer}".rstrip()
    return sanitize(f"{whose}: {sides} ({kind_word(item.kind)}). {event_cause(item)}", limit=2000)
