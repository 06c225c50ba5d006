"""The lines of the clearing list."""

from __future__ import annotations

from collections.abc import Sequence

from engine.common.i18n import _, format_amount, format_date
from engine.common.sanitize import sanitize
from engine.queries.clearing import ClearingLine
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.row_list import RowList


class ClearingRows(RowList[ClearingLine]):
    """The payments that wait, or those that were searched for; the oldest first."""

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("Day"), 10, above=90),
            Column(_("Amount"), 14, right=True),
            Column(_("Payer"), 16, grow=1),
            Column(_("Text"), 20, grow=2),
            Column(_("Perhaps"), 14, grow=1, above=76),
            Column(_("Why"), 24, grow=2, above=110),
        )

    def cells(self, line: int) -> Sequence[StyledCell]:
        shown = self.rows[line]
        entry = shown.waiting.entry
        offered = ", ".join(item.invoice_no for item in shown.offers)
        return (
            StyledCell(format_date(entry.paid_on), "muted"),
            StyledCell(
                format_amount(entry.paid, entry.currency), "warning" if entry.paid < 0 else ""
            ),
            StyledCell(sanitize(shown.payer) or "–"),
            StyledCell(sanitize(shown.words.text)),
            StyledCell(sanitize(offered), "good"),
            StyledCell(shown.why, "muted"),
        )
