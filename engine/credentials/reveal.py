"""Showing a stored password to somebody who knows the admin password. That he asked is noted before
he sees it.
"""

from __future__ import annotations

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from engine.credentials.audit import note
from engine.model.errors import UsageError
from engine.settings.load import Configuration
from engine.settings.toml.statements import KeyPath


def require_revealable(configuration: Configuration, key: KeyPath) -> None:
    """Raise `UsageError`, with what to do, where the secret at `key` cannot be shown whatever
    password is given.
    """
    _require_stored(configuration, key)
    if not configuration.settings.security.reveal_passwords:
        raise UsageError(
            _("Stored passwords are not shown here."),
            _(
                "To show them: reveal_passwords = true below [security], and an admin password:"
                " `opos admin-password`."
            ),
        )
    if not AdminPassword(configuration.data).is_set:
        raise UsageError(
            _("There is no admin password yet, and without one nothing is shown."),
            _("Set one on the command line of this machine: `opos admin-password`."),
        )


def reveal(configuration: Configuration, key: KeyPath, given: SecretStr) -> SecretStr:
    """The secret at `key`. Raises `LoginRefused` unless `given` is the admin password, else what
    `require_revealable` does.
    """
    require_revealable(configuration, key)
    data = configuration.data
    AdminPassword(data).admit(given, ".".join(key))
    note(data.audit, "revealed", ".".join(key))
    return _secret(configuration, key)


def is_given(configuration: Configuration, key: KeyPath) -> bool:
    """Whether there is a secret at `key`, or another way to it beside it."""
    return bool(
        _secret(configuration, key)
        or _beside(configuration, key, "_file")
        or _beside(configuration, key, "_command")
    )


def _require_stored(configuration: Configuration, key: KeyPath) -> None:
    why = _("What opos does not keep itself it does not show; look there.")
    if configuration.layers.origin(key) == "environment":
        variable = sanitize(configuration.layers.variable(key))
        raise UsageError(
            _("This password comes from the environment: ${variable}.").format(variable=variable),
            why,
        )
    if _secret(configuration, key):
        return
    if path := _beside(configuration, key, "_file"):
        raise UsageError(
            _("This password is read from the file {path}.").format(path=sanitize(path)), why
        )
    if _beside(configuration, key, "_command"):
        raise UsageError(
            _("This password comes from password_command, whenever it is needed."), why
        )
    raise UsageError(_("There is no password stored."), _("Type one: Enter."))


def _secret(configuration: Configuration, key: KeyPath) -> SecretStr:
    value = _at(configuration, key)
    return value if isinstance(value, SecretStr) else SecretStr("")


def _beside(configuration: Configuration, key: KeyPath, ending: str) -> str:
    """The setting beside `key` that has its name with this ending, such as `password_file`."""
    value = _at(configuration, (*key[:-1], key[-1] + ending))
    return value if isinstance(value, str) else ""


def _at(configuration: Configuration, key: KeyPath) -> object:
    """None where there is nothing, such as in a table that is not saved yet."""
    value: object = configuration.settings
    for name in key:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value
