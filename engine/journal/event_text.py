"""The words of a run: one sentence per event, the same for commands, app and mails."""

from __future__ import annotations

from typing import assert_never

from engine.common.i18n import _, format_amount, format_date, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.journal import events
from engine.journal.event_message import event_advice, event_cause, row_reason
from engine.journal.events import (
    Act,
    AnyEvent,
    Outcome,
    Removal,
    RunFinished,
    SkipReason,
)
from engine.journal.reasons import why_held
from engine.journal.started_text import started_text
from engine.model.counts import Counts


def render_event(event: AnyEvent) -> str:  # noqa: C901, PLR0912 - a case an event, none forgotten
    """The event as one sentence in the language in use, safe for a terminal."""
    match event:
        case events.RunStarted():
            return started_text(event)
        case events.Connected():
            return _connected(event.protocol).format(address=sanitize(event.address))
        case events.FileFound():
            return _("{name} found, {size} bytes.").format(
                name=sanitize(event.name), size=_count(event.size)
            )
        case events.FileSkipped():
            return _("{name} passed over: {reason}.").format(
                name=sanitize(event.name), reason=_skipped(event.reason)
            )
        case events.FileFetched():
            return _("{name} fetched, {size} bytes.").format(
                name=sanitize(event.name), size=format_number(event.size)
            )
        case events.ListRead():
            return _list_read(event)
        case events.FileRefused():
            return _("{name} refused: {cause} {advice}").format(
                name=sanitize(event.name), cause=event_cause(event), advice=event_advice(event)
            )
        case events.RowRejected():
            return _row_rejected(event)
        case events.Warned() | events.Noted():
            return event_cause(event)
        case events.Planned():
            return render_figures(event)
        case events.PlannedFor():
            place = _("Mandant {mandant}").format(mandant=sanitize(event.mandant)) + (
                f", {sanitize(event.branch)}" if event.branch else ""
            )
            return f"{place}: {render_figures(event)}"
        case events.ItemPlanned():
            return _item_planned(event)
        case events.GuardHeld():
            return _("Held: {why}").format(why=why_held(event.rule, event.limit, event.actual))
        case events.Committed():
            return ngettext("{n} item changed.", "{n} items changed.", event.changes).format(
                n=format_number(event.changes)
            )
        case events.FileRemoved():
            return _removed(event.how).format(name=sanitize(event.name))
        case events.OriginalRemoved():
            return _("{name} of {day} removed from the archive.").format(
                name=sanitize(event.name), day=format_date(event.archived_at.date())
            )
        case events.Progress(step="wait"):
            return _("{name}: waits {n} s for the file to stand still.").format(
                name=sanitize(event.name), n=_count(event.total)
            )
        case events.Progress():
            return _("{name}: {done} of {total} bytes fetched.").format(
                name=sanitize(event.name), done=format_number(event.done), total=_count(event.total)
            )
        case events.Exported():
            return _("File {number} of the export {export} sent as {name}: {changes}.").format(
                number=event.number,
                export=sanitize(event.export),
                name=sanitize(event.file),
                changes=ngettext("{n} line", "{n} lines", event.changes).format(
                    n=format_number(event.changes)
                ),
            )
        case events.ExportFailed():
            return (
                _("File {number} of the export {export} waits: {cause} {advice}")
                .format(
                    number=event.number,
                    export=sanitize(event.export),
                    cause=event_cause(event),
                    advice=event_advice(event),
                )
                .rstrip()
            )
        case events.ReportSent():
            return _("Report sent to {to}.").format(to=sanitize(event.to))
        case events.ReportFailed():
            return _("The report to {to} could not be sent: {cause}").format(
                to=sanitize(event.to), cause=event_cause(event)
            )
        case events.RunFinished():
            return render_finished(event)
        case _:
            assert_never(event)


def render_figures(counts: Counts) -> str:
    """What a plan does, in numbers and sums."""
    text = render_counts(counts)
    if counts.settled_amount:
        text += "; " + _("{amount} settled").format(amount=format_amount(counts.settled_amount))
    if counts.reopened_amount:
        text += "; " + _("{amount} reopened").format(amount=format_amount(counts.reopened_amount))
    return text + "."


def render_counts(counts: Counts) -> str:
    """How many items: only the kinds that occur."""
    parts = (
        (_("{n} paid"), counts.paid),
        (_("{n} part paid"), counts.part_paid),
        (_("{n} changed"), counts.changed),
        (_("{n} new"), counts.created),
        (_("{n} reopened"), counts.reopened),
        (_("{n} deleted"), counts.deleted),
        (_("{n} unchanged"), counts.unchanged),
        (_("{n} unknown"), counts.unknown),
    )
    return ", ".join(words.format(n=format_number(n)) for words, n in parts if n) or _(
        "nothing to change"
    )


