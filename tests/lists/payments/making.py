"""Posting batches and bank statements, written after their published descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from engine.lists.payments.expected import ExpectedPayments
from engine.lists.read import read_list
from engine.lists.rows.rows import ListFile
from engine.model.errors import ListRefused
from engine.model.item import Cents, to_decimal
from engine.model.message import Code

TODAY = date(2026, 11, 20)
IBAN = "DE89370400440532013000"
"""Ours."""
PAYER = "DE02120300000000202051"

HEADER = (
    '"EXTF";700;21;"Buchungsstapel";13;20261127140440439;;"RE";"";"";29098;55003;20260101;4;'
    '20261101;20261130;"Zahlungen";"WD";1;0;0;"EUR";;"";;;"03";;;"";""'
)
HEADINGS = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;"
    "WKZ Basis-Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;"
    "Belegfeld 2;Skonto;Buchungstext;Generalumkehr (GU)"
)


def posting(
    amount: str = "119,00",
    side: str = "S",
    account: str = "1200",
    contra: str = "10001",
    number: str = "RE-2026-0001",
    **fields: str,
) -> str:
    """A line of a batch: money in Soll, the debtor in Haben, unless told otherwise."""
    return (
        f'{amount};"{side}";"{fields.get("currency", "EUR")}";;;"";{account};{contra};'
        f'"{fields.get("key", "")}";{fields.get("day", "2011")};"{number}";"";'
        f'{fields.get("skonto", "")};"{fields.get("text", "Zahlung")}";'
        f"{fields.get('reversal', '0')}"
    )


def batch(*postings: str, header: str = HEADER, headings: str = HEADINGS) -> bytes:
    """A whole batch."""
    return "\r\n".join([header, headings, *postings, ""]).encode("cp1252")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a bank statement."""

    paid: Cents = 119_00
    text: str = "Rechnung RE-2026-0001"
    name: str = "Anna Müller"
    iban: str = PAYER
    day: date = TODAY
    reference: str = ""
    end_to_end: str = "NOTPROVIDED"
    is_return: bool = False
    charges: Cents = 0
    """Of a return: what the bank keeps besides."""
    status: str = "BOOK"
    batch: tuple[tuple[Cents, str], ...] = ()
    """Amount and text of each payment, where they were booked in one sum."""

    @property
    def booked(self) -> Cents:
        whole = sum(paid for paid, _text in self.batch) or self.paid
        return whole - self.charges


def camt(
    *entries: Entry,
    message: str = "053",
    version: str = "02",
    opening: Cents = 1_000_00,
    closing: Cents | None = None,
    iban: str = IBAN,
    prefix: str = "",
) -> bytes:
    """One statement, or one notification, in a file."""
    statements = [statement(*entries, message=message, version=version, opening=opening,
                            closing=closing, iban=iban)]  # fmt: skip
    return camt_file(statements, message=message, version=version, prefix=prefix)


def camt_file(
    statements: Iterable[str], *, message: str = "053", version: str = "02", prefix: str = ""
) -> bytes:
    """Several statements in a file."""
    root = "BkToCstmrStmt" if message == "053" else "BkToCstmrDbtCdtNtfctn"
    namespace = f"urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.{version}"
    body = (
        f"<{root}><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T18:00:00+01:00</CreDtTm></GrpHdr>"
        f"{''.join(statements)}</{root}>"
    )
    if prefix:
        body = body.replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
        body = body.replace(f"<{prefix}:/", "</")
        begin, end = f'<{prefix}:Document xmlns:{prefix}="{namespace}">', f"</{prefix}:Document>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{begin}{body}{end}'.encode()
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace}">{body}</Document>'
    ).encode()


def statement(
    *entries: Entry,
    message: str = "053",
    version: str = "02",
    opening: Cents = 1_000_00,
    closing: Cents | None = None,
    iban: str = IBAN,
    number: int = 1,
) -> str:
    """One `Stmt`, or `Ntfctn`."""
    tag = "Stmt" if message == "053" else "Ntfctn"
    moved = sum(entry.booked for entry in entries if entry.status == "BOOK")
    closing = opening + moved if closing is None else closing
    balances = balance("OPBD", opening) + balance("CLBD", closing) if message == "053" else ""
    return (
        f"<{tag}><Id>S{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        f"<CreDtTm>2026-11-20T18:00:00+01:00</CreDtTm>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}"
        f"{''.join(entry_xml(entry, version) for entry in entries)}</{tag}>"
    )


def balance(code: str, amount: Cents) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount)}"
        f"<Dt><Dt>2026-11-20</Dt></Dt></Bal>"
    )


