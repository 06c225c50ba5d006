"""The payments of one entry of a camt statement: one, or those of a sum with its details."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element

import msgspec

from engine.lists.payments.element import amount_of, find, text_in
from engine.lists.payments.joined_text import JoinedText
from engine.lists.rows.payments import Payment
from engine.lists.rows.returns import tells_return
from engine.messages.clearing import ClearingReason
from engine.model.item import Cents

_FULL = {27, 35, 70, 140}
"""How long the lines of a text are that banks cut: of MT940, of paper forms, of camt."""
_NO_REFERENCE = ("", "NOTPROVIDED", "NONREF", "NOREF", "KEINE")
"""What stands for a reference where there is none [C]; a reference of zeros alone is none either.
"""
_RETURN_FAMILIES = {"RRTN", "RPCR", "PRDD", "UPDD", "RCDD", "ARET", "UPCQ", "CQRV"}
"""Codes below a family for what was returned, reversed or not paid [V: ISO 20022, bank transaction
codes].
"""
_RETURN_KEYS = {"108", "109", "009", "059", "159"}
"""Geschäftsvorfallcodes of returns [V: Deutsche Kreditwirtschaft]."""


def payments_of(
    entry: Element,
    number: int,
    booked: Cents,
    currency: str,
    day: date,
    account: str,
    statement: int,
) -> list[Payment]:
    """What the entry with this number consists of, as far as the bank says."""
    holders = entry.findall("NtryDtls")
    details = [each for holder in holders for each in holder.findall("TxDtls")]
    announced = sum(map(_announced, holders))
    whole = Payment(
        line=number,
        paid=booked,
        currency=currency,
        day=day,
        source=account,
        booked=booked,
        statement=statement,
        reference=_reference(entry, details),
    )
    is_return = _is_return(entry)
    if len(details) <= 1 >= announced:
        detail = details[0] if details else None
        return [_single(entry, detail, whole, is_return=is_return)]
    parts = [_part(detail, whole) for detail in details]
    if announced not in (0, len(details)) or any(part is None for part in parts):
        return [_unclear(whole, ClearingReason.NO_DETAILS, is_return=is_return)]
    found = [
        msgspec.structs.replace(part, part=number)
        for number, part in enumerate(parts)
        if part is not None
    ]
    if sum(part.paid for part in found) != booked:
        return [_unclear(whole, ClearingReason.DETAILS_DIFFER, is_return=is_return)]
    return [
        _described(part, entry, detail, is_return=is_return or _is_return(detail))
        for part, detail in zip(found, details, strict=True)
    ]


def _single(entry: Element, detail: Element | None, whole: Payment, *, is_return: bool) -> Payment:
    """An entry with the details of one payment, or with none."""
    is_return = is_return or (detail is not None and _is_return(detail))
    payment = _described(whole, entry, detail, is_return=is_return)
    booked = abs(whole.paid), whole.currency
    stated = {booked, *_detailed(entry, whole.line), *_stated(detail, whole.line)}
    if len(stated) == 1:
        return payment
    if any(currency != whole.currency for _amount, currency in stated):
        return msgspec.structs.replace(payment, unclear=ClearingReason.TWO_CURRENCIES)
    if is_return and whole.paid < 0 and max(stated) == booked:
        # What was booked are the debit and the charges for its return.
        return msgspec.structs.replace(payment, paid=-min(stated)[0])
    return msgspec.structs.replace(payment, unclear=ClearingReason.DETAILS_DIFFER)


def _part(detail: Element, whole: Payment) -> Payment | None:
    """One payment of several booked in one sum; None where the bank does not say how much it is."""
    found = next(iter(_stated(detail, whole.line)), None)
    if found is None or found[1] != whole.currency:
        return None
    side = text_in(detail, "CdtDbtInd")
    came_in = side == "CRDT" if side else whole.paid > 0
    return msgspec.structs.replace(whole, paid=found[0] if came_in else -found[0])


def _stated(detail: Element | None, entry: int) -> list[tuple[Cents, str]]:
    """The amounts that a part of an entry states, the one that was booked first."""
    booked = amount_of(find(detail, "Amt"), entry)
    return [*([booked] if booked else []), *_detailed(detail, entry)]


def _detailed(holder: Element | None, entry: int) -> list[tuple[Cents, str]]:
    """The amounts that an entry, or a part of it, has come from."""
    details = find(holder, "AmtDtls")
    if details is None:
        return []
    places = find(details, "TxAmt", "Amt"), find(details, "InstdAmt", "Amt")
    return [amount for place in places if (amount := amount_of(place, entry))]


def _described(
    payment: Payment, entry: Element, detail: Element | None, *, is_return: bool
) -> Payment:
    """The payment with what the bank says of it in words."""
    texts: list[str] = []
    if detail is not None:
        for remittance in detail.findall("RmtInf"):
            texts += [line.text or "" for line in remittance.findall("Ustrd")]
            for structured in remittance.findall("Strd"):
                texts.append(text_in(structured.find("CdtrRefInf"), "Ref"))
                texts += [text_in(ref, "Nb") for ref in structured.findall("RfrdDocInf")]
    texts = [text for text in texts if text.strip()]
    if not texts:
        further = text_in(entry, "AddtlNtryInf"), text_in(detail, "AddtlTxInf")
        texts = [text for text in further if text]
    name, iban = _other_side(detail, came_in=payment.paid > 0, is_return=is_return)
    is_return = is_return or (
        payment.paid < 0 and tells_return(" ".join((*texts, text_in(entry, "AddtlNtryInf"))))
    )
    end_to_end = text_in(find(detail, "Refs"), "EndToEndId")
    return msgspec.structs.replace(
        payment,
        texts=JoinedText(texts, _FULL).readings(),
        end_to_end="" if end_to_end in _NO_REFERENCE else end_to_end,
        name=name,
        iban=iban,
        is_return=is_return,
        unclear=ClearingReason.REVERSAL if is_return and payment.paid > 0 else None,
    )


def _other_side(detail: Element | None, *, came_in: bool, is_return: bool) -> tuple[str, str]:
    """Name and IBAN of whoever paid or was paid. A return names the parties of the payment that it
    takes back.
    """
    parties = find(detail, "RltdPties")
    role = "Dbtr" if came_in or is_return else "Cdtr"
    person = find(parties, role)
    name = text_in(person, "Nm") or text_in(find(person, "Pty"), "Nm")
    return name, text_in(find(parties, f"{role}Acct", "Id"), "IBAN")


def _unclear(whole: Payment, reason: ClearingReason, *, is_return: bool) -> Payment:
    return msgspec.structs.replace(whole, unclear=reason, is_return=is_return)


def _is_return(element: Element) -> bool:
    """Whether an entry, or a part of it, is marked as a return."""
    if text_in(element, "RvslInd") in ("true", "1") or element.find("RtrInf") is not None:
        return True
    code = element.find("BkTxCd")
    if code is None:
        return False
    if text_in(find(code, "Domn", "Fmly"), "SubFmlyCd") in _RETURN_FAMILIES:
        return True
    key = text_in(code.find("Prtry"), "Cd")
    return key != "" and not _RETURN_KEYS.isdisjoint(key.split("+"))


def _announced(details: Element) -> int:
    """How many payments the bank says that it booked in this sum; 0 where it does not say."""
    number = text_in(details.find("Btch"), "NbOfTxs")
    return int(number) if number.isdecimal() else 0


def _reference(entry: Element, details: Sequence[Element]) -> str:
    """The bank's own reference for the entry."""
    reference = text_in(entry, "AcctSvcrRef")
    if not reference and len(details) == 1:
        reference = text_in(details[0].find("Refs"), "AcctSvcrRef")
    return "" if reference in _NO_REFERENCE or not reference.strip("0") else reference
