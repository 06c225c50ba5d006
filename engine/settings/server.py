"""A server, or a folder of this machine, and how opos gets in: what the source of a list and the
target of an export have in common.
"""

from __future__ import annotations

from typing import Annotated, Literal

from engine.common.secret import SecretStr
from engine.settings.table import Limits, SettingsTable
from engine.settings.values import Directory, Host, HostKeyText, LocalPath, OneLine, Port


class ServerSettings(SettingsTable, frozen=True):
    """A place that files come from or go to."""

    protocol: Literal["ftp", "ftps", "sftp", "folder"] = "sftp"
    """How the server is reached; a folder of this machine needs none."""
    host: Host = ""
    """Name or address of the server."""
    port: Annotated[Port | None, Limits(examples=[22])] = None
    """The server's port; absent: the usual one of the protocol."""
    user: OneLine = ""
    """The name to log in with."""
    password: SecretStr = SecretStr("")
    """The password; keep it in secrets.toml, in the environment, or use one of the next two."""
    password_file: LocalPath = ""
    """A file that holds the password and nothing else."""
    password_command: OneLine = ""
    """A command that prints the password; it is run without a shell."""
    tls: Literal["explicit", "implicit"] = "explicit"
    """FTPS: whether TLS begins after the greeting (explicit) or at once (implicit)."""
    ca_file: LocalPath = ""
    """FTPS: the certificates to trust instead of the system's, in PEM format; for a server that
    made its own.
    """
    host_key: HostKeyText = ""
    """SFTP: the server's key as SHA256:…; empty: it must be in known_hosts. A key is never accepted
    unseen.
    """
    key_file: LocalPath = ""
    """SFTP: the private key to log in with, instead of or beside a password."""
    directory: Directory = ""
    """The folder, ending in "/"; empty: where the login begins."""
