"""What an entry of MT940 is for: field 86, with the subfields `?00` to `?63` and the keywords of
SEPA in them [V: Deutsche Kreditwirtschaft, Anlage 3].

A text comes in lines of 27 characters, and a word may be cut where one ends; a keyword, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from engine.lists.payments.joined_text import JoinedText
from engine.lists.rows.payments import Payment
from engine.lists.rows.returns import tells_return
from engine.messages.clearing import ClearingReason
from engine.model.item import Cents

_STRUCTURED = re.compile(r"(?P<key>[0-9]{3})(?P<sign>[?<@~])(?=[0-9]{2})")
_SUBFIELD = {sign: re.compile(re.escape(sign) + "(?=[0-9]{2})") for sign in "?<@~"}
_FULL, _FULL_UNSTRUCTURED = {27}, {65}
"""How long a line of the text can be."""
_TEXT_FIELDS = [str(number) for number in (*range(20, 30), *range(60, 64))]
_KEYWORDS = re.compile(
    r"(?P<key>EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|RREF|RTRN|PURP|SQTP)\+"
)
_RETURN_KEYS = ("108", "109", "009", "059", "159")
"""Geschäftsvorfallcodes of returns [V: Deutsche Kreditwirtschaft]."""
_AMOUNT = re.compile(r"\s*([0-9]{1,13}),([0-9]{0,2})")
_BLANK = re.compile(r"\s")
_IBAN = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


def described(payment: Payment, details: str) -> Payment:
    """The payment with what its field 86 says."""
    found = _STRUCTURED.match(details)
    if found is None:
        texts = JoinedText(details.split("\n"), _FULL_UNSTRUCTURED).readings()
        return _judged(payment, texts, is_return=False)
    subfields = _subfields(details.replace("\n", ""), found["sign"])
    text = _KeywordedText([subfields[each] for each in _TEXT_FIELDS if each in subfields])
    original = _amount(text.of("OAMT"))
    is_return = found["key"] in _RETURN_KEYS
    if original and payment.paid < 0 and original <= -payment.paid:
        # What was booked are the debit and the charges for its return.
        payment, is_return = msgspec.structs.replace(payment, paid=-original), True
    return _judged(
        payment,
        text.readings("SVWZ" if "SVWZ" in text else ""),
        is_return=is_return,
        end_to_end=_end_to_end(text.of("EREF")),
        name=" ".join((subfields.get("32", "") + subfields.get("33", "")).split()),
        iban=_iban(subfields.get("31", "") or text.of("IBAN")),
    )


def _judged(payment: Payment, texts: tuple[str, ...], *, is_return: bool, **others: str) -> Payment:
    """The payment with these texts and whoever it is of; they may call it a return."""
    says_so = payment.paid < 0 and bool(texts) and tells_return(texts[0])
    is_return = payment.is_return or is_return or says_so
    reversal = ClearingReason.REVERSAL if is_return and payment.paid > 0 else None
    return msgspec.structs.replace(
        payment, texts=texts, is_return=is_return, unclear=reversal, **others
    )


def _subfields(details: str, sign: str) -> dict[str, str]:
    """Each subfield by its number."""
    pieces = _SUBFIELD[sign].split(details)[1:]
    return {piece[:2]: piece[2:] for piece in pieces}


class _KeywordedText:
    """The text by its keywords; what stands before the first one is under the empty word."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._joined = joined = JoinedText(lines, _FULL)
        self._parts: dict[str, tuple[int, int]] = {}
        word, begin = "", 0
        for found in _KEYWORDS.finditer(joined.text):
            self._parts[word] = begin, found.start()
            word, begin = found["key"], found.end()
        self._parts[word] = begin, len(joined.text)

    def __contains__(self, word: str) -> bool:
        return word in self._parts

    def readings(self, word: str) -> tuple[str, ...]:
        """What stands behind this keyword, as it can be read."""
        part = self._parts.get(word)
        return self._joined.readings(*part) if part else ()

    def of(self, word: str) -> str:
        """What stands behind this keyword, as it most likely is; empty where it is missing."""
        return next(iter(self.readings(word)), "")


def _end_to_end(text: str) -> str:
    return "" if text in ("NOTPROVIDED", "NONREF") else text


def _iban(text: str) -> str:
    bare = _BLANK.sub("", text)
    return bare if _IBAN.fullmatch(bare) else ""


def _amount(text: str) -> Cents:
    found = _AMOUNT.match(text)
    return int(found[1]) * 100 + int(found[2].ljust(2, "0")) if found else 0
