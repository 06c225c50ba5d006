"""Why a change is made, in a sentence."""

from __future__ import annotations

import pytest

from engine.common.i18n import render
from engine.journal.reasons import change_reason
from engine.lists.rows.rows import Content, Row
from engine.model.item import Item
from engine.posting.change import Change, ChangeKind, Rule
from engine.posting.plan_import import plan_import
from tests.posting.factories import held, item, listing, policy, row, the_change


def why(content: Content, ours: Item, *rows: Row, **of_policy: object) -> str:
    change = the_change(plan_import(held(ours), listing(content, *rows), policy(**of_policy)))
    return render(change_reason(change))


@pytest.mark.parametrize(
    ("ours", "listed", "words"),
    [
        (item(), row(open=40_00), "The list names €40.00 as open, less than the €100.00 here."),
        (item(open=0), row(open=40_00), "The list names €40.00 as open, more than the €0.00 here."),
        (
            item(),
            row(open=-20_00),
            (
                "The list names -€20.00 as open, less than the €100.00 here. €20.00 more than it"
                " can take is not booked."
            ),
        ),
        (
            item(dunning_level=1),
            row(open=100_00, dunning_level=2),
            "The list brings details that were missing or have changed. Dunning level 1 becomes 2.",
        ),
        (
            item(),
            row("re 1", open=0),
            "The list names €0.00 as open, less than the €100.00 here. The list spells it re 1.",
        ),
        (
            item(currency="CHF"),
            row(open=40_00, currency="CHF"),
            "The list names 40.00 CHF as open, less than the 100.00 CHF here.",
        ),
    ],
)
def test_open_lists(ours: Item, listed: Row, words: str) -> None:
    assert why(Content.OPEN, ours, listed) == words


def test_the_rest_within_the_tolerance_is_named() -> None:
    assert (
        why(Content.OPEN, item(), row(open=2_00), tolerance=2_00)
        == "The list names €2.00 as open, less than the €100.00 here. The rest of €2.00 is within"
        " the tolerance."
    )


@pytest.mark.parametrize(
    ("ours", "rows", "words"),
    [
        (item(), [row(paid=60_00)], "A payment of €60.00."),
        (item(), [row(paid=60_00), row(paid=10_00)], "2 payments of together €70.00."),
        (item(open=30_00), [row()], "A payment without an amount: the rest of €30.00 is paid."),
        (item(open=0), [row(paid=-60_00)], "A payment of €60.00 was returned."),
        (
            item(),
            [row(paid=150_00)],
            "A payment of €150.00. €50.00 more than it can take is not booked.",
        ),
        (
            item(),
            [row(paid=99_00)],
            "A payment of €99.00. The rest of €1.00 is within the tolerance.",
        ),
    ],
)
def test_payments(ours: Item, rows: list[Row], words: str) -> None:
    assert why(Content.PAYMENTS, ours, *rows, tolerance=1_00) == words


def test_settled() -> None:
    assert why(Content.SETTLED, item(), row()) == "The list says that it is settled."


def test_what_is_not_listed() -> None:
    other = row("RE-2", open=0)
    assert (
        why(Content.OPEN, item(), other, unlisted="mark_paid")
        == "The list of open items does not name it: it counts as paid."
    )
    assert (
        why(Content.OPEN, item(), other, unlisted="delete")
        == "The list of open items does not name it: it is deleted."
    )
    assert (
        why(Content.OPEN, item(), other, delete_before_import=True)
        == "Open items are deleted before the import, and the list does not name it."
    )


def test_reset() -> None:
    assert (
        why(Content.OPEN, item(dunning_level=2), row(open=100_00), delete_before_import=True)
        == "Open items are deleted before the import and created anew from the list. Dunning level"
        " 2 becomes 0."
    )


def test_created() -> None:
    change = the_change(plan_import({}, listing(Content.OPEN, row(open=1)), policy()))
    assert render(change_reason(change)) == "The list names it as open, and it was not held here."


def test_every_rule_has_words() -> None:
    for rule in Rule:
        change = Change(kind=ChangeKind.CHANGED, rule=rule, before=item(), after=item(open=1))
        assert render(change_reason(change))


def test_numbers_from_the_list_are_told_harmlessly() -> None:
    assert "\x1b" not in why(Content.OPEN, item(), row("RE\x1b-1", open=0))
