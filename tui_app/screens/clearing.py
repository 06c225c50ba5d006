"""Payments that name no invoice for sure: a person says which it is, or that it is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.model.item import Item
from engine.queries.clearing import ClearingLine, clearing_list
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.platform.background import in_background
from tui_app.screens.base.rows import RowsScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.runs.run import RunScreen
from tui_app.widgets.clearing_rows import ClearingRows


class ClearingScreen(RowsScreen[ClearingLine]):
    """See a payment with what it may be for, and decide about it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.CLEARING_SCREEN)
    FILE_NAME = "clearing"

    @property
    def title_text(self) -> str:
        return _("Clearing")

    @property
    def news(self) -> str:
        if self.all_rows is None:
            return _("reading …")
        n = len(self.all_rows)
        return ngettext("{n} payment waits.", "{n} payments wait.", n).format(n=format_number(n))

    def searched_body(self) -> Iterable[Widget]:
        self.listed = ClearingRows()
        yield from super().searched_body()

    def why_empty(self) -> str:
        return _("No payment waits: each one named its invoice, or was decided about.")

    def on_screen_resume(self) -> None:
        """List what waits by now: there may have been a decision meanwhile."""
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        try:
            rows = await in_background(partial(clearing_list, self.opos.configuration))
        except OposError as error:
            rows = []
            self.app.push_screen(ProblemNote.of(error))
        self.show_rows(rows)

    def row_text(self, row: ClearingLine) -> str:
        return _text(row)

    def details_text(self) -> str:
        """Return all that the bank says of the payment, and the invoices it may be for."""
        line, imported = self._line, self._line.waiting.imported
        entry = line.waiting.entry
        place = _("{file}, line {line}").format(file=sanitize(imported.file), line=entry.line)
        offers = [f"  {_offer(item)}" for item in line.offers]
        return "\n".join(
            [_text(line), line.why, f"{place} ({imported.run})"]
            + ([_("It may be for:"), *offers] if offers else [])
        )

    @property
    def _line(self) -> ClearingLine:
        return self.listed.rows[self.listed.cursor]

    def _has_payment(self) -> bool:
        return self.has_line()

    @enabled_when(_has_payment)
    def action_assign(self) -> None:
        line = self._line

        def answered(invoice: str | None) -> None:
            if invoice:
                self._ask_reason(_("Why {invoice}?").format(invoice=sanitize(invoice)), line,
                                 "assign", invoice)  # fmt: skip

        offers = "\n".join(map(_offer, line.offers))
        first = line.offers[0].invoice_no if line.offers else ""
        self.app.push_screen(
            Ask(
                _("Which invoice is it for?"),
                "\n".join(filter(None, (_text(line), offers))),
                _("Enter takes it"),
                _("The invoice number"),
                value=first,
            ),
            answered,
        )

    @enabled_when(_has_payment)
    def action_drop_payment(self) -> None:
        self._ask_reason(_("For no invoice?"), self._line, "drop")

    def _ask_reason(self, question: str, line: ClearingLine, act: str, *invoice: str) -> None:
        """Decide if there is a reason for it, and then show how it goes."""

        def answered(reason: str | None) -> None:
            if not reason:
                return
            entry = line.waiting.entry.id
            if started := self.start("clearing", f"--reason={reason}", "--", act, entry, *invoice):
                self.app.push_screen(RunScreen(started))

        hint = _("The reason; it is kept with the payment")
        self.app.push_screen(Ask(question, _text(line), _("Enter decides"), hint), answered)


def _text(line: ClearingLine) -> str:
    """Return the payment on one line."""
    entry = line.waiting.entry
    who = sanitize(line.payer)
    amount = format_amount(entry.paid, entry.currency)
    parts = (entry.id, format_date(entry.paid_on), amount, who, sanitize(line.words.text))
    return " | ".join(part for part in parts if part)


def _offer(item: Item) -> str:
    """Return an invoice that the payment may be for."""
    open_ = format_amount(item.open, item.currency)
    parts = (item.invoice_no, item.name, _("{amount} open").format(amount=open_))
    return "  ".join(sanitize(part) for part in parts if part)
