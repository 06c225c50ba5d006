"""Which columns an export has, and what kind of file it is: named in its own table, or by a layout
of one's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast, get_args

from engine.settings.exports import EXPORT_COLUMNS, Export, FormatName
from engine.settings.model import OwnLayout

_LAYOUT_NAMES = {"doc_date": "invoice_date"}
"""What layouts call otherwise than `opos items`."""


def kind_of_file(export: Export, layouts: Mapping[str, OwnLayout]) -> FormatName:
    """What the file is; a layout's own kind where one is named."""
    if export.format in get_args(FormatName):
        return cast("FormatName", export.format)
    return "xlsx" if layouts[export.format].base == "xlsx" else "csv"


def columns_of(export: Export, layouts: Mapping[str, OwnLayout]) -> Mapping[str, str]:
    """Each column with its heading, in order."""
    if export.format in layouts:
        return dict(layout_columns(layouts[export.format]))
    return export.columns or {name: name for name in EXPORT_COLUMNS}


def layout_columns(layout: OwnLayout) -> Iterator[tuple[str, str]]:
    """The columns of a layout by our names, each with the first of its headings; a layout can have
    some that an export cannot tell.
    """
    for field, headings in layout.columns.items():
        yield _LAYOUT_NAMES.get(field, field), headings[0] if headings else field
