"""What is planned without the rows that stand comes out as if everything were planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import msgspec
import pytest

from engine.lists.rows.rows import Content, Doubt, ListFile, Reach, Row
from engine.messages.list_notices import ListNotice
from engine.model.errors import ListRefused
from engine.model.item import Item, Key
from engine.model.message import Message
from engine.posting.in_question import in_question
from engine.posting.plan_import import plan_import
from engine.posting.policy import Policy
from tests.posting import strategies as any_
from tests.posting.factories import KEY_DATE, held, item, listing, policy, row


def row_of(one: Item, line: int) -> Row:
    """A row that says just what we hold."""
    return Row(
        line=line, invoice_no=one.invoice_no, mandant=one.mandant, account=one.account,
        doc_date=one.invoice_date, amount=one.amount, open=one.open, settled=one.open == 0,
        currency="" if one.currency == "EUR" else one.currency,
    )  # fmt: skip


def practice(random: Random) -> tuple[dict[Key, Item], ListFile, Policy]:
    """A practice and a list of which most rows say what we hold."""

    def some_of(*values: Any) -> Any:
        return random.choice(values)

    ours = [
        item(
            number, mandant=some_of("001", "001", "002"), branch=some_of("", "", "ulm"),
            amount=amount, open=some_of(amount, amount, amount, amount // 2, 0),
            account=some_of("", "10001", "10002"), name=some_of("", "Anna"),
            invoice_date=some_of(*any_.DAYS, None), currency=some_of("EUR", "EUR", "EUR", "CHF"),
            handed_over=some_of(True, True, False), dunning_level=some_of(0, 0, 1),
        )
        for number in random.sample(any_.NUMBERS, random.randint(0, 7))
        if (amount := some_of(1, 50_00, 100_00, -50_00))
    ]  # fmt: skip
    rows = [row_of(one, line) for line, one in enumerate(ours, 2) if random.random() < 0.8]
    rows += [
        row(
            some_of(*any_.NUMBERS), line, open=some_of(100_00, 50_00, None),
            mandant=some_of("001", "001", "002", "2", ""), doc_date=some_of(*any_.DAYS, None),
        )
        for line in range(20, some_of(20, 20, 21, 22))
    ]  # fmt: skip
    random.shuffle(rows)
    rows = [msgspec.structs.replace(one, **oddities(random)) for one in rows]
    doubt = Doubt(Message(ListNotice.CREDITORS), some_of(*Reach), "10001")
    list_file = listing(
        some_of(*[Content.OPEN] * 6, *[Content.ALL] * 3, Content.SETTLED), *rows,
        doubts=some_of(*[[]] * 9, [doubt]), key_date=some_of(*any_.DAYS),
    )  # fmt: skip
    of = policy(
        mandants=some_of(*[frozenset({"001", "002"})] * 5, frozenset({"001"})),
        branches=some_of(*[frozenset()] * 3, frozenset({"ulm"})),
        unlisted=some_of("keep", "mark_paid", "delete"), tolerance=some_of(0, 0, 1_00),
        delete_before_import=some_of(*[False] * 9, True),
        require_handover=some_of("ignore", "warn"),
    )  # fmt: skip
    return held(*ours), list_file, of


def oddities(random: Random) -> dict[str, Any]:
    """What makes a row another now and then."""
    odd = {
        "settled": True, "dunning_level": 1, "currency": "CHF", "paid_on": KEY_DATE, "name": "Bert",
        "account": "10003", "doc_date": KEY_DATE, "due_date": KEY_DATE, "open": 1_00, "mandant": "",
    }  # fmt: skip
    names = random.sample([*odd], 1) if random.random() < 0.07 else []
    return {name: odd[name] for name in names}


def told(
    items: Mapping[Key, Item], list_file: ListFile, of: Policy, governed: Counter[str] | None = None
) -> object:
    """All that a plan tells, or that there is none."""
    try:
        plan = plan_import(items, list_file, of, governed=governed)
    except ListRefused as refused:
        return refused.message.code
    rows = len(plan.rows) + plan.standing
    return rows, msgspec.structs.asdict(msgspec.structs.replace(plan, rows=(), standing=0))


@pytest.mark.parametrize("part", range(4))
def test_any_practice_comes_out_the_same(part: int) -> None:
    standing = 0
    for number in range(500):
        items, list_file, of = practice(Random(f"{part}-{number}"))
        asked = in_question([[*items.values()]], list_file, of)
        standing += asked.list_file.standing.rows
        assert told(items, list_file, of) == told(asked.items, asked.list_file, of, asked.governed)
    assert standing > 200


def test_what_stands_is_neither_kept_nor_planned() -> None:
    ours = [item("RE-1"), item("RE-2"), item("RE-3")]
    rows = [row_of(ours[0], 2), row("RE-2", 3, open=50_00), row("RE-9", 4, open=10_00)]
    asked = in_question([ours[:2], ours[2:]], listing(Content.OPEN, *rows), policy())
    assert [one.invoice_no for one in asked.items.values()] == ["RE-2", "RE-3"]
    assert [one.invoice_no for one in asked.list_file.rows] == ["RE-2", "RE-9"]
    assert (asked.list_file.row_count, asked.governed) == (3, {"001": 3})


def test_a_number_written_as_those_that_stand_is_none_that_was_damaged() -> None:
    ours = held(item("RE-2026-0001"), item("X1", amount=7_00, open=7_00))
    rows = [row_of(ours["001", "RE-2026-0001"], 2), row("RE-2026-0002", 3, open=7_00)]
    list_file = listing(Content.OPEN, *rows)
    asked = in_question([[*ours.values()]], list_file, policy())
    assert asked.list_file.standing.rows == 1
    assert told(asked.items, asked.list_file, policy(), asked.governed) == told(
        ours, list_file, policy()
    )


def test_beside_a_doubt_every_row_counts() -> None:
    ours = [item("RE-1", account="10001"), item("RE-2", account="10002")]
    doubt = Doubt(Message(ListNotice.CREDITORS), Reach.ACCOUNT, "10005")
    list_file = listing(Content.OPEN, row_of(ours[0], 2), doubts=[doubt])
    assert in_question([ours], list_file, policy()).list_file is list_file
