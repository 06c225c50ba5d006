"""The chain over the runs: a line at the end of each that did something, with the hash of its
journal and of the ledger as it stood then.

So a journal or an act that is changed later is seen by `opos verify`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.common.data_folder import DataFolder
from engine.common.hash_chain import HashChain, Link
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.journal.journal import glance, journal_path
from engine.messages.store import RunChainProblem, StoreFault
from engine.model.errors import StoreError
from engine.model.message import Message
from engine.settings.change_log import settings_chain
from engine.store.ledger import Undone
from engine.store.opening import shared_place
from engine.store.protocol import Store


class RunEnded(Link, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the chain."""

    at: datetime
    run: str
    size: int
    """Bytes of its journal."""
    sha256: str
    """Of its journal."""
    acts: int
    """How many the ledger held."""
    ledger: str
    """The hash over these."""
    settings: str = ""
    """The hash of the last line in the log of settings, so that none is cut off its end; empty
    where several hosts have logs of their own.
    """
    repaired: bool = False
    """Whether the run rebuilt the store: what was noted of the ledger before holds no longer."""


def note_run(data: DataFolder, store: Store, run: str, at: datetime, *, repaired: bool) -> None:
    """Add the line of this run, whose journal is complete. Raises `StoreError`."""

    def line() -> RunEnded:
        acts, ledger = store.ledger_end()
        journal = read_plain(journal_path(data.journals, run))
        return RunEnded(
            at=at,
            run=run,
            size=len(journal),
            sha256=hashlib.sha256(journal).hexdigest(),
            acts=acts,
            ledger=ledger,
            settings="" if data.shared else "".join(settings_chain(data).hashes()[-1:]),
            repaired=repaired,
        )

    with os_errors(StoreError, StoreFault.RUN_NOT_NOTED, run=run, path=str(data.run_chain)):
        run_chain(data).append_next(line)


def run_problems(data: DataFolder, store: Store) -> Iterator[Message]:
    """Where journals or ledger are not as they were when a run ended; nothing where all is well."""
    chain = run_chain(data)
    yield from chain.problems()
    lines = list(chain.readable())
    for line in lines:
        path = journal_path(data.journals, line.run)
        if not path.exists():
            yield Message.of(RunChainProblem.JOURNAL_MISSING, path=str(path))
        elif hashlib.sha256(read_plain(path)).hexdigest() != line.sha256:
            yield Message.of(RunChainProblem.JOURNAL_CHANGED, path=str(path))
    yield from _ledger_problems(lines, store)
    yield from lines_lost(data, store)
    if lines and lines[-1].settings and lines[-1].settings not in settings_chain(data).hashes():
        yield Message.of(RunChainProblem.SETTINGS_LOST, path=str(data.settings_log))


def _ledger_problems(lines: list[RunEnded], store: Store) -> Iterator[Message]:
    ledger, hashes = store.ledger(), store.ledger_hashes()
    for line in lines[_last_repair(lines) :]:
        if line.acts >= len(hashes) or hashes[line.acts] != line.ledger:
            yield Message.of(RunChainProblem.LEDGER_CHANGED, run=line.run)
            break
    undone = {entry.undone_run: entry.run for entry in ledger if isinstance(entry, Undone)}
    for entry in ledger:
        if entry.undone_by != undone.get(entry.run, ""):
            yield Message.of(RunChainProblem.UNDO_MARK_CHANGED, run=entry.run)


def contradicts(data: DataFolder, store: Store) -> bool:
    """Whether a run left the first acts otherwise than they stand here. What is missing after them
    is no contradiction: of an older store it must be.
    """
    lines, hashes = list(run_chain(data).readable()), store.ledger_hashes()
    return any(
        line.acts < len(hashes) and hashes[line.acts] != line.ledger
        for line in lines[_last_repair(lines) :]
    )


def lines_lost(data: DataFolder, store: Store) -> Iterator[Message]:
    """Lines cut off the end. Those of runs side by side may be missing, since they can be killed
    together right before them; not those of two runs one after the other.
    """
    lines, ledger = list(run_chain(data).readable()), store.ledger()
    noted, acts = {line.run for line in lines}, lines[-1].acts if lines else 0
    later = {entry.run for entry in ledger[acts:] if entry.changes_sha256} - noted
    spans = [span for run in sorted(later) if (span := _span(data, run))]
    if not spans:
        return
    begun, ended, runs = zip(*spans, strict=True)
    if max(begun) > min(ended):
        yield Message.of(RunChainProblem.LINES_LOST, path=str(data.run_chain), run=runs[0])


def _span(data: DataFolder, run: str) -> tuple[datetime, datetime, str] | None:
    """When a run began and ended, and its name; None where it has not ended."""
    path = journal_path(data.journals, run)
    found = glance(path) if path.exists() else None
    if found is None or found.finished is None:
        return None
    return found.started_at, found.started_at + timedelta(seconds=found.finished.seconds), run


def _last_repair(lines: list[RunEnded]) -> int:
    return max((place for place, line in enumerate(lines) if line.repaired), default=0)


def run_chain(data: DataFolder) -> HashChain[RunEnded]:
    """The chain of this data folder."""
    if place := shared_place(data):
        return place.run_chain(RunEnded)
    return HashChain(data.run_chain, RunEnded)
