"""Bank statements of ISO 20022: camt.053 (a day's statement) and camt.054 (notifications), in the
versions 02 and 08 of the German banks [V: ISO 20022; Deutsche Kreditwirtschaft, Anlage 3].

| an entry of the bank | becomes |
| --- | --- |
| booked, one payment | that payment |
| booked in one sum, with all its payments | each of them |
| the same without them, or where they do not add up | one payment that waits for a person |
| a return, by its mark, its code or its reason | a payment that went back, without the charges |
| not booked yet | nothing; the bank brings it again |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from engine.common.garbage import collecting_no_garbage
from engine.common.sanitize import sanitize
from engine.lists.payments.camt_entry import payments_of
from engine.lists.payments.camt_xml import parts_of, xml_encoding
from engine.lists.payments.element import find, signed_amount, text_in
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import CAMT
from engine.lists.payments.statement import BankStatement
from engine.lists.rows.payments import Payment
from engine.lists.rows.rows import Content, Doubt, Ignored, ListFile
from engine.messages.list_notices import ListNotice
from engine.messages.payment_files import NoPayment, PaymentFileRefusal
from engine.model.errors import ListRefused
from engine.model.message import Message

_MESSAGES = {"BkToCstmrStmt": ("053", "Stmt"), "BkToCstmrDbtCdtNtfctn": ("054", "Ntfctn")}
_VERSIONS = ("02", "08")
_NAMESPACE = re.compile(r"camt\.(?P<kind>[0-9]{3})\.[0-9]{3}\.(?P<version>[0-9]{2})")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
"""Codes of the balances that entries lie between; interim and available ones say nothing of them.
"""


def read_camt(path: Path, expected: ExpectedPayments) -> ListFile:
    """The payments of all statements in the file. Raises `ListRefused` for what is no such
    statement, or of an account that is not ours.
    """
    encoding = xml_encoding(path)
    reader = _CamtReader(expected)
    with collecting_no_garbage():
        for part in parts_of(path, encoding):
            reader.read(part)
    return reader.result(encoding)


class _CamtReader:
    """Reads the parts of one file in their order."""

    def __init__(self, expected: ExpectedPayments) -> None:
        self._expected = expected
        self._statements: list[BankStatement] = []
        self._namespace = ""
        self._statement_tag = ""
        self._message_page: tuple[int | None, bool] = None, False
        self._payments: list[Payment] = []
        self._ignored: list[Ignored] = []
        self._entries = 0

    def read(self, part: Element) -> None:
        """Take in the next part."""
        match part.tag:
            case "Ntry" if self._statements:
                self._take_entry(part)
            case "Document" if not self._namespace:
                self._namespace = " ".join(part.attrib.values())
            case tag if not self._statement_tag:
                self._begin_message(tag)
            case self._statement_tag:
                has_balances = self._statement_tag == "Stmt"
                self._statements.append(
                    BankStatement(len(self._statements) + 1, has_balances=has_balances)
                )
                self._take_page(self._message_page)
            case "MsgPgntn":
                self._message_page = _page(part)
            case _ if not self._statements:
                pass  # the message's own header
            case "Id" | "ElctrncSeqNb":
                self._statements[-1].name = part.text or ""
            case "StmtPgntn" | "NtfctnPgntn":
                self._take_page(_page(part))
            case "Acct":
                self._take_account(part)
            case "Bal":
                self._take_balance(part)
            case "TxsSummry":
                self._take_summary(part)

    def result(self, encoding: str) -> ListFile:
        """What all parts came to."""
        if not self._statement_tag:
            raise ListRefused(PaymentFileRefusal.NO_STATEMENT, type=CAMT)
        payments = self._payments
        notices = [Message.of(ListNotice.ENCODING, encoding=encoding)] if encoding else []
        return ListFile(
            layout=CAMT,
            content=Content.PAYMENTS,
            format="xml",
            encoding=encoding or "utf-8",
            lines=self._entries,
            rows=[],
            payments=payments,
            ignored=self._ignored,
            notices=notices,
            doubts=list(self._doubts()),
            pages=[one.as_page(one.page) for one in self._statements if one.page is not None],
            total=sum(payment.paid for payment in payments if payment.currency == "EUR"),
        )

    def _doubts(self) -> Iterator[Doubt]:
        last: dict[str, BankStatement] = {}
        for statement in self._statements:
            if statement.page is None:
                yield from statement.doubts()
            before = last.get(statement.account)
            if before and not statement.is_page_with(before):
                yield from statement.follows(before)
            last[statement.account] = statement

    def _begin_message(self, tag: str) -> None:
        named = _NAMESPACE.search(self._namespace)
        kind, statement_tag = _MESSAGES.get(tag, ("", ""))
        if not kind or (named and (named["kind"], named["version"]) not in _read(kind)):
            message = named[0] if named else sanitize(tag, 40)
            raise ListRefused(PaymentFileRefusal.OTHER_MESSAGE, message=message)
        self._statement_tag = statement_tag

    def _take_page(self, page: tuple[int | None, bool]) -> None:
        statement = self._statements[-1]
        statement.page, statement.is_last_page = page

    def _take_account(self, part: Element) -> None:
        statement = self._statements[-1]
        name = part.find("Id")
        statement.name_account(text_in(name, "IBAN") or text_in(find(name, "Othr"), "Id"))
        statement.currency = text_in(part, "Ccy")
        if not self._expected.expects_account(statement.account):
            account = sanitize(statement.account, 40) or "–"
            raise ListRefused(PaymentFileRefusal.OTHER_ACCOUNT, account=account)

    def _take_balance(self, part: Element) -> None:
        statement = self._statements[-1]
        code = text_in(find(part, "Tp", "CdOrPrtry"), "Cd")
        if code not in (*_OPENING, *_CLOSING):
            return
        amount, currency = signed_amount(part, self._entries)
        statement.currency = statement.currency or currency
        if code in _CLOSING:
            statement.closing = amount
        elif statement.opening is None:
            statement.opening = amount

    def _take_summary(self, part: Element) -> None:
        total = part.find("TtlNtries")
        if total is None:
            return
        statement = self._statements[-1]
        entries, amount = text_in(total, "NbOfNtries"), text_in(total, "Sum")
        statement.printed_entries = int(entries) if entries.isdecimal() else None
        if found := re.fullmatch(r"([0-9]{1,15})(?:\.([0-9]{1,2})0*)?", amount):
            statement.printed_sum = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))

    def _take_entry(self, part: Element) -> None:
        self._entries += 1
        statement = self._statements[-1]
        if not statement.account:
            raise ListRefused(PaymentFileRefusal.OTHER_ACCOUNT, account="–")
        status = text_in(part, "Sts") or text_in(part.find("Sts"), "Cd")
        if status != "BOOK":
            if status not in ("PDNG", "INFO", "FUTR"):
                raise ListRefused(
                    PaymentFileRefusal.STATEMENT_VALUE,
                    line=self._entries,
                    value=sanitize(status, 40) or "–",
                    field="Sts",
                )
            self._ignored.append(Ignored(self._entries, Message(NoPayment.NOT_BOOKED)))
            return
        booked, currency = signed_amount(part, self._entries)
        statement.add(booked)
        day = _day(part, self._entries)
        if booked:
            self._payments += payments_of(
                part, self._entries, booked, currency, day, statement.source, statement.number
            )
        else:
            self._ignored.append(Ignored(self._entries, Message(NoPayment.NO_AMOUNT)))


def _page(pagination: Element) -> tuple[int | None, bool]:
    """Which page of several, None where there are no others; and whether it is the last."""
    number, is_last = text_in(pagination, "PgNb"), text_in(pagination, "LastPgInd") in ("true", "1")
    if not number.isdecimal() or (int(number) == 1 and is_last):
        return None, is_last
    return int(number), is_last


def _read(kind: str) -> list[tuple[str, str]]:
    return [(kind, version) for version in _VERSIONS]


def _day(entry: Element, number: int) -> date:
    """The booking day; the value day where the bank names no other."""
    for name in ("BookgDt", "ValDt"):
        when = entry.find(name)
        if when is not None:
            text = (text_in(when, "Dt") or text_in(when, "DtTm"))[:10]
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise ListRefused(
                    PaymentFileRefusal.STATEMENT_VALUE,
                    line=number,
                    value=sanitize(text, 40) or "–",
                    field=name,
                ) from None
    raise ListRefused(PaymentFileRefusal.STATEMENT_VALUE, line=number, value="–", field="BookgDt")
