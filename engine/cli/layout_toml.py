"""A proposed layout as text for the configuration: for each column its field, and how sure that is.

Only what is certain stands there as it is; all else is a comment, for a person to decide.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from engine.common.i18n import _
from engine.common.sanitize import escape_json
from engine.lists.cells.headings import ListField
from engine.lists.layouts.suggest import MONEY, FoundColumn, Proposal


def layout_toml(proposal: Proposal) -> str:
    """The proposal as TOML, with its reasons as comments."""
    name = f"layouts.{proposal.name}"
    return "\n".join(
        (
            f"[{name}]",
            f'base = "{proposal.base}"',
            f'content = "{proposal.content}"',
            *_ignored(proposal.columns),
            "",
            f"[{name}.columns]",
            *_lines(proposal.columns),
            "",
        )
    )


def _ignored(columns: Sequence[FoundColumn]) -> list[str]:
    headings = [_quoted(column.heading) for column in columns if column.is_doubtful]
    if not headings:
        return []
    remark = _("Columns that may change what the others mean; ignore only what means nothing:")
    return [f"# {remark}", f"# ignore = [{', '.join(headings)}]"]


def _lines(columns: Sequence[FoundColumn]) -> list[str]:
    by_field = {column.field: column for column in columns if column.field}
    lines = []
    for field in ListField:
        if column := by_field.get(field):
            comment = "" if column.is_certain else "# "
            how_sure = _("{percent} % sure").format(percent=column.percent)
            lines.append(
                f"{comment}{field} = [{_quoted(column.heading)}]  # {how_sure}: {column.samples}"
            )
    certain = {column.field for column in columns if column.is_certain}
    if certain.isdisjoint(MONEY):
        lines.insert(0, "# " + _("Say which column holds the amount."))
    if ListField.INVOICE_NO not in certain:
        lines.insert(0, "# " + _("Say which column holds the invoice number."))
    unused = [
        f"# {_quoted(column.heading)}: {column.samples}"
        for column in columns
        if column.field is None
    ]
    return [*lines, *(["# " + _("Not read:"), *unused] if unused else [])]


def _quoted(heading: str) -> str:
    """A heading as a TOML string, whose escapes are those of JSON."""
    return escape_json(json.dumps(heading, ensure_ascii=False))
