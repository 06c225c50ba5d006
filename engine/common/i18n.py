"""The words people read, in German or English. Event names, keys and code stay English.

The catalogues lie in `engine/locale`, made from the code by `python dev.py words`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from string import Formatter
from typing import Any

from engine.common.catalogue import Catalogue
from engine.common.os_errors import system_reason
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.model.item import Cents, from_decimal
from engine.model.message import Message, Param, Said

LANGUAGES = ("de", "en")
LOCALE_DIR = Path(__file__).parents[1] / "locale"

_translations = NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Speak `language` (`de` or `en`) from now on, in this process."""
    global _translations, _language
    _language = language if language in LANGUAGES else "en"
    _translations = _catalogue(_language)


@cache
def _catalogue(language: str) -> NullTranslations:
    """What stands for the English words. These are in the code, and have none."""
    path = LOCALE_DIR / language / "LC_MESSAGES" / "opos.mo"
    with suppress(FileNotFoundError), path.open("rb") as file:
        return Catalogue(file)
    return NullTranslations()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while; empty: go on in the one in use."""
    before = _language
    use_language(language or before)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The language in use: `de` or `en`."""
    return _language


def language_of_the_system() -> str:
    """The language to speak before any configuration is read, from the usual variables."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "de" if value.lower().startswith("de") else "en"
    return "en"


def _(message: str) -> str:
    """`message` in the language in use."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` in the language in use, as the number `n` demands."""
    return _translations.ngettext(one, many, n)


def format_amount(cents: Cents, currency: str = "EUR") -> str:
    """Cents as people read them: `1.190,00 €` in German, `€1,190.00` in English."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    if _language == "de":
        symbol = "€" if currency == "EUR" else currency
        return f"{sign}{format_number(whole)},{rest:02d} {symbol}"
    amount = f"{format_number(whole)}.{rest:02d}"
    return f"{sign}€{amount}" if currency == "EUR" else f"{sign}{amount} {currency}"


def format_number(n: int) -> str:
    """A count with thousands separated as people read it."""
    return f"{n:,}".replace(",", ".") if _language == "de" else f"{n:,}"


def format_date(value: date | None) -> str:
    """A date as people read it; empty where there is none."""
    if value is None:
        return ""
    return value.strftime("%d.%m.%Y") if _language == "de" else value.isoformat()


def render(message: Message) -> str:
    """What happened, in the language in use, safe for a terminal."""
    more = message.params.get("more")
    further = more if isinstance(more, list | tuple) else ()
    return " ".join((_cause(message), *map(render, further)))


def _cause(message: Message) -> str:
    code, n = message.code, message.params.get("n")
    if code is Said.SAID:
        return str(message.params["cause"])
    if code.many and isinstance(n, int):
        return _Words(message.params).vformat(
            ngettext(code.cause, code.many, n), (), message.params
        )
    return _said(code.cause, message)


def render_advice(message: Message) -> str:
    """What to do about it, in the language in use; empty where nothing need be done."""
    if message.code is Said.SAID:
        return str(message.params["advice"])
    return _said(message.code.advice, message)


def render_in_full(message: Message) -> str:
    """What happened, and what to do about it."""
    return f"{render(message)} {render_advice(message)}".rstrip()


def cause_of(error: OposError) -> str:
    """What went wrong, in the language in use."""
    return render(error.message)


def advice_of(error: OposError) -> str:
    """What to do about an error, in the language in use; empty where there is nothing."""
    return render_advice(error.message)


def describe_os_error(error: OSError) -> str:
    """Why the system refuses, in the language in use."""
    return render(system_reason(error))


def _said(words: str, message: Message) -> str:
    # gettext answers an empty text with the header of the catalogue.
    return _Words(message.params).vformat(_(words), (), message.params) if words else ""


class _Words(Formatter):
    """Puts parameters into words as `engine.model.message` lays down."""

    def __init__(self, params: Mapping[str, Param]) -> None:
        self._currency = str(params.get("currency") or "EUR")

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money" if isinstance(value, (list, tuple)):
                # A comma between amounts would be read as part of one.
                return " · ".join(self.format_field(each, "money") for each in value)
            case "money":
                cents = from_decimal(value) if isinstance(value, str) else value
                return format_amount(cents, self._currency)
            case "date":
                return format_date(date.fromisoformat(value) if isinstance(value, str) else value)
            case "moment":
                day, _space, clock = value.partition(" ")
                return f"{format_date(date.fromisoformat(day))} {clock}"
            case "count":
                return format_number(value)
            case "" if isinstance(value, Message):
                return render(value)
            case "full" if isinstance(value, Message):
                return render_in_full(value)
            case "" if isinstance(value, (list, tuple)):
                return ", ".join(self.format_field(each, "") for each in value)
            case _:
                return sanitize(str(value))
