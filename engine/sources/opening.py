"""From the settings of a source to an open connection. What a protocol needs is imported only when
it is used.
"""

from __future__ import annotations

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.settings.server import ServerSettings
from engine.sources.server import Server, Timeouts

PORTS = {"ftp": 21, "ftps": 21, "sftp": 22}
"""The usual port of each protocol; implicit FTPS has its own."""
IMPLICIT_PORT = 990


def port_of(settings: ServerSettings) -> int:
    """The port that is configured, else the usual one."""
    return usual_port(settings.protocol, settings.tls) if settings.port is None else settings.port


def usual_port(protocol: str, tls: str) -> int:
    """The port of the protocol; TLS that begins at once has one of its own."""
    return IMPLICIT_PORT if (protocol, tls) == ("ftps", "implicit") else PORTS[protocol]


def address_of(settings: ServerSettings) -> str:
    """The source as people read it, never with a password: `ftp://user@host:21/dir/`."""
    if settings.protocol == "folder":
        return settings.directory
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    user = f"{settings.user}@" if settings.user else ""
    return (
        f"{settings.protocol}://{user}{host}:{port_of(settings)}/{settings.directory.lstrip('/')}"
    )


def open_server(
    settings: ServerSettings, password: SecretStr, token: CancelToken, timeouts: Timeouts
) -> Server:
    """Connect and log in; raises `SourceUnreachable` or `LoginRefused`."""
    if settings.protocol == "folder":
        from engine.sources.folder import FolderServer

        return FolderServer(token)
    if settings.protocol == "sftp":
        from engine.sources.sftp.sftp_server import open_sftp

        return open_sftp(settings, port_of(settings), password, token, timeouts)
    from engine.sources.ftp.ftp_server import open_ftp

    return open_ftp(settings, port_of(settings), password, token, timeouts)
