"""The background worker: run the interfaces that shall run, and say how each ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.file_lock import PATIENCE
from engine.common.i18n import _
from engine.common.idle_cache import store_note
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.imports.make_ready import make_ready
from engine.journal.events import Trigger
from engine.messages.run import RunFault
from engine.messages.store import StoreFault
from engine.model.errors import ConfigError, Locked, StoreError, UsageError
from engine.schedule.due import (
    belongs_here,
    computer_name,
    due,
    load_records,
    nothing_before,
    renew_records,
)
from engine.settings.load import Configuration
from engine.worker.one_run import Ended, Steps, as_ours, fenced, run_if_due, run_when_asked


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
    dry_run: bool = False,
) -> Steps:
    """Run these interfaces, due or not; one that fails never stops the others, but a stopped token
    does.
    """
    data = configuration.data

    def before() -> Steps:
        make_ready(data, token)
        if not dry_run:
            yield from _before_the_first(configuration, token)

    def steps(name: str) -> Steps:
        return run_when_asked(configuration, name, trigger, token, dry_run=dry_run)

    yield from _each(data, names, token, before, steps)


def run_due(configuration: Configuration, *, trigger: Trigger, token: CancelToken) -> Steps:
    """Run every interface that is due, for its due time and for no other."""
    data = configuration.data
    stored = load_records(data.schedule)
    found = due(configuration, stored, datetime.now(UTC))
    if data.is_empty():
        # A mount point whose disk is not there looks like this; whoever begins says so by hand.
        error = StoreError(StoreFault.NOT_BEGUN, folder=str(data.root))
        yield from (Ended(name, "failed", error.exit_code, error=error) for name in found.times)
        return

    def before() -> Steps:
        from engine.store.opening import open_store  # a tick with nothing due pays for none

        make_ready(data, token)
        if found.records != stored:
            renew_records(data.schedule, found.records)
        with open_store(data).exclusively(frozenset(), token, PATIENCE):
            pass  # while a backup holds it, no run begins
        yield from _before_the_first(configuration, token)

    def steps(name: str) -> Steps:
        return run_if_due(configuration, name, trigger, token)

    if found.times:
        yield from _each(data, [*found.times], token, before, steps)
    elif found.records != stored:
        with suppress(Locked), os_errors(StoreError, RunFault.DATA_FOLDER, folder=str(data.root)):
            data.make()
            renew_records(data.schedule, found.records)


def _each(
    data: DataFolder,
    names: Sequence[str],
    token: CancelToken,
    before: Callable[[], Steps],
    steps: Callable[[str], Steps],
) -> Steps:
    """What comes before all, then the steps of each. Where the former fails, all do."""
    try:
        yield from before()
    except Exception as error:
        refused = as_ours(error, data, "opos")
        if not token.is_cancelled:
            yield from (Ended(name, "failed", refused.exit_code, error=refused) for name in names)
        return
    for name in names:
        if not token.is_cancelled:
            yield from fenced(data, name, partial(steps, name))


def _before_the_first(configuration: Configuration, token: CancelToken) -> Steps:
    """Finish what killed runs left, and note what was changed in the configuration."""
    from engine.settings.change_log import note_outside_changes
    from engine.worker.killed_runs import tell_killed_runs

    yield from tell_killed_runs(configuration, datetime.now(UTC), token)
    with suppress(ConfigError, StoreError):  # the next run notes it
        note_outside_changes(configuration)


def note_nothing_due(configuration: Configuration, named: str | None, seen: bytes | None) -> None:
    """Spare the next ticks the way here; `named` and `seen` are as
    `engine.common.idle_cache.store_note` wants them.
    """
    data, now = configuration.data, datetime.now(UTC)
    records = load_records(data.schedule)
    found = due(configuration, records, now)
    if not found.times and found.records == records:
        until = nothing_before(configuration, records) or datetime.max.replace(tzinfo=UTC)
        store_note(named, seen, str(data.root), now.timestamp(), until.timestamp())
