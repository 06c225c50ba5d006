"""Trusting the key or certificate that a server shows: a person compares it, and the form takes
it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from engine.common.atomic_write import write_atomically
from engine.common.cancellation import CancelToken
from engine.common.i18n import _
from engine.common.os_errors import os_errors
from engine.common.sanitize import sanitize
from engine.messages.settings import ConfigFileFault
from engine.model.errors import ConfigError, OposError
from engine.settings.server import ServerSettings
from engine.sources.identity import Identity, shown_identity
from tui_app.form.form import Form
from tui_app.platform.background import in_background
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote

_PROTOCOLS = ("sftp", "ftps")


def shows_identity(form: Form) -> bool:
    """Return whether the form is of one server that has a key or a certificate to show."""
    texts = form.texts()
    return len(form.keys) == 1 and texts.get(f"{_table(form)}.protocol") in _PROTOCOLS


def _table(form: Form) -> str:
    return "target" if form.key[0] == "exports" else "source"


def ask_to_trust(screen: OposScreen, form: Form, taken: Callable[[], None]) -> None:
    """Ask the server of the form what it shows, and the person whether that is right; `taken` is
    called when the form has it.
    """
    screen.run_worker(_ask(screen, form, taken), group="trust", exclusive=False)


async def _ask(screen: OposScreen, form: Form, taken: Callable[[], None]) -> None:
    try:
        settings = _server(form)
        shown = await in_background(partial(shown_identity, settings, CancelToken()))
    except OposError as error:
        screen.app.push_screen(ProblemNote.of(error))
        return

    def take(answer: bool | None) -> None:
        if not answer:
            return
        try:
            value = _setting(form, settings.host, shown)
        except OposError as error:
            screen.app.push_screen(ProblemNote.of(error))
        else:
            form.write(form.field(_table(form), shown.setting), value)
            taken()

    what = _("host key") if shown.setting == "host_key" else _("certificate")
    question = _("Trust this {what} of {host}?").format(what=what, host=sanitize(settings.host))
    compare = _(
        "Compare it with what the server's operator tells you, by telephone or on paper. Say yes"
        " only if they are equal."
    )
    facts = f"{sanitize(shown.fingerprint)}\n{sanitize(shown.kind)}"
    screen.app.push_screen(Confirm(question, f"{facts}\n\n{compare}"), take)


def _server(form: Form) -> ServerSettings:
    """Return where to ask. Raises `ConfigError` where the form does not say that yet."""
    from pydantic import ValidationError  # slow to import, and few look for an identity

    from engine.settings.validation.pydantic_models import validated

    texts, table = form.texts(), _table(form)
    port = texts[f"{table}.port"]
    try:
        return validated(
            ServerSettings,
            {
                "protocol": texts[f"{table}.protocol"],
                "host": texts[f"{table}.host"],
                "port": int(port) if port.isdecimal() else None,
                "tls": texts[f"{table}.tls"],
            },
        )
    except ValidationError as error:
        raise ConfigError(_("There are mistakes in the form."), _("p leads to them.")) from error


def _setting(form: Form, host: str, shown: Identity) -> str:
    """Return what the form has to say; a certificate is put into a file beside config.toml."""
    if shown.setting == "host_key":
        return shown.fingerprint
    folder = form.configuration.path.resolve().parent / "certificates"
    path: Path = folder / f"{host.replace('/', '_')}.pem"
    with os_errors(ConfigError, ConfigFileFault.NOT_SAVED, path=str(path)):
        folder.mkdir(mode=0o755, exist_ok=True)
        write_atomically(path, [shown.certificate.encode()], 0o644)
    return str(path)
