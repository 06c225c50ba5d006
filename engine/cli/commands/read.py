"""`opos read FILE`: what the reader makes of a file, without touching any store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.commands import Answer, Line
from engine.common.i18n import _, format_amount, format_date, format_number, render, render_in_full
from engine.common.sanitize import sanitize
from engine.imports import plan_events
from engine.journal import event_text
from engine.lists.files.limits import FileLimits
from engine.lists.rows.rows import Content, ListFile, Row
from engine.model.errors import ExitCode, UsageError
from engine.model.item import to_decimal

if TYPE_CHECKING:
    from engine.lists.layouts.layout import Layout


def read(
    path: Path,
    *,
    type: str,  # noqa: A002 - the setting's name
    content: str,
    encoding: str = "auto",
    layouts: Mapping[str, Layout],
    limits: FileLimits = FileLimits(),  # noqa: B008 - frozen
    today: date,
    verbose: bool,
) -> Answer:
    """Format, columns, rows, what was rejected or ignored and why, and the totals. Raises
    `ListRefused`.
    """
    from engine.lists.read import read_list

    _demand(path)
    held = Content(content) if content else None
    found = read_list(
        path,
        path.name,
        type=type,
        content=held,
        encoding=encoding,
        layouts=layouts,
        limits=limits,
        today=today,
    )
    about = summary(path, found)
    yield Line(_("{name}: {layout}, {content}, {format} {encoding}").format(**about), about)
    columns = ", ".join(
        f"{field} = {sanitize(heading)}" for field, heading in found.columns.items()
    )
    yield Line("  " + _("columns: {columns}").format(columns=columns))
    for row in found.rows:
        yield Line(_row(row), row_record(row))
    for rejected, event in zip(
        found.rejected, plan_events.rejected(path.name, found.rejected), strict=True
    ):
        yield Line(
            f"  {event_text.render(event)}",
            {
                "rejected": {
                    **_fields(rejected),
                    "value": sanitize(rejected.value),
                    "reason": event.reason,
                }
            },
        )
    for ignored in found.ignored if verbose else ():
        reason = render(ignored.reason)
        text = _("ignored, line {line}: {reason}").format(line=ignored.line, reason=reason)
        yield Line(f"  {text}", {"ignored": {**_fields(ignored), "reason": reason}})
    for notice in found.notices:
        text = render_in_full(notice)
        yield Line(f"  {text}", {"notice": {"code": notice.code.value, "text": text}})
    yield Line(_totals(found))
    return ExitCode.WITH_WARNINGS if found.rejected or found.notices else ExitCode.OK


def suggest(path: Path) -> Answer:
    """A layout for a file that none fits, ready for the configuration. Raises `ListRefused`."""
    from engine.lists.layouts.suggest import suggest as proposal

    _demand(path)
    text = proposal(path, path.name)
    yield Line(text.removesuffix("\n"), {"layout": text})
    return ExitCode.OK


def _demand(path: Path) -> None:
    if not path.is_file():
        raise UsageError(
            _("There is no file {path}.").format(path=sanitize(str(path))),
            _("Give the path of a list."),
        )


def summary(path: Path, found: ListFile) -> dict[str, object]:
    """The file as one object."""
    return {
        "name": sanitize(path.name),
        "layout": found.layout,
        "content": found.content,
        "format": found.format,
        "encoding": found.encoding,
        "columns": {field: sanitize(heading) for field, heading in found.columns.items()},
        "lines": found.lines,
        "rows": len(found.rows),
        "merged": found.merged,
        "rejected": len(found.rejected),
        "ignored": len(found.ignored),
        "total": to_decimal(found.total),
        "control_total": None if found.control_total is None else to_decimal(found.control_total),
        "key_date": found.key_date,
    }


def row_record(row: Row) -> dict[str, object]:
    """The row as an object, money as text."""
    fields = _fields(row)
    for name in ("amount", "open", "paid"):
        if fields[name] is not None:
            fields[name] = to_decimal(getattr(row, name))
    return {"row": fields}


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]


def _row(row: Row) -> str:
    tells = row.paid if row.open is None else row.open
    sum_text = _("the rest") if tells is None else format_amount(tells, row.currency or "EUR")
    if row.settled:
        sum_text = _("settled")
    when = format_date(row.paid_on or row.due_date)
    return (
        f"{row.line:>7}  {sanitize(row.invoice_no):<18} {sum_text:>14}  {when:<10} "
        f" {sanitize(row.name)}".rstrip()
    )


def _totals(found: ListFile) -> str:
    text = _(
        "{rows} rows, {merged} merged, {rejected} rejected, {ignored} ignored; total {total}"
    ).format(
        rows=format_number(len(found.rows)),
        merged=format_number(found.merged),
        rejected=format_number(len(found.rejected)),
        ignored=format_number(len(found.ignored)),
        total=format_amount(found.total),
    )
    if found.control_total is not None:
        text += ", " + _("printed total {total}").format(total=format_amount(found.control_total))
    if found.key_date is not None:
        text += ", " + _("as of {day}").format(day=format_date(found.key_date))
    return text + "."
