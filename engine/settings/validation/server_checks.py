"""What is wrong together in the settings of a server, wherever one is named; and names that lead
nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.common.i18n import _
from engine.common.nearest_word import one_of
from engine.common.sanitize import sanitize
from engine.settings.secrets import HasPassword
from engine.settings.server import ServerSettings
from engine.settings.toml.statements import KeyPath

Found = Iterator[tuple[KeyPath, str]]
"""Mistakes with their keys below the table that was checked."""


def server_mistakes(server: ServerSettings, name: str) -> Found:
    """What keeps the server from being reached; `name` is that of its table."""
    if server.protocol == "folder":
        if not Path(server.directory).is_absolute():
            yield (
                (name, "directory"),
                _('must be a whole path on this machine, beginning with "/".'),
            )
    elif not server.host:
        yield (name, "host"), _("is missing: the name or address of the server.")
    yield from one_password(server, name)


def one_password(table: HasPassword, name: str) -> Found:
    """A password that is given in more than one way."""
    ways = {
        "password": len(table.password),
        "password_file": table.password_file,
        "password_command": table.password_command,
    }
    given = [key for key, value in ways.items() if value]
    for key in given[1:]:
        yield (
            (name, key),
            _("is one way too many: there is {first} already.").format(first=given[0]),
        )


def place_of(server: ServerSettings) -> tuple[object, ...]:
    """What is equal where two mean the same folder of the same server."""
    usual = {"sftp": 22, "ftp": 21, "ftps": 990 if server.tls == "implicit" else 21, "folder": 0}
    reached = (
        (server.host.lower(), server.port or usual[server.protocol], server.user)
        if server.protocol != "folder"
        else ()
    )
    return (reached, server.directory)


def no_such(table: str, name: str, names: Iterable[str]) -> str:
    """That no table of this kind has this name, and which there are."""
    return _("there is no [{table}.{name}].").format(table=table, name=sanitize(name)) + one_of(
        name, names
    )
