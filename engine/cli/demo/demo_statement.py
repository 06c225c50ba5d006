"""Today's bank statement of the demo: what customers write, and what a statement brings besides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from engine.model.item import Cents, Item, to_decimal

IBAN = "DE89370400440532013000"
"""The account of the hearing aid practice."""
_CUSTOMER = "DE02120300000000202051"
_OPENING: Cents = 18_204_55


def statement(open_items: Sequence[Item], today: date) -> bytes:
    """A camt.053 of today: payments of some of these invoices, two of them in one sum, one too
    much, one that names none, a salary.
    """
    one, two, three, four, five, six, *_others = open_items
    entries: list[tuple[Cents, str, str]] = [
        *((item.amount, f"Rechnung {item.invoice_no}", item.name) for item in (one, two, three)),
        (four.amount // 2, f"{four.invoice_no.replace('-', ' ')} Rate", four.name),
        (five.amount + six.amount, f"{five.invoice_no} + {six.invoice_no}", five.name),
        (one.amount, f"{one.invoice_no} nochmal", one.name),
        (49_00, "Vielen Dank!", "Heike Köhler"),
        (-2_150_00, "Gehalt", "Nils Rößler"),
    ]
    closing = _OPENING + sum(paid for paid, _text, _name in entries)
    booked = "\n".join(_entry(*entry, number, today) for number, entry in enumerate(entries, 1))
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt>
<GrpHdr><MsgId>DEMO</MsgId><CreDtTm>{today}T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>DEMO</Id><CreDtTm>{today}T06:00:00</CreDtTm>
<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{_balance("OPBD", _OPENING, today)}
{_balance("CLBD", closing, today)}
{booked}
</Stmt>
</BkToCstmrStmt>
</Document>
""".encode()


def _entry(paid: Cents, text: str, name: str, number: int, today: date) -> str:
    role = "Dbtr" if paid > 0 else "Cdtr"
    amount = to_decimal(abs(paid))
    side = "CRDT" if paid > 0 else "DBIT"
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{today}</Dt></BookgDt>"
        f"<AcctSvcrRef>{today:%Y%m%d}{number:06}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{'RCDT' if paid > 0 else 'ICDT'}</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<RltdPties><{role}><Pty><Nm>{escape(name)}</Nm></Pty></{role}>"
        f"<{role}Acct><Id><IBAN>{_CUSTOMER}</IBAN></Id></{role}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _balance(code: str, amount: Cents, today: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{to_decimal(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{today}</Dt></Dt></Bal>"
    )
