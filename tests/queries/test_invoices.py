"""Which invoices are meant by a text, a status and a Mandant."""

from __future__ import annotations

import pytest

from engine.model.item import Status
from engine.queries.invoices import select_items
from tests.factories import item

ITEMS = [
    item("RE-1", name="Müller", mandant="001"),
    item("RE-2", name="Maier", mandant="002", account="10777"),
    item("RE-3", name="Straße", mandant="002", open=0),
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["RE-1", "RE-2", "RE-3"]),
        ({"text": "re-2"}, ["RE-2"]),
        ({"text": "MÜLLER"}, ["RE-1"]),
        ({"text": "STRASSE"}, ["RE-3"]),
        ({"text": "777"}, ["RE-2"]),
        ({"mandant": "002"}, ["RE-2", "RE-3"]),
        ({"mandant": "002", "status": Status.PAID}, ["RE-3"]),
        ({"text": "RE", "mandant": "003"}, []),
    ],
)
def test_what_is_asked_for(asked: dict[str, str], found: list[str]) -> None:
    assert [each.invoice_no for each in select_items(ITEMS, **asked)] == found
