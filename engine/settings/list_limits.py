"""What the reader wants to know: how large a list may be, and whose a payment file must be."""

from __future__ import annotations

from engine.lists.files.limits import FileLimits
from engine.lists.payments.expected import ExpectedPayments, account_range
from engine.settings.interface import File
from engine.settings.model import ListLimits


def file_limits(configured: ListLimits) -> FileLimits:
    """The configured limits in bytes and seconds."""
    return FileLimits(
        file_bytes=configured.file_megabytes * 1_000_000,
        rows=configured.rows,
        workbook_memory_bytes=configured.workbook_megabytes * 1_000_000,
        workbook_cpu_seconds=configured.workbook_seconds,
        workbook_wall_seconds=configured.workbook_seconds * 3 // 2,
    )


def expected_payments(file: File) -> ExpectedPayments:
    """Whose a posting batch or a bank statement of this interface must be."""
    return ExpectedPayments(
        consultant=file.consultant,
        client=file.client,
        debtors=account_range(file.debtors) if file.debtors else None,
        money_accounts=tuple(map(account_range, file.money_accounts)),
        accounts=file.accounts,
    )