def outcome_word(outcome: Outcome | str) -> str:
    """The outcome, or a run's state, as people read it."""
    words = {
        "imported": _("imported"),
        "nothing_to_do": _("nothing to do"),
        "dry_run": _("dry run"),
        "held": _("held"),
        "refused": _("refused"),
        "failed": _("failed"),
        "cancelled": _("stopped"),
        "running": _("running"),
        "interrupted": _("interrupted"),
    }
    return words.get(outcome, sanitize(outcome))


def act_word(act: Act) -> str:
    """What a run does to the store, as people read it."""
    return {
        "import": _("import"),
        "load": _("invoices loaded"),
        "undo": _("taken back"),
        "release": _("released"),
        "reject": _("dropped"),
        "prune": _("archive cleared"),
        "repair": _("store repaired"),
        "clear": _("assigned"),
        "move": _("store moved"),
    }[act]


def render_finished(event: RunFinished, *, alone: bool = False) -> str:
    """How a run ended, with cause and advice where it did not end well; `alone` with the figures of
    a single file too, since no line before has told them.
    """
    has_figures = event.files > 1 or (alone and event.any_items)
    text = (
        _done(event.act)
        if event.outcome == "imported"
        else outcome_word(event.outcome).capitalize()
    ) + (": " + render_figures(event) if has_figures and event.outcome != "held" else ".")
    if event.rejected:
        text += " " + ngettext("{n} row rejected.", "{n} rows rejected.", event.rejected).format(
            n=format_number(event.rejected)
        )
    for sentence in (event_cause(event), event_advice(event)):
        text += f" {sentence}" if sentence else ""
    return text


def _done(act: Act) -> str:
    return {
        "import": _("Imported"),
        "load": _("Invoices loaded"),
        "undo": _("Taken back"),
        "release": _("Released and imported"),
        "reject": _("Dropped; nothing of it was imported"),
        "prune": _("Archive cleared"),
        "repair": _("Store repaired"),
        "clear": _("Assigned"),
        "move": _("Store moved"),
    }[act]


def _connected(protocol: str) -> str:
    """A server without encryption is a standing fact: every run says so, and only the doctor warns
    of it.
    """
    return (
        _("Connected to {address}, unencrypted.")
        if protocol == "ftp"
        else _("Connected to {address}.")
    )


def _list_read(event: events.ListRead) -> str:
    text = ngettext(
        "{name} read as {format}: {rows} row, {rejected} rejected, {ignored} ignored, total"
        " {total}",
        "{name} read as {format}: {rows} rows, {rejected} rejected, {ignored} ignored, total"
        " {total}",
        event.rows,
    ).format(
        name=sanitize(event.name),
        format=sanitize(event.format),
        rows=format_number(event.rows),
        rejected=format_number(event.rejected),
        ignored=format_number(event.ignored),
        total=format_amount(event.total),
    )
    if event.control_total is not None:
        text += ", " + _("printed total {total}").format(total=format_amount(event.control_total))
    if event.key_date is not None:
        text += ", " + _("as of {day}").format(day=format_date(event.key_date))
    return text + "."


def _row_rejected(event: events.RowRejected) -> str:
    place = _("line {line}").format(line=event.line)
    if event.sheet:
        place = _("sheet {sheet}, {place}").format(sheet=sanitize(event.sheet), place=place)
    if event.column:
        place += ", " + sanitize(event.column)
    if not event.value:
        return _("Rejected, {place}: {reason}").format(place=place, reason=row_reason(event))
    return _("Rejected, {place} “{value}”: {reason}").format(
        place=place, value=sanitize(event.value, 60), reason=row_reason(event)
    )


def _item_planned(event: events.ItemPlanned) -> str:
    before = _("not held") if event.before is None else format_amount(event.before)
    after = _("deleted") if event.after is None else format_amount(event.after)
    return _("{invoice}: {before} → {after}. {reason}").format(
        invoice=sanitize(event.invoice_no), before=before, after=after, reason=event_cause(event)
    )


def _removed(how: Removal) -> str:
    return {
        "deleted": _("{name} deleted on the server."),
        "moved": _("{name} moved on the server."),
        "kept": _("{name} kept on the server."),
    }[how]


def _skipped(reason: SkipReason) -> str:
    return {
        "still_growing": _("it is still being uploaded; the next run takes it"),
        "not_ready": _("its ready file is not there yet; the next run looks again"),
        "gone": _("it is no longer on the server"),
        "already_imported": _("it was imported before, and nothing is changed"),
        "too_young": _("it is too new; the next run takes it"),
        "excluded": _("its name is excluded"),
        "waiting_for_release": _("it waits for a release"),
    }[reason]


def _count(n: int | None) -> str:
    return "?" if n is None else format_number(n)
