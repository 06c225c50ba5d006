"""`opos explain INVOICE`: why this invoice stands as it does."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from engine.cli.commands import Answer, Line
from engine.cli.commands.items import record, status_word
from engine.cli.commands.runs import local_time
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, format_amount
from engine.common.sanitize import sanitize
from engine.journal import journal
from engine.journal.reasons import change_reason
from engine.lists.files.excerpt import excerpt
from engine.model.errors import ExitCode, UsageError
from engine.model.item import Item, Key
from engine.posting.change import Change
from engine.store.archive import Archive
from engine.store.ledger import Imported, LedgerEntry, Undone, act_of
from engine.store.protocol import Store


def explain(
    store: Store, data: DataFolder, zone: ZoneInfo, invoice_no: str, mandant: str = ""
) -> Answer:
    """Every change of the invoice since it is held, the oldest first. Raises `UsageError` where
    none or several are meant.
    """
    key = _the_one(store, invoice_no, mandant)
    for entry, change in store.history_of(invoice_no):
        if change.key == key:
            yield from _told(entry, change, data, zone)
    item = store.items().get(key)
    if item is not None:
        now = _("Now: {open} open of {amount}, {status}.").format(
            open=format_amount(item.open, item.currency),
            amount=format_amount(item.amount, item.currency),
            status=status_word(item.status),
        )
        yield Line(now, {"now": record(item)})
    else:
        yield Line(_("It is no longer held."))
    return ExitCode.OK


def _the_one(store: Store, invoice_no: str, mandant: str) -> Key:
    held = {key for key in store.items() if key[1] == invoice_no and mandant in ("", key[0])}
    if not held:
        once_held = {change.key for _entry, change in store.history_of(invoice_no)}
        held = {key for key in once_held if mandant in ("", key[0])}
    if len(held) == 1:
        return held.pop()
    if held:
        raise UsageError(
            _("{invoice} is an invoice of the Mandanten {mandants}.").format(
                invoice=sanitize(invoice_no),
                mandants=", ".join(sorted(sanitize(key[0]) for key in held)),
            ),
            _("Name one with --mandant."),
        )
    raise UsageError(
        _("There is no invoice {invoice}.").format(invoice=sanitize(invoice_no)),
        _("`opos items TEXT` searches."),
    )


def _told(entry: LedgerEntry, change: Change, data: DataFolder, zone: ZoneInfo) -> Iterator[Line]:
    who = _started_by(data, entry.run)
    file = entry.undone_run if isinstance(entry, Undone) else entry.file
    sha256 = entry.sha256 if isinstance(entry, Imported) else ""
    released_by, reason = (
        (entry.released_by, entry.reason) if isinstance(entry, Imported) else ("", "")
    )
    raw = _raw_line(sha256, change, data)
    yield Line(
        f"{local_time(entry.at, zone)}  {sanitize(entry.run)}  {who}",
        {
            "at": entry.at,
            "run": entry.run,
            "started_by": who,
            "act": act_of(entry),
            "file": sanitize(file),
            "sha256": sha256,
            "archived_as": Archive(data.archive).place_of(sha256) if sha256 else "",
            "line": change.line,
            "raw": raw,
            "sheet": sanitize(change.sheet),
            "kind": change.kind,
            "rule": change.rule,
            "reason": change_reason(change),
            "before": None if change.before is None else record(change.before),
            "after": None if change.after is None else record(change.after),
            "undone_by": entry.undone_by,
            "released_by": sanitize(released_by),
            "released_because": sanitize(reason),
        },
    )
    if file:
        place = _("{file}, line {line}") if change.line else "{file}"
        yield Line("    " + place.format(file=sanitize(file), line=change.line))
    if raw:
        yield Line(f"    | {raw}")
    yield Line(f"    {change_reason(change)}")
    yield Line(f"    {_side(change.before)} → {_side(change.after)}")
    if released_by:
        text = _("Released by {who}: {reason}")
        yield Line("    " + text.format(who=sanitize(released_by), reason=sanitize(reason)))
    if entry.undone_by:
        yield Line("    " + _("Taken back by run {run}.").format(run=entry.undone_by))


def _side(item: Item | None) -> str:
    if item is None:
        return _("not held")
    return f"{format_amount(item.open, item.currency)}, {status_word(item.status)}"


def _raw_line(sha256: str, change: Change, data: DataFolder) -> str:
    """The line as it stands in the archived file."""
    if not sha256 or not change.line:
        return ""
    return sanitize(excerpt(Archive(data.archive).path_of(sha256), change.line, change.sheet))


def _started_by(data: DataFolder, run: str) -> str:
    path = journal.journal_path(data.journals, run)
    glance = journal.glance(path) if path.exists() else None
    return (
        ""
        if glance is None
        else (
            f"{sanitize(glance.started.user)}@{sanitize(glance.started.host)},"
            f" {glance.started.trigger}"
        )
    )
