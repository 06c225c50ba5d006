"""The address of a store on PostgreSQL, as `[store] url` has it: libpq's, and our `schema`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import msgspec

from engine.common.i18n import _

DEFAULT_SCHEMA = "opos"
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class StoreUrl(msgspec.Struct, frozen=True):
    """Which server, which database, and which schema in it."""

    server: str
    """What libpq understands; never with a password."""
    schema: str
    """Of one configuration: its tables are in it."""

    @property
    def shown(self) -> str:
        """For people: which store is meant."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}{parts.path}?schema={self.schema}"


def parse_store_url(url: str) -> StoreUrl:
    """Take the address apart; raises `ValueError` that says in words what is wrong with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(_("must be empty, or begin with postgresql://."))
    options = parse_qsl(parts.query, keep_blank_values=True)
    if ":" in parts.netloc.rpartition("@")[0] or any(key == "password" for key, _text in options):
        raise ValueError(
            _("must not hold the password: everyone who lists processes or reads logs sees it.")
            + " "
            + _("Keep it below [store] in secrets.toml.")
        )
    schema = dict(options).get("schema", DEFAULT_SCHEMA)
    if not _SCHEMA.fullmatch(schema):
        raise ValueError(_("names no schema: small letters, digits and _ make one."))
    rest = urlencode([each for each in options if each[0] != "schema"], quote_via=quote)
    return StoreUrl(urlunsplit(parts._replace(query=rest)), schema)
