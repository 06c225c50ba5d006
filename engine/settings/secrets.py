"""Where passwords come from. They stay wrapped, and are unwrapped only in the call that sends
them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from engine.common.known_secrets import keep_secret
from engine.common.os_errors import os_errors
from engine.common.secret import SecretStr
from engine.messages.passwords import PasswordFault, PasswordGiver
from engine.model.errors import ConfigError
from engine.model.message import Message
from engine.settings.model import Smtp, StoreSettings
from engine.settings.server import ServerSettings

_COMMAND_SECONDS = 30
_LONGEST = 4096
"""In bytes. A password file larger than this is some other file."""


HasPassword = ServerSettings | Smtp | StoreSettings
"""The tables with a password."""


def password_of(
    name: str, table: HasPassword, environ: Mapping[str, str] = os.environ
) -> SecretStr:
    """The password by the way that is configured; empty where there is none. Raises `ConfigError`,
    never with the password in it.

    `name` is the interface's name, or `smtp`. Without a configured way a systemd credential
    `NAME.password` is used, if the unit loads one (`LoadCredential=`).
    """
    password = _password_of(name, table, environ)
    keep_secret(password.get_secret_value())
    return password


def _password_of(name: str, table: HasPassword, environ: Mapping[str, str]) -> SecretStr:
    if table.password:
        return table.password
    if table.password_file:
        return _from_file(Path(table.password_file))
    if table.password_command:
        return _from_command(table.password_command)
    folder = environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder, f"{name}.password") if folder else None
    return _from_file(credential) if credential and credential.exists() else SecretStr("")


def _from_file(path: Path) -> SecretStr:
    with (
        os_errors(ConfigError, PasswordFault.FILE_UNREADABLE, path=str(path)),
        path.open("rb") as file,
    ):
        content = file.read(_LONGEST + 1)
    return _one_line(content, Message.of(PasswordGiver.FILE, path=str(path)))


def _from_command(command: str) -> SecretStr:
    """The command's own words are not passed on: nobody knows whether the password is
    among them.
    """
    import shlex
    import subprocess  # slow to import, and few passwords come from a command

    try:
        program, *arguments = shlex.split(command)
    except ValueError:
        raise ConfigError(PasswordFault.NO_COMMAND) from None
    try:
        with os_errors(ConfigError, PasswordFault.COMMAND_NOT_STARTED, program=program):
            done = subprocess.run(  # noqa: S603 - the admin's own command, as configured
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_COMMAND_SECONDS,
                check=True,
            )
    except ValueError:  # a NUL in it
        raise ConfigError(PasswordFault.NO_COMMAND) from None
    except subprocess.TimeoutExpired:
        raise ConfigError(
            PasswordFault.COMMAND_TOO_SLOW, program=program, n=_COMMAND_SECONDS
        ) from None
    except subprocess.CalledProcessError as error:
        raise ConfigError(
            PasswordFault.COMMAND_FAILED, program=program, code=error.returncode
        ) from None
    return _one_line(done.stdout, Message.of(PasswordGiver.COMMAND, program=program))


def _one_line(content: bytes, giver: Message) -> SecretStr:
    try:
        text = content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise ConfigError(PasswordFault.NO_TEXT, giver=giver) from None
    if not text or "\n" in text or len(content) > _LONGEST:
        raise ConfigError(PasswordFault.NO_LINE, giver=giver)
    return SecretStr(text)
