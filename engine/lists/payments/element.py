"""Reading the XML of a statement: what stands at a place, and amounts with their side."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from engine.common.sanitize import sanitize
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused
from engine.model.item import Cents

_AMOUNT = re.compile(r"\+?([0-9]{1,13})(?:\.([0-9]{0,2})0*)?")
"""ISO 20022 allows five decimals and no sign; beyond the cents only zeros can be booked."""

_CURRENCY = re.compile("[A-Z]{3}")


def find(element: Element | None, *path: str) -> Element | None:
    """The first element at this place below `element`; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = element.find(name)
    return element


def text_in(element: Element | None, name: str) -> str:
    """The text of the first element of this name right below, without blanks round it; empty where
    there is none.
    """
    text = element.findtext(name) if element is not None else None
    return text.strip() if text else ""


def amount_of(element: Element | None, entry: int) -> tuple[Cents, str] | None:
    """An amount and its currency, without a sign; None where there is none. Raises `ListRefused`
    for what is no amount.
    """
    if element is None:
        return None
    text, currency = element.text or "", element.get("Ccy", "")
    amount = _amount(text, currency)
    if amount is None:
        value = sanitize(f"{text.strip()} {currency}".strip(), 40) or "–"
        raise ListRefused(PaymentFileRefusal.STATEMENT_VALUE, line=entry, value=value, field="Amt")
    return amount


@lru_cache(maxsize=100)  # an entry says several times what it is about
def _amount(text: str, currency: str) -> tuple[Cents, str] | None:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or not _CURRENCY.fullmatch(currency):
        return None
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")), currency


def signed_amount(element: Element, entry: int) -> tuple[Cents, str]:
    """The amount right below `element` with the sign of its side, and its currency. Raises
    `ListRefused` where one of them is missing.
    """
    found, side = amount_of(element.find("Amt"), entry), text_in(element, "CdtDbtInd")
    if found is None or side not in ("CRDT", "DBIT"):
        raise ListRefused(
            PaymentFileRefusal.STATEMENT_VALUE,
            line=entry,
            value=sanitize(side, 40) or "–",
            field="Amt, CdtDbtInd",
        )
    amount, currency = found
    return (amount if side == "CRDT" else -amount), currency
