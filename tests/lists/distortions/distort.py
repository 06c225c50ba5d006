"""What goes wrong on the way. Each distortion changes a list so that a careful person, who knows
what is held, would see it; it returns False where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.lists.distortions import columns, lines, whole_list
from tests.lists.distortions.books import Books, Dice
from tests.lists.distortions.draft import Draft
from tests.lists.distortions.write import Dress

DISTORTIONS: dict[str, Callable[[Dice, Draft, Books, Dress], bool]] = {
    change.__name__: change
    for change in (
        columns.column_renamed,
        columns.side_lost,
        columns.flag_for_amount,
        columns.other_currency,
        columns.balance_runs_on,
        columns.days_in_other_words,
        columns.draft_listed,
        lines.number_lost,
        lines.numbers_changed,
        lines.line_repeated,
        lines.amount_unreadable,
        lines.same_number_of_another_year,
        lines.payment_of_another_debtor,
        lines.payment_went_back,
        lines.list_of_another_company,
        whole_list.list_in_parts,
        whole_list.key_date_in_other_words,
        whole_list.total_in_other_words,
        whole_list.lines_missing,
        whole_list.end_torn_off,
        whole_list.cells_not_quoted,
        whole_list.line_numbers_unheaded,
        whole_list.open_list_where_another_is_awaited,
    )
}

HIDE: dict[str, frozenset[str]] = {
    "numbers_changed": frozenset({
        "column_renamed", "days_in_other_words", "amount_unreadable", "flag_for_amount",
        "other_currency",
    }),
    "amount_unreadable": frozenset({"column_renamed", "other_currency"}),
    "same_number_of_another_year": frozenset({"column_renamed", "days_in_other_words"}),
    "lines_missing": frozenset({
        "column_renamed", "total_in_other_words", "other_currency", "flag_for_amount",
        "balance_runs_on", "end_torn_off",
    }),
}  # fmt: skip
"""Which distortions take away by what another could be seen."""


def _hidden(name: str, draft: Draft) -> bool:
    return name in draft.distortions or any(
        other in HIDE.get(name, ()) or name in HIDE.get(other, ()) for other in draft.distortions
    )


def distort(dice: Dice, draft: Draft, books: Books, dress: Dress, *, at_most: int) -> None:
    """Distort the draft in so many ways, or in fewer where few apply."""
    names = tuple(DISTORTIONS)
    for _ in range(5 * at_most):
        if len(draft.distortions) < at_most:
            name = dice.one_of(names)
            if not _hidden(name, draft) and DISTORTIONS[name](dice, draft, books, dress):
                draft.distortions.append(name)
