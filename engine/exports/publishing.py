"""A file put where another program looks for it: whole or not at all, once, and never over another.

It is written under a name that nobody takes for a list, looked at, noted as under way, and renamed.
Whoever is interrupted after that note sees by the first name whether the renaming came about.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable

from engine.common.sanitize import sanitize
from engine.exports.export_file import ExportFile
from engine.exports.records import Underway
from engine.messages.exports import ExportFault
from engine.model.errors import ExportError
from engine.settings.exports import TargetSettings
from engine.sources.names import readable, wire
from engine.sources.opening import address_of
from engine.sources.selection import ready_name
from engine.sources.server import RemoteFile, Server, TransientError

_COMING = ".part"


def publish(
    server: Server,
    target: TargetSettings,
    file: ExportFile,
    ready_file: str,
    underway: Underway | None,
    note: Callable[[Underway], None],
) -> None:
    """Put the file there, and at last its ready file, if there is to be one. `underway` is what was
    noted before it was interrupted.

    Raises `ExportError` where the name is taken, and as the operations of `Server` do.
    """
    contents = {file.name: file.content}
    if ready_file:
        contents[ready_name(ready_file, file.name)] = b""
    names = list(contents)
    if underway:
        # Once the ready file's turn has come, the file itself is where it belongs.
        done = names.index(underway.renaming) if underway.renaming in names else len(names)
        names = names[done:]
    for name in names:
        path = posixpath.join(wire(target.directory), wire(name))
        coming = _named(path + _COMING)
        if underway and name == underway.renaming:
            if server.stat(coming) is None:
                continue  # it was renamed before we were interrupted
        elif _lies_there(server, path, contents[name], target):
            continue
        else:
            _write(server, coming, contents[name])
            address = address_of(target)
            note(Underway(number=file.number, file=file.name, renaming=name, address=address))
        _demand_free(server, path, target)
        server.move(coming, path)


def _write(server: Server, coming: RemoteFile, content: bytes) -> None:
    server.write(coming.path, content)
    there = server.stat(coming)
    size = there.size if there else 0
    if size is not None and size != len(content):
        raise TransientError(
            ExportFault.NOT_WHOLE, name=sanitize(coming.name), size=size, expected=len(content)
        )


def _lies_there(server: Server, path: str, content: bytes, target: TargetSettings) -> bool:
    """Whether this very file is there already; one of another content is refused."""
    there = server.stat(_named(path))
    if there is None:
        return False
    digest = hashlib.sha256()
    for block in server.read(there):
        digest.update(block)
    if digest.digest() != hashlib.sha256(content).digest():
        raise _taken(path, target)
    return True


def _demand_free(server: Server, path: str, target: TargetSettings) -> None:
    if server.stat(_named(path)) is not None:
        raise _taken(path, target)


def _taken(path: str, target: TargetSettings) -> ExportError:
    name = sanitize(_named(path).name)
    return ExportError(ExportFault.NAME_TAKEN, name=name, address=sanitize(address_of(target)))


def _named(path: str) -> RemoteFile:
    name = readable(posixpath.basename(path))
    return RemoteFile(name=name, path=path, size=None, modified=None)
