"""A plan in the making: what is collected while the rows, and then the silence, are posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from engine.items import Item
from engine.language import _, amount, ngettext, number
from engine.lists.rows import Content, ListFile, Notice, Rejected, Row
from engine.plain import plain
from engine.posting.booking import Booking
from engine.posting.change import Change, Kind, Rule, kind_of
from engine.posting.matching import Matching
from engine.posting.policy import Policy


class Draft:
    """Collects changes; knows how a change is stamped and what counts as one."""

    def __init__(self, list_file: ListFile, policy: Policy, matching: Matching) -> None:
        self.content = list_file.content
        self.policy = policy
        self.resets = policy.delete_before_import and list_file.content in (Content.OPEN, Content.ALL)
        """Whether open items are deleted first and created anew."""
        self.changes: list[Change] = []
        self.unchanged = 0
        self.unknown: list[Row] = []
        self.rejected: list[Rejected] = list(matching.rejected)
        self.notices: list[Notice] = list(matching.notices)
        self.outside = 0
        self.dunning_levels_lost = 0

    def notice(self, code: str, text: str) -> None:
        self.notices.append(Notice(code, text))

    def reject(self, row: Row, column: str, value: str, reason: str) -> None:
        self.rejected.append(Rejected(row.line, column, value, reason, row.sheet))

    def create(self, item: Item, row: Row) -> None:
        change = Change(kind=Kind.CREATED, rule=Rule.NOT_HELD, before=None, after=item, line=row.line, sheet=row.sheet)
        self.changes.append(change)

    def post(self, item: Item, booking: Booking, rows: Sequence[Row], details: dict[str, Any]) -> None:
        """Set `item` to what `rows` made of it; `details` are further fields that change with it."""
        if booking.surplus:
            self._tell_surplus(item, booking, rows[0])
        money_moves = booking.open != item.open
        if not money_moves and not details:
            self.unchanged += 1
            return
        if money_moves:
            details = details | self._paid_fields(booking, rows)
        after = replace(item, **details, **self._stamp())
        first, *others = rows
        self.changes.append(Change(
            kind=kind_of(item, after),
            rule=booking.rule if money_moves else Rule.RESET if self.resets and item.open else Rule.DETAILS,
            before=item, after=after,
            line=first.line, sheet=first.sheet, more_lines=tuple(row.line for row in others),
            listed_as=first.invoice_no if first.invoice_no != item.invoice_no else "",
            rest=booking.rest if money_moves else 0, surplus=booking.surplus,
        ))  # fmt: skip

    def post_unlisted(self, item: Item) -> None:
        """What the list's silence does to `item`."""
        if self.resets or self.policy.unlisted == "delete":
            self.dunning_levels_lost += item.dunning_level > 0
            rule = Rule.RESET if self.resets else Rule.UNLISTED
            self.changes.append(Change(kind=Kind.DELETED, rule=rule, before=item, after=None))
        else:
            after = replace(item, **self._paid_fields(Booking(0, Rule.UNLISTED), ()), **self._stamp())
            self.changes.append(Change(kind=Kind.PAID, rule=Rule.UNLISTED, before=item, after=after))

    def _paid_fields(self, booking: Booking, rows: Sequence[Row]) -> dict[str, Any]:
        """A posting of an import never goes back to the accounting; only a paid item has a day on which it was paid."""
        days = [row.paid_on for row in rows if row.paid_on]
        paid_on = max(days, default=self.policy.paid_on) if booking.open == 0 else None
        return {"open": booking.open, "paid_on": paid_on, "export": False}

    def _stamp(self) -> dict[str, str]:
        return {"updated_by": self.policy.run, "updated_at": self.policy.at}

    def _tell_surplus(self, item: Item, booking: Booking, row: Row) -> None:
        text = _("Line {line}: {surplus} more than is open of {number} was paid; the surplus is not booked.")
        if booking.surplus * item.amount < 0:
            text = _("Line {line}: {surplus} more than the whole of {number} was returned; the excess is not booked.")
        self.notice("surplus", text.format(
            line=row.line, surplus=amount(abs(booking.surplus), item.currency), number=plain(item.invoice_no)))  # fmt: skip

    def tell_sums(self) -> None:
        """Once all is posted: what someone should know about the plan as a whole."""
        if n := self.outside:
            self.notice("other_branch", ngettext(
                "{n} row is about an invoice of a branch that this interface may not change; it is passed over.",
                "{n} rows are about invoices of branches that this interface may not change; they are passed over.", n,
            ).format(n=number(n)))  # fmt: skip
        if n := sum(change.kind == Kind.REOPENED for change in self.changes):
            self.notice("reopened", ngettext(
                "{n} invoice is reopened: more of it is open than before.",
                "{n} invoices are reopened: more of them is open than before.", n).format(n=number(n)))  # fmt: skip
        if n := self.dunning_levels_lost:
            self.notice("dunning_levels_lost", ngettext(
                "{n} dunning level is lost.", "{n} dunning levels are lost.", n).format(n=number(n)))  # fmt: skip
