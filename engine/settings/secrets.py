"""Where passwords come from. They stay wrapped, and are unwrapped only in the call that sends
them.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError

_COMMAND_SECONDS = 30
_LONGEST = 4096
"""In bytes. A password file larger than this is some other file."""


class HasPassword(Protocol):
    """A table of settings with a password: `Source`, `Smtp`."""

    @property
    def password(self) -> SecretStr: ...
    @property
    def password_file(self) -> str: ...
    @property
    def password_command(self) -> str: ...


def password_of(
    name: str, table: HasPassword, environ: Mapping[str, str] = os.environ
) -> SecretStr:
    """The password by the way that is configured; empty where there is none. Raises `ConfigError`,
    never with the password in it.

    `name` is the interface's name, or `smtp`. Without a configured way a systemd credential
    `NAME.password` is used, if the unit loads one (`LoadCredential=`).
    """
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
    shown = sanitize(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        raise ConfigError(
            _("The password file {path} cannot be read: {reason}.").format(
                path=shown, reason=describe_os_error(error)
            ),
            _("Correct password_file, or give the user that opos runs as the right to read it."),
        ) from None
    return _one_line(content, _("The password file {path}").format(path=shown))


def _from_command(command: str) -> SecretStr:
    """The command's own words are not passed on: nobody knows whether the password is
    among them.
    """
    advice = _(
        "Run it by hand as the user that opos runs as: it must print the password and nothing else,"
        " and end with 0."
    )
    try:
        arguments = shlex.split(command)
        done = subprocess.run(  # noqa: S603 - the admin's own command, as configured
            arguments,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=True,
        )
    except (ValueError, IndexError):
        raise ConfigError(
            _("password_command is no command: a quote is not closed, or it is empty."), advice
        ) from None
    except OSError as error:
        cause = _("The password command {program} cannot be started: {reason}.")
        raise ConfigError(
            cause.format(program=sanitize(arguments[0]), reason=describe_os_error(error)), advice
        ) from None
    except subprocess.TimeoutExpired:
        cause = _("The password command {program} did not end within {n} seconds.")
        raise ConfigError(
            cause.format(program=sanitize(arguments[0]), n=_COMMAND_SECONDS), advice
        ) from None
    except subprocess.CalledProcessError as error:
        cause = _("The password command {program} ended with {code}.")
        raise ConfigError(
            cause.format(program=sanitize(arguments[0]), code=error.returncode), advice
        ) from None
    return _one_line(
        done.stdout, _("The password command {program}").format(program=sanitize(arguments[0]))
    )


def _one_line(content: bytes, giver: str) -> SecretStr:
    advice = _("It must give the password on one line, in UTF-8, and nothing else.")
    try:
        text = content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise ConfigError(_("{giver} gives no UTF-8 text.").format(giver=giver), advice) from None
    if not text or "\n" in text or len(content) > _LONGEST:
        raise ConfigError(_("{giver} gives no single line.").format(giver=giver), advice)
    return SecretStr(text)
