"""What a line says is open of its invoice, and what the invoice was about: from Saldo, S/H, Soll
and Haben, amount and paid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import sub
from typing import Any

from engine.lists.cells.headings import ListField
from engine.lists.cells.word_cells import SETTLED, Mark
from engine.lists.rows.cell_errors import Faults
from engine.messages.row_reasons import RejectReason
from engine.model.item import Cents

Amounts = Sequence[Cents | None]
ColumnValues = Mapping[ListField, Sequence[Any]]
"""What was read of a block of lines, by column."""


def balances(values: ColumnValues, lines: int, faults: Faults) -> tuple[Amounts, Amounts]:
    """The balance and the invoice's own amount of each line, signed; None where the line does not
    print them.

    Adds to `faults` what contradicts itself.
    """
    nothing: Amounts = [None] * lines
    opens, amounts = values.get(ListField.OPEN), values.get(ListField.AMOUNT)
    sides = values.get(ListField.SH)
    if sides:
        opens = opens and _signed(opens, sides, ListField.OPEN, faults)
        amounts = amounts and _signed(amounts, sides, ListField.AMOUNT, faults)
    if ListField.DEBIT in values or ListField.CREDIT in values:
        soll, haben = values.get(ListField.DEBIT, nothing), values.get(ListField.CREDIT, nothing)
        if not opens:
            opens = _differences(soll, haben)
        elif not sides:
            opens = _with_the_side_of_its_postings(opens, soll, haben)
        # Most lines have nothing in Haben; asking about the others only saves most of the time.
        amounts = amounts or [
            _own_amount(debit, credit, open_) if credit else debit
            for debit, credit, open_ in zip(soll, haben, opens, strict=True)
        ]
    if amounts == opens:
        amounts = opens  # so that each number lies in memory only once
    return opens or nothing, amounts or nothing


def may_contradict(opens: Amounts, amounts: Amounts, values: ColumnValues) -> bool:
    """Whether a printed balance may be another than what Soll and Haben or the amount say: quick,
    so that usual lists need no closer look.
    """
    if ListField.OPEN not in values:
        return False
    soll, haben = values.get(ListField.DEBIT), values.get(ListField.CREDIT)
    if soll and haben:
        try:
            return list(opens) != list(map(sub, soll, haben))
        except TypeError:  # Seldom is one of them blank.
            return list(opens) != [cents or 0 for cents in _differences(soll, haben)]
    return opens != amounts and any(
        open_ and amount is not None and abs(open_) > abs(amount)
        for open_, amount in zip(opens, amounts, strict=True)
    )


def open_from_amounts(amounts: Amounts, values: ColumnValues, faults: Faults) -> Amounts:
    """What is open where the list prints only the invoice's amount: less what was paid, and nothing
    of what is settled.

    A column headed only "Betrag" in a list of open items is the open amount [D].
    """
    opens = (
        _differences(amounts, values[ListField.PAID]) if ListField.PAID in values else list(amounts)
    )
    for place, mark in enumerate(values.get(ListField.CLEARED, ())):
        if mark in SETTLED:
            opens[place] = 0
        elif mark is Mark.PART_PAID and ListField.PAID not in values:
            faults.setdefault(place, (ListField.CLEARED, RejectReason.PART_PAID))
    return opens


def payments(values: ColumnValues, lines: int, faults: Faults) -> Amounts:
    """What came in by each line; negative is what went back, which stands in Soll. None: the list
    gives no amount.

    Adds to `faults` what contradicts itself.
    """
    nothing: Amounts = [None] * lines
    paid, sides = values.get(ListField.PAID), values.get(ListField.SH)
    if paid is None and (ListField.DEBIT in values or ListField.CREDIT in values):
        soll, haben = values.get(ListField.DEBIT, nothing), values.get(ListField.CREDIT, nothing)
        for place, (debit, credit) in enumerate(zip(soll, haben, strict=True)):
            if debit is None and credit is None:
                faults.setdefault(place, (ListField.CREDIT, RejectReason.CELL_EMPTY))
            elif debit and credit:
                faults.setdefault(place, (ListField.DEBIT, RejectReason.SOLL_AND_HABEN))
        return _differences(haben, soll)
    paid = paid or nothing
    if sides is None:
        return paid
    for place, (amount, side) in enumerate(zip(paid, sides, strict=True)):
        if amount is None and side == 1:
            faults.setdefault(place, (ListField.PAID, RejectReason.CELL_EMPTY))
    return _signed(paid, [side and -side for side in sides], ListField.PAID, faults)


def _signed(
    amounts: Amounts, sides: Sequence[int | None], field: ListField, faults: Faults
) -> Amounts:
    if None not in sides and None not in amounts and min(amounts) >= 0:  # type: ignore[type-var, operator]
        return [amount * side for amount, side in zip(amounts, sides, strict=True)]  # type: ignore[operator]
    signed: list[Cents | None] = []
    for place, (amount, side) in enumerate(zip(amounts, sides, strict=True)):
        if amount and side is None:
            faults.setdefault(place, (ListField.SH, RejectReason.SIDE_MISSING))
        elif amount and amount < 0:
            faults.setdefault(place, (field, RejectReason.SIGN_AND_SIDE))
        signed.append(amount and amount * (side or 1))
    return signed


def _differences(minuends: Amounts, subtrahends: Amounts) -> list[Cents | None]:
    return [
        None if one is None and other is None else (one or 0) - (other or 0)
        for one, other in zip(minuends, subtrahends, strict=True)
    ]  # fmt: skip


def _with_the_side_of_its_postings(opens: Amounts, soll: Amounts, haben: Amounts) -> Amounts:
    """A balance printed without S/H stands in Haben where it is just what Haben exceeds Soll by."""
    return [
        -open_ if open_ and open_ > 0 and (credit or 0) - (debit or 0) == open_ else open_
        for open_, debit, credit in zip(opens, soll, haben, strict=True)
    ]  # fmt: skip


def _own_amount(debit: Cents | None, credit: Cents, open_: Cents | None) -> Cents:
    """An invoice stands in Soll, a credit note in Haben; of a line that has both, its balance tells
    which it is [D].
    """
    return debit if debit and not (open_ and open_ < 0) else -credit
