"""One statement of a bank in the making: its balances against its entries, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lists.payments.expected import account_key
from engine.lists.rows.rows import Doubt, Reach, StatementPage
from engine.messages.payment_files import PaymentDoubt
from engine.model.item import Cents
from engine.model.message import Message


class BankStatement:
    """Takes in balances and entries, and says whether they fit."""

    def __init__(self, number: int, *, has_balances: bool = True) -> None:
        """`has_balances` is whether it must have some: a notification has none."""
        self._has_balances = has_balances
        self.number = number
        """Counted from 1 within the file."""
        self.name = ""
        """What the bank calls it; all of its pages are called the same."""
        self.page: int | None = None
        """Which page it is; None where it is all there is."""
        self.is_last_page = False
        self.account = ""
        """As the bank names it."""
        self.source = ""
        """The same however it is named."""
        self.currency = ""
        self.opening: Cents | None = None
        self.closing: Cents | None = None
        self.counted: Cents = 0
        self.entries = 0
        self.printed_entries: int | None = None
        self.printed_sum: Cents | None = None
        """What the bank says that its entries come to, all counted positive."""
        self._sum: Cents = 0

    def name_account(self, account: str) -> None:
        """Say whose statement it is."""
        self.account, self.source = account, account_key(account)

    def add(self, booked: Cents) -> None:
        """Count an entry that the bank has booked."""
        self.counted += booked
        self._sum += abs(booked)
        self.entries += 1

    def doubts(self) -> Iterator[Doubt]:
        """What does not hold."""
        if self.opening is not None and self.closing is not None:
            if self.opening + self.counted != self.closing:
                yield self._doubt(
                    PaymentDoubt.BALANCE,
                    opening=self.opening,
                    counted=self.counted,
                    closing=self.closing,
                    currency=self.currency,
                )
        elif self.opening is not None or self.closing is not None:
            yield self._doubt(PaymentDoubt.HALF_BALANCE)
        elif self.entries and self._has_balances:
            yield self._doubt(PaymentDoubt.NO_BALANCES)
        if self.printed_entries not in (None, self.entries) or self.printed_sum not in (
            None,
            self._sum,
        ):
            yield self._doubt(PaymentDoubt.SUMMARY)

    def as_page(self, number: int) -> StatementPage:
        """The same, to be put together with the other pages."""
        return StatementPage(
            statement=self.number,
            account=self.account,
            currency=self.currency,
            name=self.name,
            number=number,
            is_last=self.is_last_page,
            has_balances=self._has_balances,
            opening=self.opening,
            counted=self.counted,
            closing=self.closing,
            entries=self.entries,
            summed=self._sum,
            printed_entries=self.printed_entries,
            printed_sum=self.printed_sum,
            doubts=list(self.doubts()),
        )

    def is_page_with(self, other: BankStatement) -> bool:
        """Whether both are pages of one statement."""
        return None not in (self.page, other.page) and self.name == other.name

    def follows(self, before: BankStatement) -> Iterator[Doubt]:
        """The doubt that the statement `before`, of the same account, is not the one before."""
        is_same = (self.account, self.currency) == (before.account, before.currency)
        balances = (before.closing, self.opening)
        if is_same and None not in balances and before.closing != self.opening:
            yield self._doubt(PaymentDoubt.BALANCES_APART)

    def _doubt(self, code: PaymentDoubt, **params: Cents | str) -> Doubt:
        return Doubt(Message.of(code, statement=self.number, **params), Reach.LIST)
