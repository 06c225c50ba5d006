"""`opos read FILE`: what the reader makes of a file, without touching any store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.commands import Answer, Line
from engine.lists.rows.rows import Content
from engine.model.errors import ExitCode
from engine.queries.list_sample import (
    columns_text,
    file_fields,
    file_text,
    require_list,
    sample_lines,
    totals_text,
)

if TYPE_CHECKING:
    from engine.lists.layouts.layout import Layout


def read(
    path: Path,
    *,
    type: str,  # noqa: A002 - the setting's name
    content: str,
    layouts: Mapping[str, Layout],
    today: date,
    verbose: bool,
) -> Answer:
    """Format, columns, rows, what was rejected or ignored and why, and the totals. Raises
    `ListRefused`.
    """
    from engine.lists.read import read_list

    require_list(path)
    name = path.name
    found = read_list(
        path,
        name,
        type=type,
        content=Content(content) if content else None,
        layouts=layouts,
        today=today,
    )
    yield Line(file_text(name, found), file_fields(name, found))
    yield Line(f"  {columns_text(found)}")
    for line in sample_lines(name, found, ignored=verbose):
        yield Line(line.text, {line.kind: line.fields})
    yield Line(totals_text(found))
    return ExitCode.WITH_WARNINGS if found.rejected or found.notices else ExitCode.OK


def suggest(path: Path) -> Answer:
    """A layout for a file that none fits, ready for the configuration. Raises `ListRefused`."""
    from engine.cli.layout_toml import layout_toml
    from engine.lists.layouts.suggest import propose

    require_list(path)
    text = layout_toml(propose(path, path.name))
    yield Line(text.removesuffix("\n"), {"layout": text})
    return ExitCode.OK
