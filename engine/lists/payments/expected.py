"""What an interface expects of its bank statement or posting batch: whose it is."""

from __future__ import annotations

import re

import msgspec

_GERMAN_IBAN = re.compile("DE[0-9]{20}")


class AccountRange(msgspec.Struct, frozen=True):
    """Accounts from one to another: `1800-1899`, or one alone."""

    first: str
    last: str

    def holds(self, account: str, length: int) -> bool:
        """Whether an account of a bookkeeping whose accounts have `length` digits is among them.

        Longer accounts are shorter ones with zeros behind them: 1200 is 120000.
        """
        last = self.last.ljust(length, "0" if self.first == self.last else "9")
        return len(account) == len(last) and self.first.ljust(length, "0") <= account <= last


class ExpectedPayments(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of `[interfaces.X.file]` that only such files have; empty: nothing is checked."""

    consultant: str = ""
    client: str = ""
    debtors: AccountRange | None = None
    money_accounts: tuple[AccountRange, ...] = ()
    accounts: tuple[str, ...] = ()
    """Our accounts with the bank, as IBANs."""

    def expects_account(self, account: str) -> bool:
        """Whether a statement of this account is ours. MT940 may name it by the bank's code and
        number instead of the IBAN.
        """
        return not self.accounts or account_key(account) in map(account_key, self.accounts)


def account_range(text: str) -> AccountRange:
    """Read `1800-1899` or `1200`. Raises `ValueError` for anything else."""
    found = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", text)
    if found is None:
        raise ValueError(text)
    first, last = found[1], found[2] or found[1]
    if len(first) != len(last) or first > last:
        raise ValueError(text)
    return AccountRange(first, last)


def account_key(account: str) -> str:
    """The same for every way in which banks name an account of ours: of a German one the bank's
    code and the number.
    """
    bare = _bare(account)
    return f"{bare[4:12]}/{bare[12:].lstrip('0')}" if _GERMAN_IBAN.fullmatch(bare) else bare


def _bare(account: str) -> str:
    """Without blanks, and a national one without its currency and zeros."""
    bare = re.sub(r"\s", "", account).upper()
    found = re.fullmatch(r"([0-9]{8})/?([0-9]{1,10})(?:[A-Z]{3})?", bare)
    return f"{found[1]}/{found[2].lstrip('0')}" if found else bare
