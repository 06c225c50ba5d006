"""Whether the table that a form edits is there still, once somebody else has saved."""

from __future__ import annotations

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.load import Configuration
from engine.settings.toml.statements import KeyPath


def require_still_there(key: KeyPath, configuration: Configuration, *, is_new: bool) -> None:
    """Raise `ConfigError` where somebody else deleted the table meanwhile, or made the one that is
    new here: two are not mixed.
    """
    if len(key) > 1:
        is_there = key[1] in getattr(configuration.settings, key[0])
        name = sanitize(".".join(key))
        if is_there and is_new:
            raise ConfigError(
                _("There is {name} already.").format(name=name), _("Take another name.")
            )
        if not is_there and not is_new:
            raise ConfigError(
                _("{name} was deleted by someone else.").format(name=name),
                _("Discard your changes."),
            )
