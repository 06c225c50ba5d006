"""The layouts as data, and those of a user's own."""

from __future__ import annotations

from itertools import combinations

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.lists.cells.headings import ListField
from engine.lists.layouts.built_in import BUILT_IN, own_layout
from engine.lists.layouts.identify import NEEDED
from engine.lists.layouts.layout import Layout
from engine.lists.rows.rows import Content
from engine.model.errors import ConfigError


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("content", Content)
def test_no_heading_means_two_things(name: str, content: Content) -> None:
    columns = BUILT_IN[name].columns_for(content)
    for (one, ones), (other, others) in combinations(columns.items(), 2):
        assert not set(ones) & set(others), (one, other)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_layout_knows_the_invoice_number(name: str) -> None:
    assert BUILT_IN[name].name == name
    assert "rechnungsnummer" in BUILT_IN[name].columns[ListField.INVOICE_NO]


def test_an_own_layout_reads_only_what_it_names() -> None:
    layout = own_layout(
        "mine", "csv", "payments", {"invoice_no": ("Nr.",), "paid": ("Summe EUR", "Summe")}
    )
    assert layout.columns == {ListField.INVOICE_NO: ("nr",), ListField.PAID: ("summeeur", "summe")}
    assert (layout.content, layout.containers) == (Content.PAYMENTS, ("csv",))
    assert layout.columns_for(Content.OPEN) == layout.columns_for(Content.PAYMENTS)


@pytest.mark.parametrize(
    ("columns", "cause", "advice"),
    [
        ({"invoice_no": ("Nr",), "opn": ("Rest",)}, "opn is no field", "open"),
        ({"invoice_no": ("Nr",), "xyz": ("Rest",)}, "xyz is no field", "invoice_no"),
        (
            {"invoice_no": ("Nr",), "open": ("Nr.",)},
            "the heading Nr. is given for invoice_no and for open",
            "one field",
        ),
        ({"open": ("Rest",)}, "invoice_no is missing", "Belegnummer"),
        ({"invoice_no": ()}, "invoice_no is missing", "Belegnummer"),
    ],
)
def test_an_own_layout_that_cannot_be_is_refused(
    columns: dict[str, tuple[str, ...]], cause: str, advice: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        own_layout("mine", "csv", "open", columns)
    assert cause in cause_of(refused.value)
    assert "[layouts.mine]" in cause_of(refused.value)
    assert advice in advice_of(refused.value)


@pytest.mark.parametrize("content", Content)
@pytest.mark.parametrize("layout", BUILT_IN.values(), ids=BUILT_IN)
def test_all_columns_that_may_be_lacking_have_a_name(layout: Layout, content: Content) -> None:
    assert set(layout.lacking({}, content)) <= NEEDED.keys()
