"""Checks of the runs: whether they come as they should, and how the last ones ended."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.i18n import _, format_date, format_number, ngettext, render, render_advice
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.imports.expected_list import back_to_the_last_import
from engine.imports.refused_lists import refused_lists
from engine.journal import journal
from engine.journal.event_message import event_cause
from engine.model.errors import ExitCode
from engine.schedule.due import due, runs_here, timetable_of
from engine.schedule.duplicate_schedulers import schedulers
from engine.schedule.overdue import no_new_list, no_run
from engine.schedule.schedule import describe, next_due
from engine.store.due_records import DueRecords

_SHOWN = 5
"""So many names of refused lists are told."""


def check_schedule(checkup: Checkup) -> Iterator[Finding]:
    """Say when each interface runs next, or that it did not run when it should have."""
    records = due(
        checkup.configuration, DueRecords(checkup.configuration).load(), checkup.now
    ).records
    for name in checkup.names:
        interface = checkup.settings.interfaces[name]
        if not runs_here(interface):
            continue
        timetable = timetable_of(checkup.configuration, interface)
        if silent := no_run(timetable, records[name].due, checkup.now):
            yield Finding(
                check="schedule",
                interface=name,
                exit_code=ExitCode.NO_FILE,
                text=render(silent),
                advice=render_advice(silent),
            )
            continue
        following = next_due(timetable, max(checkup.now, records[name].due))
        text = (
            _("It runs {how}; next on {day} at {time}.")
            if following
            else _("It never becomes due.")
        )
        here = (following or checkup.now).astimezone(checkup.zone)
        text = text.format(
            how=describe(interface.schedule), day=format_date(here.date()), time=f"{here:%H:%M}"
        )
        yield Finding(check="schedule", interface=name, text=text)


def check_new_lists(checkup: Checkup) -> Iterator[Finding]:
    """Name the interfaces that have had no new list for longer than they expect."""
    for name in checkup.names:
        runs = list(back_to_the_last_import(checkup.data, name))
        silent = no_new_list(
            runs, checkup.settings.interfaces[name].source.expect_days, checkup.now, checkup.zone
        )
        if silent:
            yield Finding(
                check=silent.code.value,
                interface=name,
                exit_code=ExitCode.NO_FILE,
                text=render(silent),
                advice=render_advice(silent),
            )


def check_last_runs(checkup: Checkup) -> Iterator[Finding]:
    """Name the interfaces whose last run did not end well."""
    for name in checkup.names:
        ended = (
            run
            for run in journal.newest(checkup.data.journals, name)
            if run.finished and not run.started.dry_run
        )
        run = next(ended, None)
        if (
            run is None
            or run.finished is None
            or run.state in ("imported", "nothing_to_do", "held")
        ):
            continue
        text = _("Its last run, on {day}, did not end well. {cause}").format(
            day=checkup.day(run.started_at), cause=sanitize(event_cause(run.finished))
        )
        advice = _("The whole run: opos show {run}").format(run=run.run)
        yield Finding(
            check="last_run",
            interface=name,
            exit_code=ExitCode.WITH_WARNINGS,
            text=text.strip(),
            advice=advice,
        )


def check_refused_lists(checkup: Checkup) -> Iterator[Finding]:
    """Name the lists that were refused and lie on a server still."""
    for name in checkup.names:
        lists = refused_lists(checkup.data, name)
        if not lists:
            continue
        text = ngettext(
            "{n} refused list lies on the server: {names}.",
            "{n} refused lists lie on the server: {names}.",
            len(lists),
        )
        names = [sanitize(each.name) for each in lists]
        shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        yield Finding(
            check="refused",
            interface=name,
            exit_code=ExitCode.WITH_WARNINGS,
            text=text.format(n=format_number(len(lists)), names=shown),
            advice=_("Why: opos show {run}. Replace them, or remove them from the server.").format(
                run=lists[-1].run
            ),
        )


def check_schedulers(checkup: Checkup) -> Iterator[Finding]:
    """Warn where more than one scheduler starts the runs."""
    found = schedulers(journal.newest(checkup.data.journals), checkup.now)
    if len(found) > 1:
        yield Finding(
            check="schedulers",
            exit_code=ExitCode.WITH_WARNINGS,
            text=_("More than one scheduler starts the runs of this data folder: {names}.").format(
                names=", ".join(found)
            ),
            advice=_(
                "Nothing is run twice, but keep only one: see `opos service cron` and `opos"
                " service systemd`."
            ),
        )
