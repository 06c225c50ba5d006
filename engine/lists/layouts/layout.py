"""What a layout is: data, the same for a built-in one and for one of a user's own."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from engine.lists.cells.headings import ListField
from engine.lists.rows.rows import Content

WORKBOOKS = ("xls", "xlsx", "html", "xml")
"""Containers of tables with typed cells; `html` and `xml` (SpreadsheetML) are what some programs
save under the name .xls.
"""

TEXT = ("csv",)

Synonyms = Mapping[ListField, tuple[str, ...]]

Needs = tuple[tuple[ListField, ...], ...]
"""Of each group at least one field must have a column."""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One way a list is written."""

    name: str
    containers: tuple[str, ...]
    """The containers in which a file is taken for this layout by its content."""
    content: Content = Content.OPEN
    """What such a list holds, unless the interface or the file says otherwise."""
    columns: Synonyms
    """For each field the headings it may have, normalised, the most specific first."""
    payment_columns: Synonyms | None = None
    """The same for a list of payments, where "Betrag" is what was paid; None: no difference."""
    needs: Needs = ((ListField.INVOICE_NO,),)
    """Without these a file is not of this layout, whatever it holds."""
    silent: frozenset[str] = frozenset()
    """Further headings of this layout, normalised, that say nothing to us."""
    ignored: frozenset[str] = frozenset()
    """Headings, as spelled, that the user has said mean nothing, whatever stands below them."""
    as_spelled: bool = False
    """Whether the currency in a heading of `columns` tells it from another one."""
    positions: tuple[ListField | None, ...] = ()
    """The columns of a file without any heading line; empty: such a file is refused."""
    numbers_alone: bool = False
    """Whether a list of settled items may be invoice numbers alone, without a heading line."""

    def reads(self, container: str) -> bool:
        """Whether a file in this container can be read when the layout is named in the
        configuration.

        A layout of workbooks reads text too: what a program saves as .xls may be tabbed text.
        """
        return container in self.containers or not set(WORKBOOKS).isdisjoint(self.containers)

    def columns_for(self, content: Content) -> Synonyms:
        """The headings of a list that holds `content`."""
        return self.payment_columns or self.columns if content is Content.PAYMENTS else self.columns

    def lacking(
        self, columns: Mapping[ListField, int], content: Content
    ) -> list[tuple[ListField, ...]]:
        """The groups of fields of which a list with these columns has none, though it needs one to
        tell its `content`.
        """
        needs = (*self.needs, *_NEEDS.get(content, ()))
        return [group for group in needs if columns.keys().isdisjoint(group)]


_NEEDS: dict[Content, Needs] = dict.fromkeys(
    (Content.OPEN, Content.ALL), ((ListField.OPEN, ListField.AMOUNT, ListField.DEBIT,
        ListField.CREDIT),)
)  # fmt: skip
