"""Any practice and any list: few numbers in many spellings, so that they meet, and amounts small
enough to coincide.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from engine.lists.rows.rows import Content, ListFile, Row
from engine.model.item import Item, Key
from engine.posting.policy import Policy
from tests.posting.factories import KEY_DATE, listing, policy

NUMBERS = [
    "RE-1",
    "RE 1",
    "re1",
    "RE-01",
    "RE-2",
    "RE/2",
    "0012",
    "12",
    "1-2",
    "RE-2026-00012345",
    "RE-2026-0001",
    "GS-3",
    "---",
]
DAYS = [KEY_DATE - timedelta(days=40), KEY_DATE, KEY_DATE + timedelta(days=1)]

numbers = st.sampled_from(NUMBERS)
mandants = st.sampled_from(["001", "002"])
branches = st.sampled_from(["", "ulm", "bonn"])
days = st.none() | st.sampled_from(DAYS)
currencies = st.sampled_from(["EUR", "EUR", "EUR", "CHF"])
names = st.sampled_from(["", "Anna Muster", "A. Muster"])


@st.composite
def items(draw: st.DrawFn) -> Item:
    amount = draw(st.sampled_from([1_00, 2_00, 50_00, 100_00, -50_00]))
    open_ = draw(st.sampled_from([0, amount, amount, amount // 2, amount // 100]))
    return Item(
        mandant=draw(mandants), invoice_no=draw(numbers), branch=draw(branches), name=draw(names),
        account=draw(names),
        amount=amount, open=open_, currency=draw(currencies), invoice_date=draw(days),
        due_date=draw(days),
        paid_on=draw(days) if open_ == 0 else None, dunning_level=draw(st.integers(0, 3)),
        handed_over=draw(st.booleans()), export=draw(st.booleans()), updated_by="an-earlier-run",
    )  # fmt: skip


held_items: st.SearchStrategy[dict[Key, Item]] = st.lists(items(), max_size=6).map(
    lambda items: {item.key: item for item in items}
)


@st.composite
def rows(draw: st.DrawFn, content: Content) -> Row:
    amount = draw(st.sampled_from([1_00, 2_00, 50_00, 100_00, -50_00]))
    of_balances = content in (Content.OPEN, Content.ALL)
    return Row(
        line=draw(st.integers(2, 99)), invoice_no=draw(numbers), mandant=draw(st.sampled_from(["",
            "", "001", "002", "2"])),
        branch=draw(branches), name=draw(names), account=draw(names), doc_date=draw(days),
        due_date=draw(days),
        amount=draw(st.none() | st.just(amount)), currency=draw(st.just("") | currencies),
        open=draw(st.none() | st.sampled_from([0, 1, amount, amount // 2, -amount,
            2 * amount])) if of_balances else None,
        paid=draw(st.none() | st.sampled_from([amount, amount // 2, -amount,
            1])) if content == Content.PAYMENTS else None,
        settled=content == Content.SETTLED or (content == Content.ALL and draw(st.booleans())),
        paid_on=draw(days), dunning_level=draw(st.none() | st.integers(0,
            3)) if of_balances else None,
    )  # fmt: skip


@st.composite
def lists(draw: st.DrawFn, *contents: Content) -> ListFile:
    content = draw(st.sampled_from(contents or list(Content)))
    key_date: date | None = draw(days)
    return listing(content, *draw(st.lists(rows(content), max_size=6)), key_date=key_date)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    both = frozenset({"001", "002"})
    return policy(
        mandants=draw(st.sampled_from([both, both, frozenset({"002"})])),
        branches=draw(
            st.sampled_from(
                [frozenset(), frozenset(), frozenset({"ulm"}), frozenset({"ulm", "bonn"})]
            )
        ),
        branch_of_new=draw(branches),
        unlisted=draw(st.sampled_from(["keep", "mark_paid", "delete"])),
        only_handed_over=draw(st.booleans()),
        delete_before_import=draw(st.booleans()),
        unknown=draw(st.sampled_from(["create", "report"])),
        tolerance=draw(st.sampled_from([0, 1, 1_00])),
        key_date=draw(days),
        require_handover=draw(st.sampled_from(["ignore", "warn", "hold"])),
    )
