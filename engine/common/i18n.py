"""The words people read, in German or English. Event names, keys and code stay English.

The catalogues lie in `engine/locale`, made from the code by `python dev.py words`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from datetime import date
from pathlib import Path

from engine.model.item import Cents

LANGUAGES = ("de", "en")
LOCALE_DIR = Path(__file__).parents[1] / "locale"

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Speak `language` (`de` or `en`) from now on, in this process."""
    global _translations, _language
    _language = language if language in LANGUAGES else "en"
    _translations = _gettext.translation("opos", LOCALE_DIR, languages=[_language], fallback=True)


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
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if _language == "de":
        return (
            f"{sign}{whole:,}".replace(",", ".")
            + f",{rest:02d} {'€' if currency == 'EUR' else currency}"
        )
    return (
        f"{sign}€{whole:,}.{rest:02d}"
        if currency == "EUR"
        else f"{sign}{whole:,}.{rest:02d} {currency}"
    )


def format_number(n: int) -> str:
    """A count with thousands separated as people read it."""
    return f"{n:,}".replace(",", ".") if _language == "de" else f"{n:,}"


def format_date(value: date | None) -> str:
    """A date as people read it; empty where there is none."""
    if value is None:
        return ""
    return value.strftime("%d.%m.%Y") if _language == "de" else value.isoformat()
