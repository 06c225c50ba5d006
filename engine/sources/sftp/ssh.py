"""An SSH connection: greeting, host key and login, each within its time."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import paramiko
from paramiko import AuthenticationException, BadAuthenticationType, PKey, SSHException
from paramiko.pkey import UnknownKeyType
from paramiko.ssh_exception import IncompatiblePeer

from engine.common.cancellation import CancelToken
from engine.common.os_errors import os_errors
from engine.common.secret import SecretStr
from engine.messages.sources import SourceFault
from engine.messages.system import NetworkReason
from engine.messages.trust import EncryptionFault, LoginFault
from engine.model.errors import ConfigError, LoginRefused
from engine.model.message import Message
from engine.sources import network
from engine.sources.server import Timeouts, TransientError
from engine.sources.sftp.host_keys import (
    HostKey,
    KnownHosts,
    check_host_key,
    known_hosts,
    known_hosts_files,
)

_WEAK = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-sha1", "hmac-md5", "hmac-sha1-96", "hmac-md5-96"],
}
"""What paramiko still offers and no current server needs."""
_RSA = ("rsa-sha2-512", "rsa-sha2-256")

logging.getLogger("paramiko").addHandler(
    logging.NullHandler()
)  # what goes wrong is raised; its log would go to stderr


class _Socket(socket.socket):
    """Acknowledges at once what comes while it `hurries`."""

    hurries = True

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        came = super().recv(size, flags)
        if self.hurries:
            network.acknowledge_at_once(self)
        return came


class SshConnection:
    """`greet`, `check_host_key`, `log_in`, then open channels on `transport`. `abort` breaks it off
    from outside.
    """

    def __init__(self, host: str, port: int, token: CancelToken, timeouts: Timeouts) -> None:
        self.host = host
        self._token = token
        self._timeouts = timeouts
        self._known: KnownHosts = known_hosts(host, port, known_hosts_files())
        connection = network.connect(host, port, token, timeouts.connect)
        self._socket = _Socket(fileno=connection.detach())
        self.transport = paramiko.Transport(self._socket, disabled_algorithms=_WEAK)
        self.transport.banner_timeout = self.transport.handshake_timeout = timeouts.login
        self.transport.auth_timeout = self.transport.channel_timeout = timeouts.login
        token.when_cancelled(self.abort)

    def greet(self) -> HostKey:
        """Exchange versions and keys; prefers the kinds of host key that are known of this server.
        Returns the key it shows.
        """
        options = self.transport.get_security_options()
        known = [entry.key.type for entry in self._known.keys if not entry.is_revoked]
        wanted = [
            kind for key_type in known for kind in (_RSA if key_type == "ssh-rsa" else (key_type,))
        ]
        options.key_types = sorted(options.key_types, key=lambda kind: kind not in wanted)
        options.ciphers = sorted(
            options.ciphers, key=lambda cipher: "gcm" not in cipher
        )  # twice as fast as cipher and MAC apart
        finished = threading.Event()
        self._token.when_cancelled(finished.set)
        with self.translate_errors():
            self.transport.start_client(event=finished)
            if not finished.wait(self._token.remaining(self._timeouts.login)):
                raise TimeoutError
            if not self.transport.is_active():
                raise self.transport.get_exception() or EOFError()
            key = self.transport.get_remote_server_key()
            return HostKey(key.get_name(), key.asbytes())

    def check_host_key(self, shown: HostKey, pinned: str) -> None:
        """Raise `LoginRefused` unless the key is pinned or known."""
        check_host_key(self.host, shown, pinned, self._known)

    def log_in(self, user: str, password: SecretStr, key_file: str) -> None:
        """By key file, else by password, else by the agent's keys. Never tries the same twice:
        accounts get locked.
        """
        if key_file:
            key, used_password = _private_key(key_file, password)
            if self._is_let_in(user, key):
                return
            if used_password or not password.get_secret_value():
                raise self._refused(user)
        if password.get_secret_value():
            if not self._is_let_in(user, password):
                raise self._refused(user)
            return
        with closing(paramiko.Agent()) as agent:
            if not any(self._is_let_in(user, key) for key in agent.get_keys()):
                raise self._refused(user)

    def calm_down(self) -> None:
        """Spare the hurry of the login, during which OpenSSH's server waits for acknowledgements;
        many blocks need none at once.
        """
        self._socket.hurries = False

    def abort(self) -> None:
        network.break_off(self._socket)

    def close(self) -> None:
        """Take leave; never raises."""
        self.abort()  # or the transport's thread would notice a tenth of a second later
        self.transport.close()
        self._socket.close()

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        """Turn paramiko's errors into words."""
        try:
            yield
        except IncompatiblePeer as error:
            self._token.check()
            raise LoginRefused(
                EncryptionFault.NO_COMMON_CIPHER, host=self.host, cause=str(error)
            ) from error
        except (SSHException, EOFError, OSError, *network.ABSURD) as error:
            self._token.check()
            raise TransientError(
                SourceFault.SSH_BROKE_OFF, host=self.host, cause=_reason(error)
            ) from error

    def _is_let_in(self, user: str, proof: PKey | SecretStr) -> bool:
        with self.translate_errors():
            try:
                if isinstance(proof, PKey):
                    missing = self.transport.auth_publickey(user, proof)
                else:
                    missing = self.transport.auth_password(user, proof.get_secret_value())
            except BadAuthenticationType as error:
                raise self._refused(user, error.allowed_types) from None
            except AuthenticationException as error:
                self._token.check()
                if not self.transport.is_active():
                    raise self._closed_during_login(user) from None
                if "timeout" in str(error):
                    raise TimeoutError from error
                return False
        return not missing

    def _refused(self, user: str, allowed: list[str] | None = None) -> LoginRefused:
        if allowed:
            return LoginRefused(LoginFault.SSH_WAY_REFUSED, host=self.host, user=user, ways=allowed)
        return LoginRefused(LoginFault.SSH_REFUSED, host=self.host, user=user)

    def _closed_during_login(self, user: str) -> LoginRefused:
        return LoginRefused(LoginFault.CLOSED, host=self.host, user=user)


def _private_key(key_file: str, password: SecretStr) -> tuple[PKey, bool]:
    """The key, and whether the password was its passphrase."""
    path = Path(key_file).expanduser()
    try:
        with os_errors(ConfigError, LoginFault.KEY_UNREADABLE, path=str(path)):
            try:
                return PKey.from_path(path), False
            except TypeError:  # it is encrypted
                return PKey.from_path(path, password.get_secret_value().encode()), True  # type: ignore[arg-type]
    except (ValueError, TypeError, SSHException, UnknownKeyType):
        raise ConfigError(LoginFault.NO_KEY, path=str(path)) from None


def _reason(error: BaseException) -> Message:
    """paramiko tells an error while it waits for the greeting only by what it was raised from."""
    if isinstance(error, SSHException) and "banner" in str(error):
        if isinstance(error.__context__, TimeoutError):
            return Message(NetworkReason.NO_SSH_GREETING)
        return Message(NetworkReason.NO_SSH_SERVER)
    return network.network_reason(error)
