"""What people write, and what the file has for it: `1,50` and `0.5`, `1.12.` and `2026-12-01`,
`7:30`.

What could mean two things is not guessed: it stays as it was typed, and is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from engine.common.i18n import _, format_amount, format_date, format_number, language
from engine.model.item import from_decimal
from tui_app.form.fields import FieldKind

_EURO = re.compile(r"\s|€|EUR$", re.IGNORECASE)
_THOUSANDS = {
    ".": re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?"),
    ",": re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d{1,2})?"),
}
_GROUPED = re.compile(r"[1-9]\d{0,2}((\.\d{3})+|(,\d{3})+)")
_STORED_AMOUNT = re.compile(r"\d+(\.\d{1,2})?")
_STORED_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_PLAIN_AMOUNT = re.compile(r"\d+([.,]\d{1,2})?")
_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?|(\d{1,2})(\d{2})")
_TIME_WORDS = re.compile(r"\s|uhr$|h$", re.IGNORECASE)


def as_stored(kind: FieldKind, text: str, today: dt.date) -> str:
    """Return what was typed as the file has it; as it was typed where it is not understood.

    A day without a year is the next one there is, from `today`.
    """
    text = text if kind is FieldKind.SECRET else text.strip()
    match kind:
        case FieldKind.AMOUNT:
            return _amount(_EURO.sub("", text)) or text
        case FieldKind.NUMBER:
            return re.sub(r"[.,]", "", text) if _GROUPED.fullmatch(text) else text
        case FieldKind.DATE:
            return _day(text, today) or text
        case FieldKind.TIME:
            return _time(_TIME_WORDS.sub("", text)) or text
        case FieldKind.WORDS if "@" in text:
            return re.sub(r"\s*[;,\s]\s*", ", ", text)
    return text


def as_shown(kind: FieldKind, text: str) -> str:
    """Return what the file has as people read it; as it is where it is nothing of the kind."""
    if kind is FieldKind.AMOUNT and _STORED_AMOUNT.fullmatch(text):
        return format_amount(from_decimal(f"{Decimal(text):.2f}"))
    if kind is FieldKind.NUMBER and text.isdecimal():
        return format_number(int(text))
    if kind is FieldKind.DATE and _is_day(text):
        return format_date(dt.date.fromisoformat(text))
    return text


def as_typed(kind: FieldKind, text: str) -> str:
    """Return what the file has as people write it, to be changed."""
    return as_shown(kind, text).strip("€ \xa0")


def refusal(kind: FieldKind, text: str) -> str:
    """Return why this cannot be, in the words of who typed it; empty where it is of the kind."""
    match kind:
        case FieldKind.AMOUNT if not _STORED_AMOUNT.fullmatch(text):
            return _("must be an amount in euro, such as {example}.").format(
                example=format_amount(123_450)
            )
        case FieldKind.DATE if not _is_day(text):
            return _("must be a day, such as {example}.").format(
                example=format_date(dt.date(2026, 12, 1))
            )
        case FieldKind.TIME if not _STORED_TIME.fullmatch(text):
            return _("must be a time of day, such as 7:30.")
        case FieldKind.NUMBER | FieldKind.PORT if not text.isdecimal():
            return _("must be a whole number.")
    return ""


def _amount(text: str) -> str:
    """Return the amount with a point before its cents; empty where the signs may mean either."""
    thousands = "." if language() == "de" else ","
    for sign in (thousands, "," if thousands == "." else "."):
        is_clear = sign == thousands or text.count(".") + text.count(",") > 1
        if is_clear and _THOUSANDS[sign].fullmatch(text):
            text = text.replace(sign, "")
            break
    if not _PLAIN_AMOUNT.fullmatch(text):
        return ""
    whole, _point, cents = text.replace(",", ".").partition(".")
    return f"{int(whole)}.{cents:0<2}"


def _day(text: str, today: dt.date) -> str:
    words = {_("today"): today, _("tomorrow"): today + dt.timedelta(days=1)}
    if text.casefold() in words:
        return words[text.casefold()].isoformat()
    if not (found := _DAY.fullmatch(text)):
        return ""
    day, month, year = found.groups(default="")
    century = "20" if len(year) == 2 else ""
    try:
        meant = dt.date(int(century + year) if year else today.year, int(month), int(day))
        if not year and meant < today:
            meant = meant.replace(year=today.year + 1)
    except ValueError:
        return ""
    return meant.isoformat()


def _time(text: str) -> str:
    if not (found := _TIME.fullmatch(text)):
        return ""
    hour, minute = found[1] or found[3], found[2] or found[4] or "0"
    return f"{int(hour):02d}:{int(minute):02d}" if int(hour) < 24 and int(minute) < 60 else ""


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
