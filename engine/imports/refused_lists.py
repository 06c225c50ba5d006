"""Lists that were refused and lie on the server still. They are neither fetched nor read again, nor
do they count towards `max_files`, until they change, or what decides how they are read.

Kept in a file for each interface. Losing it costs nothing but reading them once more.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.common.sanitize import sanitize
from engine.imports.job import ImportJob
from engine.journal.event_message import file_refused
from engine.journal.events import FileRefused
from engine.messages.list_refusals import ListRefusal
from engine.messages.run import RunFault
from engine.messages.workbook_refusals import WorkbookRefusal
from engine.model.errors import StoreError
from engine.model.message import Message
from engine.settings.table import settings_json
from engine.sources.fetch import Fetched
from engine.sources.server import RemoteFile

_PASSING = (WorkbookRefusal.TOOK_TOO_LONG.value, WorkbookRefusal.OUT_OF_MEMORY.value)
"""What may be otherwise on another day, though file and configuration are the same."""


class RefusedList(msgspec.Struct, frozen=True, kw_only=True):
    """One list, and why it was refused."""

    name: str
    size: int
    modified: datetime | None
    sha256: str
    run: str
    """The run that read it."""
    code: str
    params: dict[str, Any] | None
    cause: str
    advice: str


class _Refusals(msgspec.Struct, frozen=True, kw_only=True):
    read_by: str
    """What decided how they were read."""
    lists: list[RefusedList]


_decode = JsonDecoder(_Refusals)


class RefusedLists:
    """Those of one interface, for one run. At the end of the `with` statement it is written down
    which of them lie there; raises `StoreError`.
    """

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._path = _path(job.data, job.name)
        stored = _load(self._path)
        self._known = stored.lists if stored and stored.read_by == _fingerprint(job) else []
        self._written = self._known
        self._there: list[RefusedList] = []
        """Those that this run met."""
        self._by_file: dict[tuple[str, int | None, datetime | None], RefusedList] = {
            (each.name, each.size, each.modified): each for each in self._known
        }
        self._by_content = {each.sha256: each for each in self._known}

    @property
    def most_bytes(self) -> int:
        """So large a list may be: `limits.file_megabytes`."""
        return self._job.limits.file_bytes

    def of_file(self, file: RemoteFile) -> FileRefused | None:
        """The refusal of a file that is too large to be fetched, or the same by name, size and
        time. With `acknowledge` there is none of the latter: the file comes again to be moved
        aside.
        """
        if file.size is not None and file.size > self.most_bytes:
            too_large = Message.of(
                ListRefusal.FILE_TOO_LARGE, size=file.size, limit=self.most_bytes
            )
            return file_refused(sanitize(file.name), too_large)
        if self._job.interface.source.acknowledge or not self.knows(file):
            return None
        return self._again(self._by_file[file.name, file.size, file.modified])

    def knows(self, file: RemoteFile) -> bool:
        """Whether a file of this name, size and time was refused."""
        is_told = file.has_size_and_mtime
        return is_told and (file.name, file.size, file.modified) in self._by_file

    def of_content(self, fetched: Fetched) -> FileRefused | None:
        """The refusal of the same content, in this run too."""
        known, file = self._by_content.get(fetched.sha256), fetched.file
        if known is None:
            return None
        return self._again(msgspec.structs.replace(known, name=file.name, modified=file.modified))

    def add(self, fetched: Fetched, refusal: FileRefused) -> None:
        """Remember it."""
        if refusal.code in _PASSING:
            return
        refused = RefusedList(
            name=fetched.file.name,
            size=fetched.size,
            modified=fetched.file.modified,
            sha256=fetched.sha256,
            run=self._job.run,
            code=refusal.code,
            params=refusal.params,
            cause=refusal.cause,
            advice=refusal.advice,
        )
        self._by_content[refused.sha256] = refused
        self._there.append(refused)
        if self._job.interface.source.acknowledge and not self._job.dry_run:
            self._save(whole=False)  # whoever sets it aside after a kill does so in this run's name

    def earlier_run(self, sha256: str) -> str:
        """The earlier run that refused this content; empty where none did."""
        known = self._by_content.get(sha256)
        return known.run if known and known.run != self._job.run else ""

    def forget(self, sha256: str) -> None:
        """It was moved aside."""
        self._there = [each for each in self._there if each.sha256 != sha256]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._job.dry_run:
            self._save(whole=error is None)

    def _save(self, *, whole: bool) -> None:
        """What a `whole` run did not meet is forgotten."""
        known = [] if whole else self._known
        lists = [*{(each.name, each.sha256): each for each in [*known, *self._there]}.values()]
        if lists == self._written:
            return
        content = msgspec.json.encode(_Refusals(read_by=_fingerprint(self._job), lists=lists))
        with os_errors(StoreError, RunFault.REFUSED_LISTS_NOT_WRITTEN, path=str(self._path)):
            write_atomically(self._path, [msgspec.json.format(content), b"\n"])
        self._written = lists

    def _again(self, known: RefusedList) -> FileRefused:
        self._there.append(known)
        return FileRefused(
            name=sanitize(known.name),
            cause=known.cause,
            advice=known.advice,
            code=known.code,
            params=known.params,
        )


def refused_lists(data: DataFolder, interface: str) -> list[RefusedList]:
    """The refused lists that the interface's last run saw on its server."""
    stored = _load(_path(data, interface))
    return stored.lists if stored else []


def _path(data: DataFolder, interface: str) -> Path:
    return data.refused / f"{interface}.json"


def _load(path: Path) -> _Refusals | None:
    try:
        return _decode(read_plain(path))
    except (OSError, Damaged):
        return None


def _fingerprint(job: ImportJob) -> str:
    """Of all that decides whether a list is refused, besides the list."""
    from importlib.metadata import version  # slow to import, and few runs refuse anything

    file = job.interface.file
    parts = (
        version("opos-import"),
        settings_json(file).decode(),
        job.layouts.get(file.type),
        job.limits,
        sorted(job.mandants),
    )
    # Deterministic: a set of headings has another order in every process.
    encoded = msgspec.json.encode(parts, enc_hook=dict, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()
