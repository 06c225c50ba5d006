"""Which files of a server may be fetched: those meant and whole, as far as a listing tells."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime

from engine.common.sanitize import sanitize
from engine.journal.event_message import warned
from engine.journal.events import Event, FileFound, FileSkipped
from engine.messages.imports import ImportNotice
from engine.model.message import Message
from engine.settings.interface import SourceSettings
from engine.sources.names import is_harmless
from engine.sources.selection import is_meant, why_skipped
from engine.sources.server import RemoteFile
from engine.sources.source import Source


def listed_files(source: Source, settings: SourceSettings, now: datetime) -> list[RemoteFile]:
    """Every file of the configured directories; those for this interface told as exactly as the
    server can.
    """
    files: list[RemoteFile] = []
    for file in source.all_files(now.date()):
        if (
            file.has_size_and_mtime
            or not is_meant(settings, file.name)
            or not is_harmless(file.name)
        ):
            files.append(file)
        elif exact := _told_exactly(source, file):  # else it is gone, or a folder among bare names
            files.append(exact)
    return files


def _told_exactly(source: Source, file: RemoteFile) -> RemoteFile | None:
    return source.with_retries(lambda server: server.stat(file))


def ready_files(
    listed: list[RemoteFile],
    settings: SourceSettings,
    now: datetime,
    may_be_to_take_away: Callable[[RemoteFile], bool],
) -> Generator[Event, None, tuple[list[RemoteFile], set[str]]]:
    """The files that may be fetched, once they stand still; and the paths of those among them that
    may only be taken away, since no ready file is there.
    """
    names = {file.name for file in listed}
    ready: list[RemoteFile] = []
    unready: set[str] = set()
    for file in listed:
        if not is_meant(settings, file.name):
            continue
        name = sanitize(file.name)
        if not is_harmless(file.name):
            yield warned(name, Message.of(ImportNotice.UNSAFE_NAME, name=name))
            continue
        yield FileFound(name=name, size=file.size, modified=file.modified)
        reason = why_skipped(settings, file, names, now)
        if reason == "not_ready" and may_be_to_take_away(file):
            unready.add(file.path)
        elif reason:
            yield FileSkipped(name=name, reason=reason)
            continue
        ready.append(file)
    return ready, unready


def standing_still(
    before: list[RemoteFile], listed: list[RemoteFile]
) -> Generator[Event, None, list[RemoteFile]]:
    """Those of the files that a second look finds the same."""
    now_told = {file.path: file for file in listed}
    still: list[RemoteFile] = []
    for file in before:
        if now_told.get(file.path) == file:
            still.append(file)
        else:
            yield FileSkipped(
                name=sanitize(file.name),
                reason="still_growing" if file.path in now_told else "gone",
            )
    return still
