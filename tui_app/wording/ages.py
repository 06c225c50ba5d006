"""What is open by how long it is overdue, as bars with their sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.common.i18n import _, format_amount, format_number
from engine.model.item import Cents
from tui_app.wording.sparkline import height_bar

_WORDS = 42
"""Cells beside a bar."""


def ages_picture(ages: Sequence[tuple[int, Cents]], still_open: str, width: int) -> Iterable[str]:
    """Return lines of so many cells: headings, number and amount of each age, and the total.

    The bars are of amounts whatever their currency; `still_open` is the total of each by itself.
    """
    most = max(cents for _count, cents in ages)
    room = max(4, min(30, width - _WORDS))

    def line(word: str, bar: str, count: str, amount: str) -> str:
        return f"{word:<12} {bar:<{room}} {count:>7} {amount:>16}"

    yield line(_("Overdue"), "", _("Count"), _("Open"))
    for word, (count, cents) in zip(_words(), ages, strict=True):
        bar = height_bar(cents, most, room)
        yield line(word, bar, format_number(count), format_amount(cents))
    yield line(_("Total"), "", format_number(sum(count for count, _cents in ages)), still_open)


def _words() -> tuple[str, ...]:
    return (_("not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"))
