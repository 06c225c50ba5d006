"""Whoever is not looking hears of a run here: by mail, by a watchdog's ping, by figures for
Prometheus.

What fails in telling is told in the run's own journal and never disturbs the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.checked_file import read_checked, write_checked
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.i18n import speaking
from engine.journal import journal
from engine.journal.event_message import warned
from engine.journal.events import Event, RunFinished, Trigger
from engine.model.errors import ExitCode, MailFailed
from engine.model.message import Message
from engine.reporting.monitoring import Standing, ping, write_prometheus
from engine.reporting.outbox import Letter, Outbox, after_run, deliver
from engine.schedule.due import load_records, runs_here, timetable_of
from engine.schedule.schedule import next_due
from engine.settings.load import Configuration
from engine.settings.secrets import password_of


class Reporter(msgspec.Struct, frozen=True):
    """Tells of the runs of one interface. Used by whoever holds the store's lock."""

    configuration: Configuration
    name: str
    trigger: Trigger
    now: datetime
    """When the run began, UTC."""
    token: CancelToken

    @property
    def data(self) -> DataFolder:
        return DataFolder(self.configuration.data_dir)

    def begun(self) -> Iterator[Event]:
        """Tell the watchdog that a run starts."""
        if url := self.configuration.settings.monitoring.ping_url.get_secret_value():
            yield from _warned(ping(url, self.name, "start", self.token))

    def ended(self, run: str, finished: RunFinished) -> Iterator[Event]:
        """Tell everyone how the run ended: mails first, since whether they went belongs to what the
        others are told.
        """
        yield from self._mail(run, finished)
        monitoring = self.configuration.settings.monitoring
        if monitoring.prometheus_file:
            path = Path(monitoring.prometheus_file).expanduser()
            yield from _warned(write_prometheus(path, [*self._standings(finished)]))
        if url := monitoring.ping_url.get_secret_value():
            well = finished.exit_code in (ExitCode.OK, ExitCode.WITH_WARNINGS)
            signal: Literal["success", "fail"] = "success" if well else "fail"
            yield from _warned(ping(url, self.name, signal, self.token, finished.cause))

    def _mail(self, run: str, finished: RunFinished) -> Iterator[Event]:
        settings = self.configuration.settings
        if not settings.smtp.host:
            return
        wishes, today = (
            settings.interfaces[self.name].report,
            self.now.astimezone(ZoneInfo(settings.timezone)).date(),
        )
        boxes = load_outboxes(self.data.outboxes)
        before = boxes.get(self.name, Outbox())
        box = after_run(before, run, self.now, self.trigger, finished, wishes, today)
        if box != before:
            _save(self.data.outboxes, {**boxes, self.name: box})
        if box.letters:
            left = yield from deliver(
                box, lambda letter: self._send(letter, run, finished), self.now
            )
            _save(self.data.outboxes, {**boxes, self.name: left})

    def _send(self, letter: Letter, run: str, finished: RunFinished) -> dict[str, MailFailed]:
        from engine.reporting.run_mail import write_mail
        from engine.reporting.smtp import send

        settings = self.configuration.settings
        told = [
            entry.event
            for entry in journal.read_journal(journal.journal_path(self.data.journals, letter.run))
        ]
        if letter.run == run:
            told.append(finished)
        people_call_it = settings.interfaces[self.name].name
        with speaking(letter.language):
            message = write_mail(
                letter, people_call_it, told, settings.smtp.sender, ZoneInfo(settings.timezone)
            )
        return send(settings.smtp, password_of("smtp", settings.smtp), message, self.token)

    def _standings(self, finished: RunFinished) -> Iterator[Standing]:
        for standing in standings(self.configuration, self.now):
            if standing.interface == self.name:
                imported = self.now if finished.outcome == "imported" else standing.last_import
                standing = msgspec.structs.replace(
                    standing, last_run=self.now, finished=finished, last_import=imported
                )
            yield standing


def standings(configuration: Configuration, now: datetime) -> Iterator[Standing]:
    """How each interface stands, from the journals."""
    data = DataFolder(configuration.data_dir)
    records = load_records(data.schedule)
    for name, interface in configuration.settings.interfaces.items():
        last_run: journal.Run | None = None
        last_import: datetime | None = None
        for run in journal.newest(data.journals, name):
            if run.finished is None or run.started.dry_run:
                continue
            last_run = last_run or run
            if run.state == "imported":
                last_import = run.started_at
                break
        after = max(now, records[name].due) if name in records else now
        yield Standing(
            interface=name,
            last_run=last_run.started_at if last_run else None,
            finished=last_run.finished if last_run else None,
            last_import=last_import,
            next_run=next_due(timetable_of(configuration, interface), after)
            if runs_here(interface)
            else None,
        )


_outboxes = JsonDecoder(dict[str, Outbox])


def load_outboxes(path: Path) -> dict[str, Outbox]:
    """What is still to be sent, by interface; nothing where the file is missing or damaged, since
    reports are no books.
    """
    try:
        return read_outboxes(path)
    except (OSError, Damaged):
        return {}


def read_outboxes(path: Path) -> dict[str, Outbox]:
    """The same. Raises `OSError`, `Damaged`."""
    return read_checked(path, _outboxes)


def _save(path: Path, boxes: dict[str, Outbox]) -> None:
    write_checked(path, boxes)


def _warned(notice: Message | None) -> Iterator[Event]:
    if notice is not None:
        yield warned("", notice)
