"""`opos undo RUN`: take a whole import back; `opos release RUN`: carry out or drop one that the
guard held.
"""

from __future__ import annotations

from datetime import UTC, datetime

from engine.cli.commands import Answer
from engine.cli.commands.recorded import recorded
from engine.common.accounts import user_name
from engine.common.data_folder import DataFolder
from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.imports.planning import ImportJob
from engine.imports.release import held_import
from engine.imports.release import reject as reject_import
from engine.imports.release import release as release_import
from engine.imports.undo_run import undo as undo_entries
from engine.imports.undo_run import undoable
from engine.model.errors import UsageError
from engine.settings.load import Configuration
from engine.store.opening import open_store


def undo(configuration: Configuration, run: str, *, dry_run: bool) -> Answer:
    """Take the run back, or show what that would do."""
    data = DataFolder(configuration.data_dir)
    interface = undoable(open_store(data), run)[0].interface
    now = datetime.now(UTC)
    return (
        yield from recorded(
            data,
            interface,
            lambda store, own: undo_entries(
                undoable(store, run), own, store, now=now, dry_run=dry_run
            ),
            now=now,
            act="undo",
            dry_run=dry_run,
        )
    )


def release(
    configuration: Configuration, run: str, *, reason: str, reject: bool, dry_run: bool
) -> Answer:
    """Carry out the held import of this run, drop it, or show what it would do now."""
    if not reason and not dry_run:
        raise UsageError(
            _("A release needs its reason."),
            _('Give it with --reason "…"; it is kept with the import.'),
        )
    data = DataFolder(configuration.data_dir)
    held = held_import(open_store(data), run)
    interface = configuration.settings.interfaces.get(held.interface)
    if interface is None:
        raise UsageError(
            _("The interface {name} of this import is no longer in {path}.").format(
                name=sanitize(held.interface), path=configuration.path
            ),
            _("Put it back into the configuration."),
        )
    now = datetime.now(UTC)
    settings = configuration.settings
    job = ImportJob(
        name=held.interface,
        interface=interface,
        settings=settings,
        data=data,
        now=now,
        dry_run=dry_run,
    )
    act = reject_import if reject else release_import
    return (
        yield from recorded(
            data,
            held.interface,
            lambda store, own: act(
                job, held_import(store, run), own, store, by=user_name(), reason=reason
            ),
            now=now,
            act="reject" if reject else "release",
            dry_run=dry_run,
        )
    )
