"""Content that is not imported again: it was before, or it waits for a release."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.sanitize import sanitize
from engine.imports.job import ImportJob
from engine.journal import events
from engine.journal.event_message import warned
from engine.journal.events import Event, SkipReason
from engine.lists.rows.rows import Content
from engine.messages.imports import ImportNotice
from engine.model.message import Message
from engine.sources.fetch import Fetched
from engine.store.ledger import Imported
from engine.store.protocol import Store


def skip_reason(job: ImportJob, store: Store, sha256: str) -> SkipReason | None:
    """Why this very content is not to be imported; None where it is."""
    if store.dealt_with(job.name, sha256):
        return "already_imported"
    if store.held(job.name, sha256):
        return "waiting_for_release"
    return None


def skip_known(
    job: ImportJob, store: Store, fetched: Fetched, reason: SkipReason
) -> Iterator[Event]:
    """Say that the file is skipped. Warn of an open list that is an earlier one again, byte for
    byte, while another has come since: the later one stands.
    """
    yield events.FileSkipped(name=sanitize(fetched.file.name), reason=reason)
    earlier, last = store.dealt_with(job.name, fetched.sha256), store.last_list(job.name)
    if not isinstance(earlier, Imported) or last is None or last.sha256 == fetched.sha256:
        return
    if last.content in (Content.OPEN, Content.ALL):
        name = sanitize(fetched.file.name)
        notice = ImportNotice.OLD_LIST_AGAIN
        yield warned(name, Message.of(notice, name=name, run=earlier.run, later=last.run))
