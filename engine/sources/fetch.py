"""From the server into the spool: only whole files, one at a time, the oldest first.

A list that comes half would book invoices as paid. So a file must stand still over two looks; its
size and time must be the same before and after the transfer, and as many bytes must have come as it
has: neither ftplib nor paramiko notices a cut transfer.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.sanitize import sanitize
from engine.journal.events import Event, FileSkipped, Progress
from engine.messages.sources import SourceFault
from engine.model.errors import SourceUnreachable
from engine.settings.interface import SourceSettings
from engine.sources.ready_files import listed_files, ready_files, standing_still
from engine.sources.selection import oldest_first
from engine.sources.server import RemoteFile, TransientError
from engine.sources.source import Source
from engine.sources.spool import COMING, WHOLE, spool_errors
from engine.sources.spool_writer import SpoolWriter

_LARGE = 8 * 1024 * 1024
"""Bytes of a file from which on it is written and hashed beside the receiving; a smaller one is
there before that would help.
"""
_TELL_EVERY = 1024 * 1024
"""Bytes between two words of progress; of a large file, a hundredth of it."""


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file in the spool; its local name says nothing of its remote one."""

    file: RemoteFile
    """As the server told of it right after the transfer."""
    path: Path
    sha256: str
    size: int


class Refusals(Protocol):
    """What was refused or held before and lies on the server still, and what is too large to be
    fetched.
    """

    @property
    def most_bytes(self) -> int:
        """So large a list may be."""
        ...

    def of_file(self, file: RemoteFile) -> Event | None:
        """What there is to tell of a file that is not fetched again; None where it is to be."""
        ...

    def of_content(self, fetched: Fetched) -> Event | None:
        """What there is to tell of a content that was refused, in this run too."""
        ...

    def may_be_to_take_away(self, file: RemoteFile) -> bool:
        """Whether a file of this name, size and time was dealt with before, and lies there because
        that run was killed when its ready file was gone already.
        """
        ...


def fetch_lists(
    source: Source,
    settings: SourceSettings,
    spool: Path,
    token: CancelToken,
    *,
    now: datetime,
    known: Callable[[str], bool],
    refusals: Refusals | None = None,
) -> Iterator[Event | Fetched]:
    """Fetch every list that is ready. The caller deals with each before it asks for the next, and
    removes it from the spool.

    `now` carries the time zone that dates in directories go by. `known` tells by the SHA-256
    whether this content was dealt with before: such files come too, so that they can be removed,
    but do not count towards `max_files`. Nor do refused ones, or they would starve all others.
    """
    ready, unready = yield from ready_files(
        listed_files(source, settings, now),
        settings,
        now,
        refusals.may_be_to_take_away if refusals else lambda _file: False,
    )
    if refusals is not None:
        ready = yield from _not_refused(ready, refusals)
    if ready and settings.stable_seconds:
        name = sanitize(ready[0].name)
        yield Progress(name=name, step="wait", done=0, total=settings.stable_seconds)
        token.sleep(settings.stable_seconds)
        ready = yield from standing_still(ready, listed_files(source, settings, now))
    fresh = 0
    for file in sorted(ready, key=oldest_first):
        if fresh == settings.max_files:
            return
        fetched = yield from _fetch(file, source, spool, token, refusals)
        if fetched is None:
            continue
        is_new = not known(fetched.sha256)
        if is_new and file.path in unready and not (refusals and refusals.of_content(fetched)):
            fetched.path.unlink()
            yield FileSkipped(name=sanitize(file.name), reason="not_ready")
            continue
        yield fetched
        fresh += is_new and (refusals is None or refusals.of_content(fetched) is None)


def _not_refused(
    files: list[RemoteFile], refusals: Refusals
) -> Generator[Event, None, list[RemoteFile]]:
    """Those that were not refused before; the others are told."""
    left: list[RemoteFile] = []
    for file in sorted(files, key=oldest_first):
        if told := refusals.of_file(file):
            yield told
        else:
            left.append(file)
    return left


def _fetch(
    file: RemoteFile, source: Source, spool: Path, token: CancelToken, refusals: Refusals | None
) -> Generator[Event, None, Fetched | None]:
    """The file, whole and in the spool; None if it was not whole on the server. What may pass is
    tried again.
    """
    for pause in (*source.timeouts.pauses, None):
        try:
            return (yield from _try_to_fetch(file, source, spool, refusals))
        except TransientError:
            if pause is None:
                raise
            token.sleep(pause)
        except SourceUnreachable:
            if source.stat(file) is not None:
                raise
            yield FileSkipped(name=sanitize(file.name), reason="gone")
            return None
    return None


def _try_to_fetch(
    file: RemoteFile, source: Source, spool: Path, refusals: Refusals | None
) -> Generator[Event, None, Fetched | None]:
    before = source.stat(file)
    if before is None:
        yield FileSkipped(name=sanitize(file.name), reason="gone")
        return None
    if before.size != file.size:
        yield FileSkipped(name=sanitize(file.name), reason="still_growing")
        return None
    most = before.size
    if most is None:
        most = refusals.most_bytes if refusals else sys.maxsize
    with _spool_file(spool) as path:
        fetched = yield from _transfer(before, source, path, most)
        after = source.stat(file)
        if after != before:
            path.unlink()
            yield FileSkipped(name=sanitize(file.name), reason="still_growing")
            return None
        if fetched.size > most:
            path.unlink()
            told = msgspec.structs.replace(file, size=fetched.size)
            if before.size is None and refusals and (refused := refusals.of_file(told)):
                yield refused
                return None
            raise TransientError(SourceFault.MORE_THAN_ANNOUNCED, name=file.name, size=most)
        expected = fetched.size if after.size is None else after.size
        if fetched.size != expected or (after.size is None and not _comes_again(fetched, source)):
            raise TransientError(
                SourceFault.CUT, name=file.name, size=fetched.size, expected=expected
            )
        whole = path.with_suffix(WHOLE)
        path.rename(whole)
    return msgspec.structs.replace(fetched, path=whole)


def _transfer(
    file: RemoteFile, source: Source, path: Path, most: int
) -> Generator[Event, None, Fetched]:
    """Write what comes into `path`, durably, and hash it on the way; no more than a block beyond
    `most` bytes.
    """
    done = told = 0
    tell_every = max(_TELL_EVERY, (file.size or 0) // 100)
    beside = (file.size or 0) >= _LARGE
    with SpoolWriter(path, beside=beside) as target:
        for block in source.read(file):
            target.write(block)
            done += len(block)
            if done > most:
                source.close()  # the rest is still under way
                break
            if done - told >= tell_every:
                told = done
                yield Progress(name=sanitize(file.name), step="fetch", done=done, total=file.size)
    return Fetched(file=file, path=path, sha256=target.sha256, size=done)


def _comes_again(fetched: Fetched, source: Source) -> bool:
    """Where the server tells no size, a second transfer must bring the same: a cut comes elsewhere
    each time.
    """
    digest = hashlib.sha256()
    came = 0
    for block in source.read(fetched.file):
        digest.update(block)
        came += len(block)
        if came > 2 * fetched.size + 16_000_000:  # no cut explains that: it has no end
            source.close()
            return False
    return digest.hexdigest() == fetched.sha256


@contextmanager
def _spool_file(spool: Path) -> Iterator[Path]:
    """A new empty file for its owner alone; gone again if anything goes wrong."""
    with spool_errors(spool):
        handle, name = tempfile.mkstemp(suffix=COMING, dir=spool)
        os.close(handle)
        path = Path(name)
        try:
            yield path
        except BaseException:
            path.unlink(missing_ok=True)
            raise
