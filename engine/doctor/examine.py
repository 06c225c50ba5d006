"""`opos check`: everything that a run depends on, looked at one after the other, each with what to
do where it is not well.

Nothing is changed here; on a server only by what `engine.sources.diagnose` tries there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.file_lock import holder_of
from engine.common.i18n import (
    _,
    advice_of,
    cause_of,
    describe_os_error,
    format_date,
    format_number,
    ngettext,
    render,
    render_advice,
)
from engine.common.sanitize import sanitize
from engine.doctor.finding import Finding
from engine.doctor.folders import check_data_folder
from engine.imports.expected_list import back_to_the_last_import
from engine.journal import journal
from engine.model.errors import Cancelled, ExitCode, OposError
from engine.reporting.notifier import load_outboxes
from engine.schedule.due import due, load_records, runs_here, timetable_of
from engine.schedule.duplicate_schedulers import schedulers
from engine.schedule.overdue import no_new_list, no_run
from engine.schedule.schedule import describe, next_due
from engine.settings.load import Configuration
from engine.settings.secrets import password_of
from engine.store.archive import Archive
from engine.store.opening import open_store


def examine(
    configuration: Configuration,
    names: Sequence[str],
    token: CancelToken,
    now: datetime,
    *,
    test_mail: bool,
    only: str = "",
) -> Iterator[Finding]:
    """Look at all that these interfaces depend on; with `test_mail`, send one to everyone who gets
    reports of them.

    `only` is one of the looks, such as `mail`.

    Raises only `Cancelled`: whatever else goes wrong is a finding.
    """
    doctor = _Doctor(configuration, names, token, now)
    looks: dict[str, Callable[[], Iterator[Finding]]] = {
        "configuration": doctor.configuration_found,
        "folder": lambda: check_data_folder(doctor.data),
        "lock": doctor.lock,
        "store": doctor.store,
        "archive": doctor.archive,
        "server": doctor.servers,
        "mail": lambda: doctor.mail(test_mail),
        "outbox": doctor.outbox,
        "schedule": doctor.schedule,
        "silence": doctor.silence,
        "last_run": doctor.last_runs,
        "schedulers": doctor.schedulers,
    }
    for check, look in looks.items():
        if only not in ("", check):
            continue
        try:
            yield from look()
        except Cancelled:
            raise
        except OposError as error:
            yield Finding(
                check=check,
                exit_code=error.exit_code,
                text=cause_of(error),
                advice=advice_of(error),
            )
        except OSError as error:
            yield Finding(
                check=check,
                exit_code=ExitCode.STORE,
                text=_("{path} cannot be read: {why}.").format(
                    path=sanitize(str(error.filename)), why=describe_os_error(error)
                ),
                advice=_("Run this check as the user that opos runs as."),
            )


class _Doctor:
    def __init__(
        self, configuration: Configuration, names: Sequence[str], token: CancelToken, now: datetime
    ) -> None:
        self.data = DataFolder(configuration.data_dir)
        self._configuration = configuration
        self._settings = configuration.settings
        self._names = names
        self._token = token
        self._now = now
        self._zone = ZoneInfo(configuration.settings.timezone)

    def configuration_found(self) -> Iterator[Finding]:
        n = len(self._settings.interfaces)
        text = ngettext(
            "{path} is right; it has {n} interface.", "{path} is right; it has {n} interfaces.", n
        )
        yield Finding(
            check="configuration",
            text=text.format(path=sanitize(str(self._configuration.path)), n=format_number(n)),
        )

    def lock(self) -> Iterator[Finding]:
        holder = holder_of(self.data.lock)
        if holder is None:
            yield Finding(check="lock", text=_("No run is at work."))
            return
        minutes = int((self._now - holder.since).total_seconds() // 60)
        text = _("A run is at work: process {pid} on {host}, for {n} minutes.")
        text = text.format(pid=holder.pid, host=sanitize(holder.host), n=format_number(minutes))
        if minutes <= self._settings.window.run_minutes:
            yield Finding(check="lock", text=text)
            return
        advice = _(
            "It should have ended. Stop that process; the lock frees itself, and the next run"
            " begins anew."
        )
        yield Finding(check="lock", exit_code=ExitCode.LOCKED, text=text, advice=advice)

    def store(self) -> Iterator[Finding]:
        store = open_store(self.data)
        n = len(store.items())
        text = ngettext(
            "The store can be read, and holds {n} item.",
            "The store can be read, and holds {n} items.",
            n,
        )
        yield Finding(check="store", text=text.format(n=format_number(n)))
        for held in store.waiting():
            text = _("{name} was held by the guard on {day}, and waits for someone to decide.")
            yield Finding(
                check="held",
                interface=held.interface,
                exit_code=ExitCode.WITH_WARNINGS,
                text=text.format(name=sanitize(held.file), day=self._day(held.at)),
                advice=_(
                    "`opos show {run}` says why; `opos release {run} --reason TEXT` carries it out."
                ).format(run=held.run),
            )

    def archive(self) -> Iterator[Finding]:
        """The chain alone; `opos verify` reads the originals too."""
        n, end, last = 0, "", None
        for last, own_hash in Archive(self.data.archive).chain():
            n += 1
            if last.number != n or last.previous != end:
                text = _("The chain over the originals breaks at line {n}.").format(
                    n=format_number(n)
                )
                advice = _(
                    "`opos verify` says all that does not agree; restore the archive from a backup."
                )
                yield Finding(check="archive", exit_code=ExitCode.STORE, text=text, advice=advice)
                return
            end = own_hash
        if last is None:
            yield Finding(check="archive", text=_("The archive is empty."))
            return
        text = _("{n} originals; the chain over them ends on {day} with {hash}.")
        yield Finding(
            check="archive",
            text=text.format(n=format_number(n), day=self._day(last.at), hash=end[:16]),
        )

    def servers(self) -> Iterator[Finding]:
        from engine.sources.diagnose import diagnose

        for name in self._names:
            source = self._settings.interfaces[name].source
            here = self._now.astimezone(self._zone)
            for step in diagnose(source, partial(password_of, name, source), self._token, now=here):
                failure = (
                    ExitCode.LOGIN_REFUSED
                    if step.step in ("tls", "host_key", "login")
                    else ExitCode.UNREACHABLE
                )
                code = {"ok": ExitCode.OK, "warn": ExitCode.WITH_WARNINGS, "fail": failure}[
                    step.verdict
                ]
                yield Finding(
                    check="server",
                    interface=name,
                    exit_code=code,
                    text=step.text,
                    advice=step.advice,
                )

    def mail(self, test_mail: bool) -> Iterator[Finding]:
        from engine.reporting.smtp import log_in, unprotected

        smtp = self._settings.smtp
        if not smtp.host:
            advice = _(
                "Set smtp.host, smtp.sender and report.email of the interfaces, and someone hears"
                " of what goes wrong."
            )
            yield Finding(check="mail", text=_("No mail is configured."), advice=advice)
            return
        if notice := unprotected(smtp):
            yield Finding(check="mail", exit_code=ExitCode.WITH_WARNINGS, text=render(notice))
        log_in(smtp, password_of("smtp", smtp))
        text = _("The mail server {host} takes mails from us.")
        yield Finding(check="mail", text=text.format(host=sanitize(smtp.host)))
        if test_mail:
            yield from self._test_mail()

    def _test_mail(self) -> Iterator[Finding]:
        from engine.reporting.run_mail import write_test_mail
        from engine.reporting.smtp import send

        smtp = self._settings.smtp
        to = tuple(
            dict.fromkeys(
                each
                for name in self._names
                for each in self._settings.interfaces[name].report.email
            )
        )
        if not to:
            text = _("There is nobody to send a test mail to: no interface has report.email.")
            yield Finding(check="mail", exit_code=ExitCode.WITH_WARNINGS, text=text)
            return
        refused = send(smtp, password_of("smtp", smtp), write_test_mail(smtp.sender, to, self._now))
        if sent := [address for address in to if address not in refused]:
            yield Finding(
                check="mail",
                text=_("A test mail was sent to {addresses}.").format(
                    addresses=sanitize(", ".join(sent))
                ),
            )
        for refusal in refused.values():
            yield Finding(
                check="mail",
                exit_code=refusal.exit_code,
                text=cause_of(refusal),
                advice=advice_of(refusal),
            )

    def outbox(self) -> Iterator[Finding]:
        for name, box in load_outboxes(self.data.outboxes).items():
            n = len(box.letters)
            if n:
                text = ngettext(
                    "{n} mail could not be sent yet.", "{n} mails could not be sent yet.", n
                ).format(n=format_number(n))
                advice = _("The next run of this interface tries again.")
                yield Finding(
                    check="outbox",
                    interface=name,
                    exit_code=ExitCode.REPORT_FAILED,
                    text=text,
                    advice=advice,
                )

    def schedule(self) -> Iterator[Finding]:
        records = due(self._configuration, load_records(self.data.schedule), self._now).records
        for name in self._names:
            interface = self._settings.interfaces[name]
            if not runs_here(interface):
                continue
            timetable = timetable_of(self._configuration, interface)
            if silent := no_run(timetable, records[name].due, self._now):
                yield Finding(
                    check="schedule",
                    interface=name,
                    exit_code=ExitCode.NO_FILE,
                    text=render(silent),
                    advice=render_advice(silent),
                )
                continue
            following = next_due(timetable, max(self._now, records[name].due))
            text = (
                _("It runs {how}; next on {day} at {time}.")
                if following
                else _("It never becomes due.")
            )
            here = (following or self._now).astimezone(self._zone)
            text = text.format(
                how=describe(interface.schedule), day=format_date(here.date()), time=f"{here:%H:%M}"
            )
            yield Finding(check="schedule", interface=name, text=text)

    def silence(self) -> Iterator[Finding]:
        for name in self._names:
            runs = list(back_to_the_last_import(self.data, name))
            silent = no_new_list(
                runs, self._settings.interfaces[name].source.expect_days, self._now, self._zone
            )
            if silent:
                yield Finding(
                    check=silent.code.value,
                    interface=name,
                    exit_code=ExitCode.NO_FILE,
                    text=render(silent),
                    advice=render_advice(silent),
                )

    def last_runs(self) -> Iterator[Finding]:
        for name in self._names:
            ended = (
                run
                for run in journal.newest(self.data.journals, name)
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
                day=self._day(run.started_at), cause=sanitize(run.finished.cause)
            )
            advice = _("The whole run: opos show {run}").format(run=run.run)
            yield Finding(
                check="last_run",
                interface=name,
                exit_code=ExitCode.WITH_WARNINGS,
                text=text.strip(),
                advice=advice,
            )

    def schedulers(self) -> Iterator[Finding]:
        found = schedulers(journal.newest(self.data.journals), self._now)
        if len(found) > 1:
            yield Finding(
                check="schedulers",
                exit_code=ExitCode.WITH_WARNINGS,
                text=_(
                    "More than one scheduler starts the runs of this data folder: {names}."
                ).format(names=", ".join(found)),
                advice=_(
                    "Nothing is run twice, but keep only one: see `opos service cron` and `opos"
                    " service systemd`."
                ),
            )

    def _day(self, moment: datetime) -> str:
        return format_date(moment.astimezone(self._zone).date())
