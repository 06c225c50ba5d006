"""What a server shows of itself before anybody logs in, so that a person can compare it with what
its operator says, and trust it.
"""

from __future__ import annotations

import ssl
from contextlib import closing
from typing import Literal

import msgspec

from engine.common.cancellation import CancelToken
from engine.settings.server import ServerSettings
from engine.sources import network
from engine.sources.opening import port_of
from engine.sources.server import Timeouts


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """A host key or a certificate. From outside: escape it before showing."""

    setting: Literal["host_key", "ca_file"]
    """What makes opos trust it."""
    fingerprint: str
    kind: str
    """Of a key its type, of a certificate the names that it is for."""
    certificate: str = ""
    """In PEM form."""


def shown_identity(settings: ServerSettings, token: CancelToken) -> Identity:
    """Ask an SFTP or FTPS server; neither a name nor a password is sent. Raises
    `SourceUnreachable`, and `LoginRefused` for a server that offers no encryption.
    """
    timeouts = Timeouts(pauses=())
    return (_host_key if settings.protocol == "sftp" else _certificate)(settings, token, timeouts)


def _host_key(settings: ServerSettings, token: CancelToken, timeouts: Timeouts) -> Identity:
    from engine.sources.sftp.ssh import SshConnection

    connection = SshConnection(settings.host, port_of(settings), token, timeouts)
    with closing(connection):
        key = connection.greet()
    return Identity(setting="host_key", fingerprint=key.fingerprint, kind=key.type)


def _certificate(settings: ServerSettings, token: CancelToken, timeouts: Timeouts) -> Identity:
    from engine.sources.ftp.ftp_server import FtpServer
    from engine.sources.ftp.ftps import TlsSession
    from engine.sources.tls import read_certificate, unchecked_context

    port = port_of(settings)
    connection = network.connect(settings.host, port, token, timeouts.connect)
    is_implicit = settings.tls == "implicit"
    session = TlsSession(
        connection, settings.host, port, token, timeouts, unchecked_context(), is_implicit
    )
    server = FtpServer(session, token)
    with closing(server):
        server.greet()
        content = session.control_in_tls.getpeercert(binary_form=True) or b""
    shown = read_certificate(content)
    return Identity(
        setting="ca_file",
        fingerprint=f"SHA256 {shown.fingerprint}",
        kind=", ".join(shown.names),
        certificate=ssl.DER_cert_to_PEM_cert(content),
    )