def entry_xml(entry: Entry, version: str = "02") -> str:
    """One `Ntry`, as the version has it."""
    status = entry.status if version == "02" else f"<Cd>{entry.status}</Cd>"
    reference = f"<AcctSvcrRef>{entry.reference}</AcctSvcrRef>" if entry.reference else ""
    code = ("RDDT", "UPDD") if entry.is_return else ("RCDT", "ESCT")
    details = "".join(
        _details(entry, paid, text, version)
        for paid, text in entry.batch or ((entry.paid, entry.text),)
    )
    sums = f"<Btch><NbOfTxs>{len(entry.batch)}</NbOfTxs></Btch>" if entry.batch else ""
    return (
        f"<Ntry>{_amount(entry.booked)}<Sts>{status}</Sts>"
        f"<BookgDt><Dt>{entry.day}</Dt></BookgDt><ValDt><Dt>{entry.day}</Dt></ValDt>{reference}"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{code[0]}</Cd><SubFmlyCd>{code[1]}</SubFmlyCd>"
        f"</Fmly></Domn></BkTxCd><NtryDtls>{sums}{details}</NtryDtls></Ntry>"
    )


def _details(entry: Entry, paid: Cents, text: str, version: str) -> str:
    role, other = ("Dbtr", "DbtrAcct") if paid > 0 or entry.is_return else ("Cdtr", "CdtrAcct")
    name = f"<Nm>{escape(entry.name)}</Nm>"
    party = name if version == "02" else f"<Pty>{name}</Pty>"
    amount = to_decimal(abs(paid))
    stated = (
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        if version == "02"
        else f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{"CRDT" if paid > 0 else "DBIT"}</CdtDbtInd>'
    )
    returned = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if entry.is_return else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{escape(entry.end_to_end)}</EndToEndId></Refs>{stated}"
        f"<RltdPties><{role}>{party}</{role}><{other}><Id><IBAN>{entry.iban}</IBAN></Id></{other}>"
        f"</RltdPties><RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf>{returned}</TxDtls>"
    )


def _amount(cents: Cents) -> str:
    side = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{to_decimal(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def mt940(*entries: Entry, opening: Cents = 1_000_00, closing: Cents | None = None) -> bytes:
    """One statement in MT940, as German banks write it."""
    moved = sum(entry.booked for entry in entries)
    lines = [
        ":20:STARTUMS",
        ":25:37040044/0532013000",
        ":28C:00001/001",
        f":60F:{_balance940(opening)}",
    ]
    for entry in entries:
        mark = "C" if entry.booked > 0 else "D"
        reference = f"//{entry.reference}" if entry.reference else ""
        lines += [
            f":61:{entry.day:%y%m%d%m%d}{mark}R{_cents940(entry.booked)}NMSCNONREF{reference}",
            *_details940(entry),
        ]
    lines += [f":62F:{_balance940(opening + moved if closing is None else closing)}", "-", ""]
    return "\r\n".join(lines).encode("cp1252")


def _details940(entry: Entry) -> Sequence[str]:
    key = "109" if entry.is_return else "166" if entry.booked > 0 else "177"
    original = f"OAMT+{_cents940(entry.paid)} " if entry.charges else ""
    text = f"EREF+{entry.end_to_end} {original}SVWZ+{entry.text}"
    chunks = [text[start : start + 27] for start in range(0, len(text), 27)]
    whole = f"{key}?00BUCHUNG?10931" + "".join(
        f"?{20 + number}{chunk}" for number, chunk in enumerate(chunks)
    )
    whole += f"?30MARKDEF1100?31{entry.iban}?32{entry.name}"
    lines = [whole[start : start + 65] for start in range(0, len(whole), 65)]
    return [f":86:{lines[0]}", *lines[1:]]


def _balance940(cents: Cents) -> str:
    return f"{'C' if cents >= 0 else 'D'}261120EUR{_cents940(cents)}"


def _cents940(cents: Cents) -> str:
    return to_decimal(abs(cents)).replace(".", ",")


def read(folder: Path, content: bytes, kind: str, name: str = "file", **expected: Any) -> ListFile:
    """Read this content as a file of this kind."""
    path = folder / name
    path.write_bytes(content)
    return read_list(path, name, type=kind, expected=ExpectedPayments(**expected), today=TODAY)


def refused_for(folder: Path, content: bytes, kind: str, **expected: Any) -> Code | None:
    """The code of the refusal; None where it is read."""
    try:
        read(folder, content, kind, **expected)
    except ListRefused as refused:
        return refused.message.code
    return None
