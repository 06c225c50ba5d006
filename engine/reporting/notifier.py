"""Whoever is not looking hears of a run here: by mail, by a watchdog's ping, by figures for
Prometheus.

What fails in telling is told in the run's own journal and never disturbs the import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import speaking
from engine.exports.records import ExportRecords
from engine.journal import journal
from engine.journal.event_message import warned
from engine.journal.events import AnyEvent, Event, RunFinished, Trigger
from engine.model.errors import ExitCode, SendFailed
from engine.model.message import Message
from engine.reporting.lost_letters import lost_letters
from engine.reporting.monitoring import ExportStanding, Standing, ping, write_prometheus
from engine.reporting.outbox import Letter, Outbox, after_run, deliver
from engine.reporting.outboxes import Outboxes
from engine.reporting.phones import recipients, send_to_phones
from engine.reporting.webhook import call_webhook, run_body
from engine.schedule.due import runs_here, timetable_of
from engine.schedule.schedule import next_due
from engine.settings.interface import Report
from engine.settings.load import Configuration
from engine.settings.secrets import password_of
from engine.store.due_records import DueRecords
from engine.store.opening import open_store

_Send = Callable[[Letter, list[AnyEvent]], dict[str, SendFailed]]
"""Writes and sends a letter about a run with these events, as `engine.reporting.smtp.send` does."""


class Reporter(msgspec.Struct, frozen=True):
    """Tells of the runs of one interface. Used by whoever runs it."""

    configuration: Configuration
    name: str
    trigger: Trigger
    now: datetime
    """When the run began, UTC."""
    token: CancelToken

    @property
    def data(self) -> DataFolder:
        return self.configuration.data

    def begun(self) -> Iterator[Event]:
        """Tell the watchdog that a run starts."""
        if url := self.configuration.settings.monitoring.ping_url.get_secret_value():
            yield from _warned(ping(url, self.name, "start", self.token))

    def ended(self, run: str, finished: RunFinished) -> Iterator[Event]:
        """Tell everyone how the run ended: whoever is written to first, since whether that went
        belongs to what the others are told.
        """
        yield from self._mail(run, finished)
        yield from self._notify(run, finished)
        monitoring = self.configuration.settings.monitoring
        if url := monitoring.ping_url.get_secret_value():
            well = finished.exit_code in (ExitCode.OK, ExitCode.WITH_WARNINGS)
            signal: Literal["success", "fail"] = "success" if well else "fail"
            yield from _warned(ping(url, self.name, signal, self.token, finished.cause))

    def figures(self, finished: RunFinished) -> Iterator[Event]:
        """Write how all interfaces stand, this one as `finished`. Two runs must not do it at
        once.
        """
        if name := self.configuration.settings.monitoring.prometheus_file:
            yield from _warned(self._figures(Path(name).expanduser(), finished))

    def _mail(self, run: str, finished: RunFinished) -> Iterator[Event]:
        settings = self.configuration.settings
        if settings.smtp.host:
            wishes = settings.interfaces[self.name].report
            yield from self._letters(self.name, wishes, run, finished, self._send_mail)

    def _notify(self, run: str, finished: RunFinished) -> Iterator[Event]:
        """Tell other programs, phones and chats on the occasions on which readers get a mail."""
        notify = self.configuration.settings.notify
        ways = (("webhook", ("webhook",), self._call), ("apprise", recipients(notify), self._phone))
        for way, to, send in ways:
            if getattr(notify, way):
                wishes, box = Report(email=to, on=notify.on), f"{self.name}/{way}"
                yield from self._letters(box, wishes, run, finished, send)

    def _letters(
        self, box_name: str, wishes: Report, run: str, finished: RunFinished, send: _Send
    ) -> Iterator[Event]:
        """Send what this run and those before it call for; what cannot be sent stays in its box."""
        zone = ZoneInfo(self.configuration.settings.timezone)
        boxes = Outboxes(self.data)
        before = boxes.load().get(box_name)
        if before is None:
            before = Outbox(letters=lost_letters(self.data.journals, self.name, run, wishes))
        today = self.now.astimezone(zone).date()
        box = after_run(before, run, self.now, self.trigger, finished, wishes, today)
        if box != before:
            boxes.put(box_name, box)

        def told(letter: Letter) -> dict[str, SendFailed]:
            path = journal.journal_path(self.data.journals, letter.run)
            events: list[AnyEvent] = [entry.event for entry in journal.read_journal(path)]
            with speaking(letter.language):
                return send(letter, [*events, finished] if letter.run == run else events)

        if box.letters:
            left = yield from deliver(box, told, self.now)
            boxes.put(box_name, left)

    @property
    def _people_call_it(self) -> str:
        return self.configuration.settings.interfaces[self.name].name

    def _send_mail(self, letter: Letter, events: list[AnyEvent]) -> dict[str, SendFailed]:
        from engine.reporting.run_mail import write_mail
        from engine.reporting.smtp import send

        settings = self.configuration.settings
        zone = ZoneInfo(settings.timezone)
        message = write_mail(letter, self._people_call_it, events, settings.smtp.sender, zone)
        return send(settings.smtp, password_of("smtp", settings.smtp), message, self.token)

    def _call(self, letter: Letter, events: list[AnyEvent]) -> dict[str, SendFailed]:
        body = run_body(letter, self.name, events)
        name = f"{letter.run}.{letter.occasion.value}"
        call_webhook(self.configuration.settings.notify, body, name, self.token)
        return {}

    def _phone(self, letter: Letter, events: list[AnyEvent]) -> dict[str, SendFailed]:
        from engine.reporting.run_mail import write_note

        title, text = write_note(letter, self._people_call_it, events)
        notify = self.configuration.settings.notify
        return send_to_phones(notify, letter.to, title, text, self.token)

    def _figures(self, path: Path, finished: RunFinished) -> Message | None:
        exports = list(export_standings(self.configuration))
        return write_prometheus(path, [*self._standings(finished)], exports)

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
    data = configuration.data
    records = DueRecords(configuration).load()
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


def export_standings(configuration: Configuration) -> Iterator[ExportStanding]:
    """How each export stands. Raises `StoreError`."""
    store, records = open_store(configuration.data), ExportRecords(configuration.data)
    for name in configuration.settings.exports:
        record = records.load(name)
        last_sent = record.sent[-1].at if record.sent else None
        waiting = len(store.acts_for(name, record.number))
        yield ExportStanding(export=name, waiting=waiting, last_sent=last_sent)


def _warned(notice: Message | None) -> Iterator[Event]:
    if notice is not None:
        yield warned("", notice)
