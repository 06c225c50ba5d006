"""What someone should know about a plan besides its changes, in words.

| code | what it tells |
| --- | --- |
| `other_spelling` | a row is taken for an invoice that we spell otherwise |
| `surplus` | money that an invoice cannot take, not booked |
| `other_currency` | an invoice is in another currency in the list than here, left as it is |
| `unknown_invoices` | payments, or open items, of invoices that we do not hold and do not create |
| `mandant_unclear`, `branch_unclear` | not created: the list does not say whose they are |
| `other_branch` | rows of branches that this interface may not change |
| `reopened` | more is open than before |
| `dunning_levels_lost` | what a reset or a deletion costs |
| `no_key_date`, `no_invoice_date`, `mandant_not_in_list` | the list's silence does not count |
| `not_handed_over`, `not_in_the_books` | see `handover` |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.common.i18n import _, format_amount, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.lists.rows.rows import Notice, Row
from engine.model.item import Cents, Item

EXAMPLES = 5
"""How many of many are named in one sentence."""


def other_spelling(row: Row, item: Item) -> Notice:
    text = _("Line {line}: {theirs} is taken as our {ours}.")
    return Notice(
        "other_spelling",
        text.format(line=row.line, theirs=sanitize(row.invoice_no), ours=sanitize(item.invoice_no)),
    )


def surplus(row: Row, item: Item, cents: Cents) -> Notice:
    text = _(
        "Line {line}: {surplus} more than is open of {number} was paid; the surplus is not booked."
    )
    if cents * item.amount < 0:
        text = _(
            "Line {line}: {surplus} more than the whole of {number} was returned; the excess is not"
            " booked."
        )
    told = text.format(
        line=row.line,
        surplus=format_amount(abs(cents), item.currency),
        number=sanitize(item.invoice_no),
    )
    return Notice("surplus", told)


def other_currency(row: Row, item: Item, theirs: str) -> Notice:
    text = _(
        "Line {line}: {number} is in {ours} here and in {theirs} in the list; it is left as it is."
    )
    told = text.format(
        line=row.line,
        number=sanitize(item.invoice_no),
        ours=sanitize(item.currency),
        theirs=sanitize(theirs),
    )
    return Notice("other_currency", told)


def unknown_invoices(rows: Sequence[Row]) -> Notice:
    text = ngettext(
        "{n} row is about an invoice that is not held here: {examples}.",
        "{n} rows are about invoices that are not held here: {examples}.",
        len(rows),
    )
    return Notice("unknown", text.format(n=format_number(len(rows)), examples=_examples(rows)))


def mandant_unclear(rows: Sequence[Row]) -> Notice:
    text = ngettext(
        "{n} invoice is not created, since the list names no Mandant: {examples}.",
        "{n} invoices are not created, since the list names no Mandant: {examples}.",
        len(rows),
    )
    return Notice(
        "mandant_unclear", text.format(n=format_number(len(rows)), examples=_examples(rows))
    )


def branch_unclear(rows: Sequence[Row]) -> Notice:
    text = ngettext(
        "{n} invoice is not created, since the list names no branch: {examples}.",
        "{n} invoices are not created, since the list names no branch: {examples}.",
        len(rows),
    )
    return Notice(
        "branch_unclear", text.format(n=format_number(len(rows)), examples=_examples(rows))
    )


def other_branch(n: int) -> Notice:
    text = ngettext(
        "{n} row is about a branch that this interface may not change; it is passed over.",
        "{n} rows are about branches that this interface may not change; they are passed over.",
        n,
    )
    return Notice("other_branch", text.format(n=format_number(n)))


def reopened(n: int) -> Notice:
    text = ngettext(
        "{n} invoice is reopened: more of it is open than before.",
        "{n} invoices are reopened: more of them is open than before.",
        n,
    )
    return Notice("reopened", text.format(n=format_number(n)))


def dunning_levels_lost(n: int) -> Notice:
    text = ngettext("{n} dunning level is lost.", "{n} dunning levels are lost.", n)
    return Notice("dunning_levels_lost", text.format(n=format_number(n)))


def no_key_date() -> Notice:
    return Notice(
        "no_key_date",
        _("The list names no key date, so invoices that it does not name are left as they are."),
    )


def no_invoice_date(n: int) -> Notice:
    text = ngettext(
        "{n} invoice without a date is not listed; it is left as it is.",
        "{n} invoices without a date are not listed; they are left as they are.",
        n,
    )
    return Notice("no_invoice_date", text.format(n=format_number(n)))


def mandant_not_in_list(mandants: Iterable[str]) -> Notice:
    text = _(
        "The list names no invoice of the Mandanten {mandants}; their invoices are left as they"
        " are."
    )
    return Notice("mandant_not_in_list", text.format(mandants=", ".join(map(sanitize, mandants))))


def _examples(rows: Sequence[Row]) -> str:
    named = [
        _("{number} in line {line}").format(number=sanitize(row.invoice_no), line=row.line)
        for row in rows[:EXAMPLES]
    ]
    return ", ".join(named) + (" …" if len(rows) > EXAMPLES else "")
