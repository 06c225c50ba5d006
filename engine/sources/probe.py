"""Trying the right to remove files, with a probe file of our own and nothing else."""

from __future__ import annotations

import posixpath
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import msgspec

from engine.common.i18n import _, advice_of, cause_of
from engine.common.sanitize import sanitize
from engine.model.errors import SourceUnreachable
from engine.settings.server import ServerSettings
from engine.sources.names import wire
from engine.sources.selection import fixed_part
from engine.sources.server import RemoteFile, Server, TransientError
from engine.sources.source import Source, sibling_path

_OURS = re.compile(r"(probe_)?opos-probe-[0-9a-f]{8}\.tmp")
_DONE = timedelta(hours=1)


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What the probe file showed."""

    may_write: bool
    """Without this right nothing more could be tried."""
    ahead: timedelta | None = None
    """By how much the server's clock is ahead of ours; None where it did not tell."""


def try_rights(source: Source) -> Probe:
    """Write a probe file into the directory, and take it away as an imported list would be.

    Raises `SourceUnreachable` if it may be written and not taken away. What killed checks left is
    removed.
    """
    name = f"opos-probe-{secrets.token_hex(4)}.tmp"
    path = posixpath.join(wire(fixed_part(source.settings.directory)), name)
    file = RemoteFile(name=name, path=path, size=None, modified=None)
    target = (
        sibling_path(file, source.settings.move_to, "probe")
        if source.settings.after_import == "move"
        else ""
    )
    folders = {posixpath.dirname(each) for each in (path, target or path)}
    source.with_retries(lambda server: _sweep(server, folders))
    return source.with_retries(lambda server: _try(server, file, target))


def try_writing(server: Server, settings: ServerSettings) -> None:
    """Write a probe file as a file of an export is written, rename it and remove it. Raises
    `SourceUnreachable` at the first that is refused.
    """
    name = f"opos-probe-{secrets.token_hex(4)}.tmp"
    directory = wire(settings.directory)
    coming = RemoteFile(name=name, path=posixpath.join(directory, name), size=None, modified=None)
    renamed = msgspec.structs.replace(coming, path=posixpath.join(directory, f"probe_{name}"))
    _sweep(server, [directory])
    server.write(coming.path, b"opos may remove this file\n")
    server.move(coming, renamed.path)
    server.remove(renamed)


def _sweep(server: Server, folders: Iterable[str]) -> None:
    """Remove the probe files of checks that are over for certain."""
    done = datetime.now(UTC) - _DONE
    for folder in folders:
        with suppress(SourceUnreachable):
            for file in server.files(folder):
                if _OURS.fullmatch(file.name) and file.modified and file.modified < done:
                    server.remove(file)


def _try(server: Server, file: RemoteFile, target: str) -> Probe:
    try:
        server.write(file.path, b"opos may remove this file\n")
    except TransientError:
        raise
    except SourceUnreachable:
        return Probe(may_write=False)
    written = datetime.now(UTC)
    there = server.stat(file)
    try:
        if target:
            server.make_folder(posixpath.dirname(target))
            server.move(file, target)
            file = msgspec.structs.replace(file, path=target)
        server.remove(file)
    except TransientError:
        raise
    except SourceUnreachable as refusal:
        raise SourceUnreachable(
            _(
                "opos may write here, but not take files away: {cause} Its probe file {name} stays"
                " there."
            ).format(cause=cause_of(refusal), name=sanitize(file.name)),
            advice_of(refusal),
        ) from refusal
    return Probe(
        may_write=True, ahead=there.modified - written if there and there.modified else None
    )
