"""The few words of a plan: each thing that may happen has its own, in each language."""

from __future__ import annotations

import pytest

from engine.common.i18n import LANGUAGES, use_language
from engine.posting.change import ChangeKind, Rule
from tui_app.wording.plan_text import amount_or_dash, kind_word, short_reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_and_no_two_rules_read_alike(language: str) -> None:
    use_language(language)
    assert len({kind_word(kind) for kind in ChangeKind}) == len(ChangeKind)
    assert len({short_reason(rule, ChangeKind.PAID) for rule in Rule}) == len(Rule)


@pytest.mark.parametrize("rule", [Rule.LISTED_OPEN, Rule.PAYMENT])
def test_money_that_is_open_again_reads_otherwise(rule: Rule) -> None:
    assert short_reason(rule, ChangeKind.REOPENED) != short_reason(rule, ChangeKind.PAID)


def test_an_invoice_that_is_not_held_has_no_amount() -> None:
    assert (amount_or_dash(None), amount_or_dash(0)) == ("–", "€0.00")
