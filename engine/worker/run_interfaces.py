"""The background worker: run the interfaces that shall run, and say how each ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.file_lock import PATIENCE
from engine.common.i18n import _
from engine.common.idle_cache import store_note
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.imports.make_ready import make_ready
from engine.messages.run import RunFault
from engine.messages.store import StoreFault
from engine.model.errors import (
    Cancelled,
    ConfigError,
    Locked,
    OposError,
    StoreError,
    UsageError,
)
from engine.schedule.due import (
    Due,
    belongs_here,
    computer_name,
    due,
    nothing_before,
)
from engine.settings.load import Configuration
from engine.store.due_records import DueRecords
from engine.worker.one_run import Ended, Steps, as_ours, fenced, run_if_due, run_when_asked
from engine.worker.workload import Workload, one_by_one

if TYPE_CHECKING:
    from engine.journal.events import Trigger
    from engine.worker.crew import Crew


def named_interfaces(configuration: Configuration, names: Sequence[str]) -> list[str]:
    """The interfaces of these names; raises `UsageError` for one that there is not, and for one
    that belongs elsewhere.
    """
    interfaces = configuration.settings.interfaces
    for name in names:
        if name not in interfaces:
            raise UsageError(
                _("There is no interface {name} in {path}.").format(
                    name=sanitize(name), path=configuration.path
                ),
                _("Its interfaces are: {names}.").format(names=", ".join(interfaces) or "–"),
            )
        if not belongs_here(interfaces[name]):
            raise UsageError(
                _("The interface {name} belongs to the computer {theirs}; this is {ours}.").format(
                    name=sanitize(name),
                    theirs=sanitize(interfaces[name].computer),
                    ours=sanitize(computer_name()),
                ),
                _("Run it there, or change its computer in the configuration."),
            )
    return list(names)


def enabled_interfaces(configuration: Configuration) -> list[str]:
    """All interfaces that are enabled and may run on this computer."""
    interfaces = configuration.settings.interfaces.items()
    return [name for name, interface in interfaces if interface.enabled and belongs_here(interface)]


def run_now(
    configuration: Configuration,
    names: Sequence[str],
    *,
    trigger: Trigger,
    token: CancelToken,
    at_once: int = 1,
    dry_run: bool = False,
) -> Steps:
    """Run these interfaces, due or not, so many `at_once`; one that fails never stops the others,
    but a stopped token does.
    """

    def steps(name: str) -> Steps:
        return run_when_asked(configuration, name, trigger, token, dry_run=dry_run)

    try:
        make_ready(configuration.data, token, dry_run=dry_run)
    except Exception as error:
        yield from _none(configuration, names, error)
        return
    runs = _runs(configuration, names, steps, at_once, by_clock=False)
    yield from _carry_out(configuration, runs, token, with_killed=not dry_run)


def run_due(
    configuration: Configuration,
    *,
    trigger: Trigger,
    token: CancelToken,
    at_once: int = 1,
    crew: Crew | None = None,
    until: float = float("inf"),
) -> Steps:
    """Run every interface that is due, for its due time and for no other, so many `at_once`. A
    `crew` goes on with what it is at, and is followed no longer than `until`.
    """
    data = configuration.data
    stored = DueRecords(configuration).load()
    found = due(configuration, stored, datetime.now(UTC))
    at_work = crew.names if crew else set[str]()
    names = [name for name in found.times if name not in at_work]

    def steps(name: str) -> Steps:
        return run_if_due(configuration, name, trigger, token)

    if data.is_empty():
        # A mount point whose disk is not there looks like this; whoever begins says so by hand.
        empty = StoreError(StoreFault.NOT_BEGUN, folder=str(data.root))
        yield from _none(configuration, names, empty)
        return
    if names:
        try:
            _get_ready(configuration, found, token)
        except Exception as error:
            yield from _none(configuration, names, error)
            names = []
    elif found.records != stored:
        with suppress(Locked), os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
            data.make()
            DueRecords(configuration).renew(found.records)
    if names or at_work:
        runs = _runs(configuration, names, steps, at_once, by_clock=True)
        yield from _carry_out(configuration, runs, token, crew, until)


def _get_ready(configuration: Configuration, found: Due, token: CancelToken) -> None:
    from engine.store.opening import open_store  # a tick with nothing due pays for none

    make_ready(configuration.data, token)
    DueRecords(configuration).renew(found.records)
    if not configuration.data.shared:
        with open_store(configuration.data).exclusively(frozenset(), token, PATIENCE):
            pass  # while a backup holds it, no run begins


def _none(configuration: Configuration, names: Sequence[str], error: Exception) -> Steps:
    """None of them can run."""
    refused = as_ours(error, configuration.data, "opos")
    if not isinstance(refused, Cancelled):
        yield from (Ended(name, "failed", refused.exit_code, error=refused) for name in names)


def _runs(
    configuration: Configuration,
    names: Sequence[str],
    steps: Callable[[str], Steps],
    at_once: int,
    *,
    by_clock: bool,
) -> Workload:
    settings = configuration.settings
    return Workload(
        {name: partial(fenced, configuration.data, name, partial(steps, name)) for name in names},
        {name: settings.interfaces[name].source.host.casefold() for name in names},
        at_once=at_once,
        per_host=settings.worker.connections_per_host,
        slots=configuration.data.slots,
        by_clock=by_clock,
        patience=0.0 if by_clock else PATIENCE,
    )


def _carry_out(
    configuration: Configuration,
    runs: Workload,
    token: CancelToken,
    crew: Crew | None = None,
    until: float = float("inf"),
    *,
    with_killed: bool = True,
) -> Steps:
    """Tell of killed runs, then do these: in this process where it is one after the other."""
    killed = with_killed and bool(runs.steps) and _find_killed(configuration)
    telling = {"": partial(_tell_killed, configuration, token)} if killed else {}
    if crew is None and (runs.at_once == 1 or len(runs.steps) < 2):
        for told in telling.values():
            yield from told()
        yield from one_by_one(runs, token)
        return
    from engine.worker.crew import Crew

    mine = Crew(token) if crew is None else crew
    try:
        if telling and not mine.names:
            yield from mine.follow(msgspec.structs.replace(runs, steps=telling))
            telling = {}
        together = msgspec.structs.replace(runs, steps={**telling, **runs.steps})
        yield from mine.follow(together, until=until)
    finally:
        if crew is None:
            mine.stop()


def _find_killed(configuration: Configuration) -> bool:
    """Whether there are killed runs to be told of. What was changed in the configuration is noted
    before.
    """
    from engine.settings.change_log import note_outside_changes
    from engine.store.opening import announce_worker, fetch_journals
    from engine.worker.killed_runs import killed_runs

    with suppress(OposError):  # the runs say so
        fetch_journals(configuration.data)
        announce_worker(configuration.data, lambda: configuration.fingerprint)
    with suppress(ConfigError, StoreError):  # the next run notes it
        note_outside_changes(configuration)
    return any(killed_runs(configuration))


def _tell_killed(configuration: Configuration, token: CancelToken) -> Steps:
    """A store that cannot be read is told by the runs that need it."""
    from engine.worker.killed_runs import tell_killed_runs

    with suppress(OposError):
        yield from tell_killed_runs(configuration, datetime.now(UTC), token)


def note_nothing_due(configuration: Configuration, named: str | None, seen: bytes | None) -> None:
    """Spare the next ticks the way here; `named` and `seen` are as
    `engine.common.idle_cache.store_note` wants them.
    """
    data, now = configuration.data, datetime.now(UTC)
    records = DueRecords(configuration).load()
    found = due(configuration, records, now)
    if not found.times and found.records == records:
        until = nothing_before(configuration, records) or datetime.max.replace(tzinfo=UTC)
        store_note(named, seen, str(data.root), now.timestamp(), until.timestamp())
