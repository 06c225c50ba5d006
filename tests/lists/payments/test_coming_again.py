"""Banks tell of one payment in several files, and files come again: whatever of it comes, no
invoice is more paid than in truth.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from engine.lists.rows.payments import payment_keys
from engine.model.errors import ListRefused
from engine.posting.guard import hold_reasons
from engine.posting.plan_import import plan_import
from tests.lists.payments.making import IBAN, Entry, camt, mt940, read
from tests.lists.payments.random_books import GUARD, Books, books
from tests.posting.factories import carried_out, policy

AGAIN: dict[str, Callable[[list[Entry]], list[tuple[str, bytes]]]] = {
    "notified before": lambda entries: [
        ("camt", camt(*entries, message="054")),
        ("camt", camt(*entries)),
    ],
    "in other bytes": lambda entries: [("camt", camt(*entries)), ("camt", camt(*entries) + b" ")],
    "part of it before": lambda entries: [
        ("camt", camt(*entries[:2])),
        ("camt", camt(*entries, opening=7_00)),
    ],
    "without references": lambda entries: [
        ("camt", camt(*entries)),
        ("camt", camt(*(msgspec.structs.replace(one, reference="") for one in entries))),
    ],
    "a day later": lambda entries: [
        ("camt", camt(*entries)),
        ("camt", camt(*(msgspec.structs.replace(one, day=date(2026, 11, 21)) for one in entries))),
    ],
    "as MT940 too": lambda entries: [("camt", camt(*entries)), ("mt940", mt940(*entries))],
    "of the account by its number": lambda entries: [
        ("camt", camt(*entries)),
        ("camt", camt(*entries).replace(
            f"<IBAN>{IBAN}</IBAN>".encode(), b"<Othr><Id>37040044/0532013000</Id></Othr>"
        )),
    ],
    "in an archive of which a part is torn": lambda entries: [
        ("camt", _packed(camt(*entries), camt(*entries[:1])[:-90])),
    ],
    "in an archive twice": lambda entries: [
        ("camt", _packed(camt(*entries), camt(*entries, message="054"))),
    ],
}  # fmt: skip


def _packed(*contents: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.xml", content)
    return packed.getvalue()


@pytest.mark.parametrize("again", AGAIN)
@given(books=books())
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
def test_what_comes_again_pays_once(
    tmp_path_factory: pytest.TempPathFactory, again: str, books: Books
) -> None:
    items, known, waiting = books.items, set[str](), set[str]()
    for kind, content in AGAIN[again](books.entries):
        try:
            found = read(tmp_path_factory.getbasetemp(), content, kind)
        except ListRefused:
            continue
        plan = plan_import(items, found, policy(), known)
        if not hold_reasons(plan, found, policy(), GUARD, None):
            items = carried_out(items, plan.changes)
            known |= {*payment_keys(found.payments)}
            waiting |= {number for entry in plan.clearing for number in entry.numbers}
    for key, one in items.items():
        assert key[1] in waiting or one.open >= min(books.items[key].open, books.true[key]), key
