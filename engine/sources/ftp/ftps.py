"""FTP over TLS, explicit or implicit: nothing is sent in the clear but AUTH TLS itself."""

from __future__ import annotations

import ftplib
import socket
import ssl
from contextlib import closing, suppress

from engine.common.cancellation import CancelToken
from engine.messages.system import NetworkReason
from engine.messages.trust import EncryptionFault
from engine.model.errors import LoginRefused, OposError
from engine.settings.server import ServerSettings
from engine.sources import network
from engine.sources.ftp.ftp_session import AbsurdAnswerError, Session
from engine.sources.server import Timeouts
from engine.sources.tls import (
    Certificate,
    certificate_refused,
    checking_context,
    read_certificate,
    tls_refused,
    unchecked_context,
)


def tls_session(
    settings: ServerSettings, port: int, token: CancelToken, timeouts: Timeouts
) -> TlsSession:
    """A connection on which TLS has yet to begin."""
    context = checking_context(settings.ca_file)
    connection = network.connect(settings.host, port, token, timeouts.connect)
    return TlsSession(
        connection, settings.host, port, token, timeouts, context, settings.tls == "implicit"
    )


class TlsSession(Session):
    """A session whose control and data connections are encrypted, and whose server is who it
    says.
    """

    def __init__(
        self,
        connection: socket.socket,
        host: str,
        port: int,
        token: CancelToken,
        timeouts: Timeouts,
        context: ssl.SSLContext,
        implicit: bool,
    ) -> None:
        super().__init__(connection, host, port, token, timeouts)
        self._context = context
        self._implicit = implicit

    def greet(self) -> None:
        """Read the greeting and begin TLS, in the order that the server expects."""
        self._control.settimeout(self._token.remaining(self._timeouts.login))
        if self._implicit:
            self.sock = self._wrapped(self._control)
            super().greet()
            return
        super().greet()
        try:
            self.voidcmd("AUTH TLS")
        except ftplib.error_perm as error:
            raise LoginRefused(
                EncryptionFault.NOT_OFFERED, host=self.host, answer=network.server_words(error)
            ) from None
        self.sock = self._wrapped(self._control)
        self.file = self.sock.makefile("r", encoding=self.encoding)

    def protect(self) -> None:
        try:
            self.voidcmd("PBSZ 0")
            self.voidcmd("PROT P")
        except ftplib.error_perm as error:
            raise LoginRefused(
                EncryptionFault.TRANSFERS_OPEN, host=self.host, answer=network.server_words(error)
            ) from None

    def secured(self, data: socket.socket) -> socket.socket:
        """The data connection in TLS, resuming the session of the control connection, as many
        servers demand.
        """
        wrapped = self._wrapped(data, self.control_in_tls.session)
        network.acknowledge_at_once(wrapped)
        return wrapped

    @property
    def control_in_tls(self) -> ssl.SSLSocket:
        """The control connection, which must be encrypted by now."""
        if not isinstance(self._control, ssl.SSLSocket):
            raise AbsurdAnswerError(NetworkReason.NOT_ENCRYPTED)
        return self._control

    def certificate(self) -> Certificate:
        """What the server has shown."""
        return read_certificate(self.control_in_tls.getpeercert(binary_form=True) or b"")

    def _wrapped(
        self, connection: socket.socket, session: ssl.SSLSession | None = None
    ) -> ssl.SSLSocket:
        try:
            return self._context.wrap_socket(connection, server_hostname=self.host, session=session)
        except ssl.SSLCertVerificationError as error:
            raise certificate_refused(self.host, error, self._show_certificate()) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            raise
        except ssl.SSLError as error:
            raise tls_refused(self.host, error) from None

    def _show_certificate(self) -> Certificate | None:
        """The certificate that was not believed, seen over a second connection that nothing is sent
        on.
        """
        with suppress(OposError, OSError, EOFError, ftplib.Error):
            connection = network.connect(self.host, self.port, self._token, self._timeouts.connect)
            looking = TlsSession(
                connection,
                self.host,
                self.port,
                self._token,
                self._timeouts,
                unchecked_context(),
                self._implicit,
            )
            with closing(looking):
                looking.greet()
                return looking.certificate()
        return None
