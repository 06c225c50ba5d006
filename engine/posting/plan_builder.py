"""A plan in the making: what is collected while the rows, and then the silence, are posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from engine.lists.rows.rows import ListFile, Rejected, Row
from engine.messages.posting import PlanNotice
from engine.model.item import Item
from engine.model.message import Message
from engine.posting import notices
from engine.posting.booking import Booking
from engine.posting.change import Change, ChangeKind, Rule, change_kind
from engine.posting.counting import count_changes
from engine.posting.handover import Handover
from engine.posting.matching import Matching
from engine.posting.plan import Plan
from engine.posting.policy import Policy


class PlanBuilder:
    """Collects changes; knows how a change is stamped and what counts as one."""

    def __init__(self, list_file: ListFile, policy: Policy, matching: Matching) -> None:
        self.content = list_file.content
        self.policy = policy
        self.resets = policy.resets(list_file.content)
        """Whether open items are deleted first and created anew."""
        self.standing = list_file.standing
        self.changes: list[Change] = []
        self.told_of: list[int] = []
        self.names_twice = False
        """Whether several rows name one item."""
        self._rows = list_file.rows
        self._matching = matching
        self._unchanged = 0
        self._unknown: list[Row] = []
        self._rejected: list[Rejected] = list(matching.rejected)
        self._notices: list[Message] = list(matching.notices)
        self._outside = 0
        self._surplus = 0
        self._dunning_levels_lost = 0
        self._untold: dict[PlanNotice, list[Row]] = {}

    def note(self, *notices: Message) -> None:
        """What someone should know besides the changes."""
        self._notices += notices

    def leave_unchanged(self, n: int = 1) -> None:
        """Items that already stand as the list says."""
        self._unchanged += n

    def pass_over(self, rows: Sequence[Row]) -> None:
        """Rows about invoices of branches that this interface may not change."""
        self._outside += len(rows)

    def lose_dunning_level(self) -> None:
        """An item whose dunning level a reset or a deletion costs."""
        self._dunning_levels_lost += 1

    def reject(self, row: Row, column: str, value: str, reason: Message) -> None:
        """A row that can be read and cannot be applied."""
        self._rejected.append(Rejected(row.line, column, value, reason, row.sheet))

    def leave_unknown(self, rows: Sequence[Row], code: PlanNotice | None = None) -> None:
        """Rows about invoices that we do not hold and do not create; one notice with this code
        tells of all of them.
        """
        self._unknown += rows
        if code:
            self._untold.setdefault(code, []).extend(rows)

    def create(self, item: Item, row: Row) -> None:
        """An item that we did not hold."""
        change = Change(
            kind=ChangeKind.CREATED,
            rule=Rule.NOT_HELD,
            before=None,
            after=item,
            line=row.line,
            sheet=row.sheet,
        )
        self.changes.append(change)

    def post(
        self, item: Item, booking: Booking, rows: Sequence[Row], details: dict[str, Any]
    ) -> None:
        """Set `item` to what `rows` made of it; `details` are further fields that
        change with it.
        """
        if booking.surplus:
            self._surplus += booking.surplus
            self.note(notices.surplus(rows[0], item, booking.surplus))
        money_moves = booking.open != item.open
        if not money_moves and not details:
            self.leave_unchanged()
            return
        if money_moves:
            details = details | self._paid_fields(booking, rows)
        after = replace(item, **details, **self._stamp())
        first, *others = rows
        self.changes.append(Change(
            kind=change_kind(item, after),
            rule=self._rule(item, booking, money_moves=money_moves),
            before=item, after=after,
            line=first.line, sheet=first.sheet, more_lines=tuple(row.line for row in others),
            listed_as=first.invoice_no if first.invoice_no != item.invoice_no else "",
            rest=booking.rest if money_moves else 0, surplus=booking.surplus,
        ))  # fmt: skip

    def _rule(self, item: Item, booking: Booking, *, money_moves: bool) -> Rule:
        if money_moves:
            return booking.rule
        return Rule.RESET if self.resets and item.open else Rule.DETAILS

    def post_unlisted(self, item: Item) -> None:
        """What the list's silence does to `item`."""
        if self.resets or self.policy.unlisted == "delete":
            if item.dunning_level:
                self.lose_dunning_level()
            rule = Rule.RESET if self.resets else Rule.UNLISTED
            self.changes.append(Change(kind=ChangeKind.DELETED, rule=rule, before=item, after=None))
        else:
            after = replace(
                item, **self._paid_fields(Booking(0, Rule.UNLISTED), ()), **self._stamp()
            )
            self.changes.append(
                Change(kind=ChangeKind.PAID, rule=Rule.UNLISTED, before=item, after=after)
            )

    def _paid_fields(self, booking: Booking, rows: Sequence[Row]) -> dict[str, Any]:
        """A posting of an import never goes back to the accounting; only a paid item has a day on
        which it was paid.
        """
        days = [row.paid_on for row in rows if row.paid_on]
        paid_on = max(days, default=self.policy.paid_on) if booking.open == 0 else None
        return {"open": booking.open, "paid_on": paid_on, "export": False}

    def _stamp(self) -> dict[str, str]:
        return {"updated_by": self.policy.run, "updated_at": self.policy.at}

    def build(
        self, *, governed: Counter[str], key_date: date | None, handover: Handover | None
    ) -> Plan:
        """The plan, once all is posted."""
        matching = self._matching
        return Plan(
            changes=self.changes,
            counts=count_changes(
                self.changes,
                unchanged=self._unchanged + self.standing.rows,
                unknown=len(self._unknown),
            ),
            rows=self._rows,
            standing=self.standing.rows,
            unnamed=[key for key in matching.unnamed if key[0] in matching.mandants],
            told_of=self.told_of,
            is_plain=not (self.names_twice or self._rejected or matching.notices),
            unknown=self._unknown,
            rejected=self._rejected,
            notices=[*self._notices, *self._notices_of_sums()],
            outside=self._outside,
            surplus=self._surplus,
            governed=governed,
            key_date=key_date,
            handover=handover,
        )

    def _notices_of_sums(self) -> Iterator[Message]:
        """What someone should know about the plan as a whole."""
        yield from (notices.of_rows(code, rows) for code, rows in self._untold.items())
        if self._outside:
            yield Message.of(PlanNotice.OTHER_BRANCH, n=self._outside)
        if n := sum(change.kind == ChangeKind.REOPENED for change in self.changes):
            yield Message.of(PlanNotice.REOPENED, n=n)
        if self._dunning_levels_lost:
            yield Message.of(PlanNotice.DUNNING_LEVELS_LOST, n=self._dunning_levels_lost)
