"""The figures of the guard, as people read them in either language."""

from __future__ import annotations

import pytest

from engine.common.i18n import speaking
from engine.journal.reasons import why_held
from engine.posting.guard_rule import GuardRule


@pytest.mark.parametrize(
    ("rule", "limit", "actual", "german", "english"),
    [
        (GuardRule.MAX_SETTLED_PERCENT, "30 %", "161/430 (37.4 %)", "(37,4 %)", "(37.4 %)"),
        (GuardRule.MAX_SETTLED_AMOUNT, "5000.00", "12345.67", "12.345,67 €", "€12,345.67"),
        (GuardRule.KEY_DATE_OLDER, "2026-11-20", "2026-11-19", "19.11.2026", "2026-11-19"),
        (GuardRule.KEY_DATE_OLDER, "x", "not a day", "not a day", "not a day"),
        (GuardRule.IMPORTED_BEFORE, "", "20261120T070000Z-a.b", "Z-a.b", "Z-a.b"),
        (GuardRule.REJECTED_ROWS, "0", "1", "1 Zeile wurde", "1 row was"),
        (GuardRule.REJECTED_ROWS, "0", "2", "2 Zeilen wurden", "2 rows were"),
        (GuardRule.NOT_HANDED_OVER, "0", "1", "Rechnung ist nicht", "invoice is not"),
        (GuardRule.NOT_IN_THE_BOOKS, "0", "1", "ihren Buchungsstapel", "its batch"),
        (GuardRule.DOUBTFUL, "0", "1", "1 Stelle der", "1 thing in"),
    ],
)
def test_figures_are_those_of_the_language(
    rule: GuardRule, limit: str, actual: str, german: str, english: str
) -> None:
    with speaking("de"):
        assert german in why_held(rule, limit, actual)
    with speaking("en"):
        assert english in why_held(rule, limit, actual)
