"""The background worker: run the interfaces that shall run, one after the other, and say how each ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from engine.cancel import CancelToken
from engine.errors import ExitCode, OposError, UsageError
from engine.events import Outcome, RunFinished, Trigger
from engine.import_run import ImportJob, run_import
from engine.journal import Entry
from engine.language import _
from engine.lock import store_lock
from engine.paths import DataFolder
from engine.plain import plain
from engine.recording import prepare, record
from engine.settings.files import Configuration
from engine.store.tinydb_store import TinyDbStore


class Ended(msgspec.Struct, frozen=True):
    """How the run of one interface ended."""

    interface: str
    outcome: Outcome
    exit_code: ExitCode
    run: str = ""
    """Empty where not even a journal could be begun."""
    error: OposError | None = None
    """Why, in that case."""


def run_interfaces(
    configuration: Configuration, names: Sequence[str], *, trigger: Trigger, dry_run: bool, token: CancelToken
) -> Iterator[Entry | Ended]:
    """Run the named interfaces; one that fails never stops the others, but a stopped token does."""
    for name in names:
        if token.is_cancelled:
            return
        yield from _run_one(configuration, name, trigger=trigger, dry_run=dry_run, token=token)


def _run_one(
    configuration: Configuration, name: str, *, trigger: Trigger, dry_run: bool, token: CancelToken
) -> Iterator[Entry | Ended]:
    now = datetime.now(UTC)
    data = DataFolder(configuration.data_dir)
    run = ""
    try:
        prepare(data)
        with store_lock(data.lock):
            job = ImportJob(
                name=name,
                interface=configuration.settings.interfaces[name],
                settings=configuration.settings,
                data=data,
                now=now,
                dry_run=dry_run,
            )
            store = TinyDbStore(data)
            story = lambda run: run_import(job, run, store, token)  # noqa: E731 - a closure over this one job
            for entry in record(story, data=data, interface=name, trigger=trigger, now=now, dry_run=dry_run):
                run = entry.run
                yield entry
                if isinstance(entry.event, RunFinished):
                    yield Ended(name, entry.event.outcome, ExitCode(entry.event.exit_code), run)
    except OposError as error:
        yield Ended(name, "failed", error.exit_code, run, error)


def chosen(configuration: Configuration, names: Sequence[str], *, all_enabled: bool) -> list[str]:
    """The interfaces to run: those named, or all that are enabled. Raises `UsageError` for a name that there is not."""
    interfaces = configuration.settings.interfaces
    for name in names:
        if name not in interfaces:
            raise UsageError(
                _("There is no interface {name} in {path}.").format(name=plain(name), path=configuration.path),
                _("Its interfaces are: {names}.").format(names=", ".join(interfaces) or "–"),
            )
    return list(names) or [name for name, interface in interfaces.items() if all_enabled and interface.enabled]
