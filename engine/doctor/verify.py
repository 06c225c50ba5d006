"""`opos verify`: the originals against their hash chain, the store against the history that led to
it, and both against what the journals tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.data_folder import DataFolder
from engine.common.i18n import _, render
from engine.common.sanitize import sanitize
from engine.credentials.audit import audit_chain
from engine.messages.passwords import AdminPasswordProblem
from engine.messages.store import StoreProblem
from engine.model.message import Message
from engine.settings.change_log import settings_problems
from engine.store.archive import Archive
from engine.store.history_check import history_problems
from engine.store.ledger import Dropped, HeldImport, Imported
from engine.store.lost_acts import lost_acts
from engine.store.opening import fetch_journals, open_archive, open_store, version_problems
from engine.store.protocol import Store
from engine.store.run_chain import run_problems


def verify_problems(data: DataFolder) -> Iterator[str]:
    """Everything that does not agree, a sentence each; nothing where all is well. Reads every
    original and the whole history.
    """
    fetch_journals(data)
    store, archive = open_store(data), open_archive(data)
    yield from map(render, archive.problems())
    yield from map(render, version_problems(data))
    yield from _files_without_original(store, archive)
    yield from map(render, history_problems(store))
    yield from _acts_without_entry(store, data)
    yield from map(render, run_problems(data, store))
    yield from map(render, _audit_problems(data))
    yield from map(render, settings_problems(data))


def _audit_problems(data: DataFolder) -> Iterator[Message]:
    if data.admin_password.exists() and not (data.audit.exists() and data.audit.stat().st_size):
        yield Message.of(AdminPasswordProblem.AUDIT_MISSING, path=str(data.audit))
    yield from audit_chain(data.audit).problems()


def _acts_without_entry(store: Store, data: DataFolder) -> Iterator[str]:
    for lost in lost_acts(store, data):
        code = StoreProblem.LIST_LOST if lost.sha256 else StoreProblem.ACT_LOST
        yield render(Message.of(code, name=lost.file, run=lost.run))


def _files_without_original(store: Store, archive: Archive) -> Iterator[str]:
    archived = archive.contents()
    for entry in (*store.ledger(), *store.waiting()):
        if isinstance(entry, Imported | Dropped | HeldImport) and entry.sha256 not in archived:
            yield _("{name} of run {run} is not in the archive's chain.").format(
                name=sanitize(entry.file), run=entry.run
            )
