"""Lists written down as lines, and read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.lists.layouts.built_in import BUILT_IN
from engine.lists.layouts.layout import Layout
from engine.lists.read import read_list
from engine.lists.rows.rows import Content, ListFile
from engine.model.errors import ListRefused
from engine.model.message import Code
from tests.lists.make_lists import TODAY


def read_lines(
    lines: Iterable[str],
    type: str = "addison",  # noqa: A002 - as in `read_list`
    content: Content = Content.OPEN,
    layouts: Mapping[str, Layout] = BUILT_IN,
) -> ListFile:
    """Read a text file of these lines."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text("".join(f"{line}\r\n" for line in lines), encoding="utf-8", newline="")
        return read_list(path, path.name, type=type, content=content, layouts=layouts, today=TODAY)


def refusal(
    lines: Iterable[str],
    type: str = "addison",  # noqa: A002 - as in `read_list`
    content: Content = Content.OPEN,
    layouts: Mapping[str, Layout] = BUILT_IN,
) -> ListRefused | None:
    """Why a text file of these lines is refused; None: it is read."""
    try:
        read_lines(lines, type, content, layouts)
    except ListRefused as refused:
        return refused
    return None


def refused_for(
    lines: Iterable[str],
    type: str = "addison",  # noqa: A002 - as in `read_list`
    content: Content = Content.OPEN,
) -> Code | None:
    """The code of that refusal."""
    refused = refusal(lines, type, content)
    return refused.message.code if refused else None


def opens(found: ListFile) -> dict[str, int | None]:
    """What is open by this list, in cents, by invoice number."""
    return {row.invoice_no: row.open for row in found.rows}
