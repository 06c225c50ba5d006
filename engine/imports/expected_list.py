"""A list that does not come: a failure where the configuration says that one must."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.data_folder import DataFolder
from engine.imports.job import ImportJob
from engine.journal import journal
from engine.journal.journal import Run
from engine.messages.imports import ImportFault
from engine.model.errors import NoFile
from engine.schedule.overdue import no_new_list
from engine.sources.opening import address_of
from engine.store.protocol import Store


def demand_list(job: ImportJob, store: Store, *, came: bool) -> None:
    """Raise `NoFile` where this run should have found a file and none `came`, or where no new list
    has come for too long.
    """
    settings = job.interface.source
    if settings.expect_file and not came:
        raise NoFile(ImportFault.NO_LIST_CAME, address=address_of(settings))
    if settings.expect_days and not store.entries_of(job.run):
        past_runs = back_to_the_last_import(job.data, job.name)
        earlier = [past for past in past_runs if past.run != job.run]
        if overdue := no_new_list(earlier, settings.expect_days, job.now, job.zone):
            raise NoFile(overdue.code, **overdue.params)


def back_to_the_last_import(data: DataFolder, interface: str) -> Iterator[Run]:
    """The runs of the interface, the newest first, with its last import as the last of them."""
    for past in journal.newest(data.journals, interface):
        yield past
        if past.state == "imported":
            return
