"""Which of the three kinds of payment files a file is, and reading it as that."""

from __future__ import annotations

import re
from pathlib import Path

from engine.lists.files.foreign_files import refuse_foreign, statement_kind
from engine.lists.files.limits import FileLimits
from engine.lists.files.opened_file import open_file, refuse_too_large
from engine.lists.files.text import read_text
from engine.lists.payments.camt import read_camt
from engine.lists.payments.datev_batch import BATCH_HEADINGS, read_batch
from engine.lists.payments.expected import ExpectedPayments
from engine.lists.payments.kinds import CAMT, DATEV_BATCH
from engine.lists.payments.mt940 import read_mt940
from engine.lists.rows.rows import ListFile
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused

_BATCH = re.compile(rb'(?:\xef\xbb\xbf)?"?(?:EXTF|DTVF)"?;"?[0-9]+"?;"?21"?;')
_HEAD_BYTES = 4096


def payment_file_kind(path: Path) -> str:
    """Which kind of payment file this is by how it begins; empty where it is none."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return DATEV_BATCH if _BATCH.match(head) else statement_kind(head)


def read_payments(
    path: Path, kind: str, encoding: str, limits: FileLimits, expected: ExpectedPayments
) -> ListFile:
    """Read the file as this kind of payment file. Raises `ListRefused` where it is another."""
    if kind == DATEV_BATCH:
        return read_batch(open_file(path, encoding, BATCH_HEADINGS, limits), expected)
    refuse_too_large(path, limits)
    found = payment_file_kind(path)
    if found != kind:
        if not found:
            with path.open("rb") as file:
                refuse_foreign(file.read(_HEAD_BYTES))
        raise ListRefused(PaymentFileRefusal.NO_STATEMENT, type=kind)
    if kind == CAMT:
        return read_camt(path, expected)
    return read_mt940(read_text(path.read_bytes(), encoding, frozenset(), limits), expected)
