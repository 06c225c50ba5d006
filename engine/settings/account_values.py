"""Accounts as settings: those of a bookkeeping, and those of a bank."""

from __future__ import annotations

import re
from typing import Annotated

from engine.common.i18n import _
from engine.lists.payments.expected import account_range
from engine.settings.table import Check, Limits
from engine.settings.values import OneLine


def _account_range(text: str) -> str:
    try:
        account_range(text)
    except ValueError:
        raise ValueError(
            _('must be an account or a range of accounts of one length: "1200", or "1800-1899".')
        ) from None
    return text


def _iban(text: str) -> str:
    bare = re.sub(r"\s", "", text).upper()
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare):
        raise ValueError(_('must be an IBAN, such as "DE89 3704 0044 0532 0130 00".'))
    # ISO 7064: letters count 10 to 35, and the whole is one more than a multiple of 97.
    if int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 != 1:
        raise ValueError(_("is no IBAN: its check digits are wrong; a digit may be mistyped."))
    return text


AccountRangeText = Annotated[OneLine, Check(_account_range)]
AccountRangeOrNone = Annotated[OneLine, Check(lambda text: text and _account_range(text))]
Iban = Annotated[OneLine, Check(_iban)]
ConsultantNumber = Annotated[str, Limits(pattern="^[0-9]{0,7}$")]
ClientNumber = Annotated[str, Limits(pattern="^[0-9]{0,5}$")]
