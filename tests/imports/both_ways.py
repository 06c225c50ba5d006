"""A practice whose every act is done twice from the same state: once reading what differs from the
last list, once all of it. Nothing may differ but the word which way it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.exports.numbering import Exporting
from engine.imports.changed_import import TakeWholeList
from engine.imports.import_run import run_import
from engine.imports.job import ImportJob, import_job
from engine.imports.load_run import load
from engine.imports.recorder import Decision
from engine.imports.release import reject, release
from engine.imports.undo_run import undo
from engine.journal.events import Event, Noted
from engine.messages.imports import WayOfReading, WholeBecause
from engine.model.errors import OposError
from engine.settings.load import Configuration, load_settings
from engine.store.opening import begin_store, open_store
from engine.store.protocol import Store
from tests.practice import CONFIG

FIRST_DAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
_WAYS = frozenset(code.value for code in WayOfReading)


@contextmanager
def small_lists_count() -> Iterator[None]:
    """Let short lists go the way of long ones, and read them a few lines at a time."""
    with (
        mock.patch("engine.lists.files.text.BLOCK", 3),
        mock.patch("engine.lists.files.equal_stretches._WINDOWS", (2, 40)),
        mock.patch("engine.lists.changed_list._MOST", 9),
        mock.patch("engine.imports.remembering.FEWEST_ROWS", 0),
    ):
        yield


class Difference(AssertionError):
    """What is not the same both ways."""


class BothWays:
    """See the module."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.uploads = folder, folder / "uploads"
        self.uploads.mkdir(parents=True)
        self.posting, self.guard = 'unlisted = "mark_paid"', ""
        self.file, self.mandants = "", '["001"]'
        self.store_table = ""
        self.day = 0
        self.runs: list[str] = []
        self.ways: list[str] = []
        """Of each list why all of it was read, or `changed`."""
        self._begin()

    def _begin(self) -> None:
        self._data().make()
        begin_store(self._data())

    def put(self, name: str, content: bytes) -> None:
        path = self.uploads / name
        path.write_bytes(content)
        at = (FIRST_DAY + timedelta(days=self.day)).timestamp()
        os.utime(path, (at, at))

    def run_list(self, interface: str = "datev", *, dry_run: bool = False) -> list[Event]:
        """Run an interface, both ways."""
        return self._both(
            lambda configuration, store, run, now: run_import(
                import_job(configuration, interface, run, now, dry_run=dry_run),
                store,
                CancelToken(),
            )
        )

    def load(self, content: bytes) -> None:
        path = self.folder / "invoices.csv"
        path.write_bytes(content)
        self._both(
            lambda configuration, store, run, now: load(
                store, path, "001", run, Exporting.of(configuration), CancelToken(), now=now
            )
        )

    def undo(self, run: str) -> None:
        self._both(
            lambda configuration, store, name, now: undo(
                store, run, name, Exporting.of(configuration), CancelToken(), now=now, dry_run=False
            )
        )

    def release(self, run: str, interface: str = "datev") -> None:
        self._both(
            lambda configuration, store, name, now: release(
                _job(configuration, interface, name, now),
                Decision(run, reason="right"),
                store,
                CancelToken(),
            )
        )

    def reject(self, run: str, interface: str = "datev") -> None:
        self._both(
            lambda configuration, store, name, now: reject(
                _job(configuration, interface, name, now),
                Decision(run, reason="wrong"),
                store,
                CancelToken(),
            )
        )

    def store(self) -> Store:
        return open_store(self._data())

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _both(
        self, act: Callable[[Configuration, Store, str, datetime], Iterable[Event]]
    ) -> list[Event]:
        now = FIRST_DAY + timedelta(days=self.day, hours=1)
        run = f"{now:%Y%m%dT%H%M%SZ}-{len(self.runs)}"
        self.runs.append(run)
        self.day += 1
        self.copy_to("before")

        def once() -> tuple[list[Event], str]:
            configuration = self._configuration()
            events: list[Event] = []
            error = ""
            try:
                store = open_store(configuration.data)
                events.extend(act(configuration, store, run, now))
            except OposError as raised:
                error = repr(raised.message)
            return events, error

        told, error = once()
        short = self.content()
        self.put_aside("short")
        self.take_back("before")
        with mock.patch(
            "engine.imports.way_of_reading.read_changed",
            side_effect=TakeWholeList(WholeBecause.NONE_BEFORE),
        ):
            told_whole, error_whole = once()
        whole = self.content()
        self.take_back("short")
        self.ways += map(_way, filter(_is_way, told))
        _same("events", _lines(told), _lines(told_whole))
        _same("error", [error], [error_whole])
        for what, one, other in zip(("data", "remembered", "uploads"), short, whole, strict=True):
            _same(what, sorted(one), sorted(other))
            for name in one:
                _same(name, one[name].splitlines(), other[name].splitlines())
        return told

    def copy_to(self, name: str) -> None:
        """Keep all that there is under this name."""
        for folder in (self.data, self.uploads):
            shutil.copytree(folder, folder.with_name(f"{name} {folder.name}"))

    def put_aside(self, name: str) -> None:
        """The same, and nothing is left."""
        for folder in (self.data, self.uploads):
            shutil.move(folder, folder.with_name(f"{name} {folder.name}"))

    def take_back(self, name: str) -> None:
        """Go on with what was kept, in place of all that there is."""
        for folder in (self.data, self.uploads):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.move(folder.with_name(f"{name} {folder.name}"), folder)

    def content(self) -> tuple[dict[str, bytes], ...]:
        """All that there is: store and files, what is remembered, what is to be imported."""
        return _content(self.data), _remembered(self.data), _content(self.uploads)

    def _configuration(self) -> Configuration:
        path = self.folder / "config.toml"
        text = CONFIG.format(uploads=self.uploads, source="", posting="")
        text = text.replace('unlisted = "mark_paid"', self.posting, 1)
        text = text.replace('mandants = ["001"]', f"mandants = {self.mandants}")
        text += '\n[mandants.002]\nname = "B"\n'
        text += f"\n[interfaces.datev.file]\n{self.file}\n[interfaces.datev.guard]\n{self.guard}\n"
        path.write_text(f"{text}\n{self.store_table}", encoding="utf-8")
        return load_settings(path, {})

    def _data(self) -> DataFolder:
        return self._configuration().data


