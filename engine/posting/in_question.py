"""What of a list must be planned. Most rows of a daily list say just what we hold and change
nothing: these are only counted, and their items are not even kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

import msgspec

from engine.lists.rows.rows import ListFile, Row, StandingRows
from engine.model.item import Item, Key
from engine.posting.listed_items import BALANCES, stands
from engine.posting.mandants import mandant_meant
from engine.posting.policy import Policy


class InQuestion(msgspec.Struct, frozen=True):
    """What is to be planned; the outcome is that of planning everything."""

    items: Mapping[Key, Item]
    list_file: ListFile
    governed: Counter[str]
    """How many open items of each Mandant the interface may change, those left out among them."""


def in_question(
    blocks: Iterable[Sequence[Item]], list_file: ListFile, policy: Policy
) -> InQuestion:
    """All but the rows that stand, each with the one item it names; the items come in `blocks`."""
    blocks = filter(None, blocks)
    first = next(blocks, ())
    rows = _rows_by_number(list_file, policy) if first else {}
    items: dict[Key, Item] = {}
    standing: dict[str, list[Row]] = {mandant: [] for mandant in rows}
    nothing: dict[str, Row] = {}
    for block in chain([first], blocks):
        for item in block:
            mandant, number = item.mandant, item.invoice_no
            row = rows.get(mandant, nothing).get(number)
            if row is not None and stands(item, row, policy):
                standing[mandant].append(row)
                del rows[mandant][number]
            else:
                items[mandant, number] = item
    governed = policy.governed(items.values())
    left_out = [row for of_one in standing.values() for row in of_one]
    if left_out:
        numbers = {mandant: len(of_one) for mandant, of_one in standing.items() if of_one}
        governed.update(numbers)
        left = {id(row) for of_one in rows.values() for row in of_one.values()}
        list_file = msgspec.structs.replace(
            list_file,
            rows=[row for row in list_file.rows if id(row) in left],
            standing=StandingRows(
                rows=len(left_out),
                days=frozenset(map(attrgetter("doc_date"), left_out)) - {None},
                mandants=frozenset(numbers),
                read=left_out,
            ),
        )
    return InQuestion(items, list_file, governed)


def _rows_by_number(list_file: ListFile, policy: Policy) -> dict[str, dict[str, Row]]:
    """For each Mandant the rows by the invoices they name; none where one names no invoice for
    sure, where two may name the same, or where something in the list is doubtful.
    """
    if list_file.content not in BALANCES or policy.resets(list_file.content) or list_file.doubts:
        return {}
    of_text: defaultdict[str, list[Row]] = defaultdict(list)
    for row in list_file.rows:
        of_text[row.mandant].append(row)
    rows: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for text, of_one in of_text.items():
        mandant = mandant_meant(text, policy.mandants)
        if mandant is None:
            return {}
        rows[mandant].update(zip(map(attrgetter("invoice_no"), of_one), of_one, strict=True))
    return rows if sum(map(len, rows.values())) == len(list_file.rows) else {}
