"""Whether bookkeeping has what its list is silent about."""

from __future__ import annotations

from datetime import date

from engine.common.i18n import render_in_full
from engine.posting.handover import Handover, handover_of, handover_problems
from tests.posting.factories import KEY_DATE, codes, item, plan_open, row

NAMED = row("RE-1", open=100_00, doc_date=date(2026, 10, 1))


def test_what_has_not_reached_bookkeeping_is_counted() -> None:
    unlisted = [
        item("A", handed_over=False, invoice_date=date(2026, 11, 2)),
        item("B", invoice_date=date(2026, 11, 3)),
        item("C", invoice_date=date(2026, 10, 1)),
        item("after the key date", handed_over=False, invoice_date=date(2026, 11, 20)),
        item("without a date", handed_over=False, invoice_date=None),
    ]
    assert handover_of(unlisted, [NAMED, row(doc_date=date(2026, 9, 1))], KEY_DATE) == Handover(
        not_handed_over=1, not_in_the_books=1, newest=date(2026, 10, 1), key_date=KEY_DATE
    )


def test_a_list_without_dates_says_nothing_of_batches() -> None:
    assert handover_of([item("B")], [row(open=1)], KEY_DATE).not_in_the_books == 0


def test_the_findings_name_figures_and_steps() -> None:
    told = handover_problems(
        Handover(not_handed_over=3, not_in_the_books=1, newest=date(2026, 10, 1), key_date=KEY_DATE)
    )
    steps = (
        "Create the posting batches, hand them over and import them in bookkeeping, and only then"
        " export the list."
    )
    assert [(notice.code.value, render_in_full(notice)) for notice in told] == [
        (
            "not_handed_over",
            f"3 open invoices up to 2026-11-19 are not handed over to bookkeeping. {steps}",
        ),
        (
            "not_in_the_books",
            (
                "1 open invoice up to 2026-11-19 is handed over, but newer than any in the list"
                f" (2026-10-01). {steps}"
            ),
        ),
    ]


def test_nothing_amiss_nothing_told() -> None:
    assert (
        handover_problems(
            Handover(not_handed_over=0, not_in_the_books=0, newest=None, key_date=KEY_DATE)
        )
        == []
    )


def test_the_plan_warns_where_the_silence_of_the_list_counts() -> None:
    items = [item("RE-1"), item("RE-2", handed_over=False)]
    assert codes(plan_open(items, NAMED, unlisted="mark_paid", require_handover="warn")) == [
        "not_handed_over"
    ]
    assert codes(plan_open(items, NAMED, unlisted="mark_paid", require_handover="ignore")) == []
    assert codes(plan_open(items, NAMED, require_handover="warn")) == []


def test_what_the_list_names_is_in_the_books_whatever_its_mark() -> None:
    items = [item("RE-1", handed_over=False)]
    assert codes(plan_open(items, NAMED, unlisted="mark_paid", require_handover="warn")) == []