def _job(configuration: Configuration, interface: str, run: str, now: datetime) -> ImportJob:
    return import_job(configuration, interface, run, now, dry_run=False)


def _is_way(event: Event) -> bool:
    return isinstance(event, Noted) and event.code in _WAYS


def _way(event: Any) -> str:
    return str(event.params["why"]["code"]) if "why" in event.params else "changed"


def _lines(events: Iterable[Event]) -> list[bytes]:
    return [msgspec.json.encode(event, enc_hook=repr) for event in events if not _is_way(event)]


def _content(folder: Path) -> dict[str, bytes]:
    """Every file but locks, which hold process ids, what is remembered, and copies."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".lock"
        and not {"lists", "originals"} & {*path.relative_to(folder).parts[:1]}
    }


def _remembered(folder: Path) -> dict[str, bytes]:
    """What is remembered, in an order of its own, a field a line."""

    def fields(path: Path) -> Iterator[bytes]:
        found = msgspec.json.decode(path.read_bytes().partition(b"\n")[0])
        for name, value in found.items():
            ordered = sorted(value) if isinstance(value, list) else value
            yield msgspec.json.encode([name, ordered], order="deterministic")

    found = {}
    for path in (folder / "lists").glob("*.json"):
        try:
            found[path.name] = b"\n".join(fields(path))
        except (msgspec.MsgspecError, ValueError):
            found[path.name] = b"damaged"
    return found


def _same(what: str, one: Sequence[object], other: Sequence[object]) -> None:
    if one != other:
        odd = [line for line in one if line not in other][:6]
        missing = [line for line in other if line not in one][:6]
        raise Difference(f"{what}:\n  only by what differs: {odd}\n  only as a whole: {missing}")
