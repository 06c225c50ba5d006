"""The interfaces and settings that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from engine.common.i18n import LANGUAGES, _, speaking
from engine.common.sanitize import sanitize
from engine.settings.toml.statements import KeyPath
from tui_app.form.fields import FormField
from tui_app.form.form import Form
from tui_app.form.meanings import table_name
from tui_app.screens.palette.destinations import open_interface, open_setting
from tui_app.screens.palette.hit import Hit

if TYPE_CHECKING:
    from tui_app.app import OposApp


def interfaces(app: OposApp) -> Iterator[Hit]:
    """Return the interfaces by their names."""
    for name, interface in app.configuration.settings.interfaces.items():
        yield Hit(
            app.called(name),
            _("Interface"),
            sanitize(" ".join((interface.group, interface.source.host, name))),
            partial(open_interface, app, name),
            (sanitize(name),),
        )


def settings(app: OposApp) -> Iterator[Hit]:
    """Return every setting but those of interfaces, by its label in either language and its key."""
    labels: dict[KeyPath, list[str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            for _table, _name, field in _fields(app):
                labels.setdefault(field.key, []).append(field.label)
    for table, name, field in _fields(app):
        path = ".".join(field.key)
        spoken = tuple(labels[field.key])
        yield Hit(
            f"{name}: {field.label}",
            _("Setting"),
            sanitize(path),
            partial(open_setting, app, table, field.key),
            (*spoken, sanitize(path.replace(".", " ").replace("_", " "))),
        )


def _fields(app: OposApp) -> Iterator[tuple[KeyPath, str, FormField]]:
    """Return each field with the key of its table and what that is called."""
    from tui_app.screens.configuration.settings import table_keys

    for key, model in table_keys(app.configuration):
        name = sanitize(f"{table_name(model.__name__)} {'.'.join(key[1:])}".strip())
        for section in Form(app.configuration, key).sections:
            yield from ((key, name, field) for field in section.fields)
