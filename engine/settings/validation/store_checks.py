"""What cannot be in where the invoices are held."""

from __future__ import annotations

from engine.common.i18n import _
from engine.settings.model import StoreSettings
from engine.settings.store_url import parse_store_url
from engine.settings.validation.server_checks import Found, one_password


def store_mistakes(store: StoreSettings) -> Found:
    """An address that leads nowhere, and settings that need one."""
    if not store.url:
        if store.remove_when == "replicated":
            yield (
                ("store", "remove_when"),
                _("needs a PostgreSQL: the embedded store has no standby."),
            )
        return
    try:
        parse_store_url(store.url)
    except ValueError as error:
        yield ("store", "url"), str(error)
    yield from one_password(store, "store")
