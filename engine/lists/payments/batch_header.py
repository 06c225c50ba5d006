"""The first line of a DATEV posting batch: whose it is, of which period, in which currency.

Fields and their places are DATEV's own [V: developer.datev.de, formate/header].
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from engine.common.sanitize import sanitize
from engine.lists.payments.expected import AccountRange, ExpectedPayments
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused

_VERSIONS = range(5, 14)
_MONEY_OF_CHART = {
    "03": (AccountRange("1000", "1299"),),
    "04": (AccountRange("1600", "1899"),),
}
"""Till, post and bank in DATEV's charts of accounts SKR 03 and SKR 04 [V]."""
_CREDITORS_FROM = "7"
"""By DATEV's convention debtors' accounts begin with 1 to 6, creditors' with 7 to 9 [V]."""


class BatchHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What the first line says."""

    consultant: str
    client: str
    year_begins: date
    length: int
    """Digits of the general ledger's accounts; a debtor's have one more."""
    first: date
    last: date
    """The period of its postings."""
    currency: str
    chart: str
    """The chart of accounts, such as `03`; empty where the batch names none."""

    @property
    def source(self) -> str:
        """Whose bookkeeping it is."""
        return f"{self.consultant}/{self.client}"

    def is_debtor(self, account: str, expected: ExpectedPayments) -> bool:
        """Whether this account is a debtor's, as configured or by DATEV's convention."""
        if expected.debtors:
            return expected.debtors.holds(account, self.length + 1)
        return len(account) == self.length + 1 and "1" <= account[0] < _CREDITORS_FROM

    def is_money(self, account: str, expected: ExpectedPayments) -> bool:
        """Whether this account is a bank's or a till's, as configured or by the chart."""
        ranges = expected.money_accounts or _MONEY_OF_CHART.get(self.chart, ())
        return any(each.holds(account, self.length) for each in ranges)

    def day(self, text: str) -> date | None:
        """The day that `TTMM` means within the fiscal year; None where there is none."""
        found = re.fullmatch(r"([0-9]{1,2})([0-9]{2})", text)
        end = self.year_begins.replace(year=self.year_begins.year + 1) - timedelta(days=1)
        for year in {self.year_begins.year, end.year} if found else ():
            try:
                day = date(year, int(found[2]), int(found[1]))  # type: ignore[index]
            except ValueError:
                continue
            if self.year_begins <= day <= end:
                return day
        return None


def batch_header(cells: Sequence[str], expected: ExpectedPayments) -> BatchHeader:
    """Read the header of a batch of postings, and check whose it is. Raises `ListRefused`."""

    def field(place: int, name: str, shape: str) -> str:
        text = cells[place].strip() if place < len(cells) else ""
        if not re.fullmatch(shape, text):
            raise ListRefused(
                PaymentFileRefusal.BATCH_HEADER, field=name, value=sanitize(text, 40) or "–"
            )
        return text

    def day(place: int, name: str) -> date:
        text = field(place, name, "(?:19|20)[0-9]{6}")
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            raise ListRefused(PaymentFileRefusal.BATCH_HEADER, field=name, value=text) from None

    version = field(4, "Formatversion", "[0-9]{1,3}")
    if int(version) not in _VERSIONS:
        raise ListRefused(PaymentFileRefusal.BATCH_VERSION, version=version)
    header = BatchHeader(
        consultant=field(10, "Beraternummer", "[0-9]{0,7}"),
        client=field(11, "Mandantennummer", "[0-9]{0,5}"),
        year_begins=day(12, "WJ-Beginn"),
        length=int(field(13, "Sachkontenlänge", "[4-8]")),
        first=day(14, "Datum von"),
        last=day(15, "Datum bis"),
        currency=field(21, "WKZ", "(?:[A-Z]{3})?") or "EUR",
        chart=field(26, "SKR", "[0-9]{0,2}").zfill(2) if len(cells) > 26 and cells[26] else "",
    )
    if header.year_begins.day != 1 or header.first > header.last:
        raise ListRefused(
            PaymentFileRefusal.BATCH_HEADER,
            field="WJ-Beginn, Datum von, Datum bis",
            value=" · ".join(cells[12:16]),
        )
    ours = (expected.consultant, expected.client)
    theirs = (header.consultant, header.client)
    if any(mine and _differ(mine, their) for mine, their in zip(ours, theirs, strict=True)):
        raise ListRefused(
            PaymentFileRefusal.OTHER_CLIENT,
            consultant=header.consultant or "–",
            client=header.client or "–",
            ours=" / ".join(number or "–" for number in ours),
        )
    if not expected.money_accounts and header.chart not in _MONEY_OF_CHART:
        raise ListRefused(PaymentFileRefusal.NO_MONEY_ACCOUNTS)
    return header


def _differ(one: str, other: str) -> bool:
    return one.lstrip("0") != other.lstrip("0")
