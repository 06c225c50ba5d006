"""Bank statements and posting batches, by themselves and packed, changed at random: what comes of
one is a list or a refusal in words.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from functools import cache
from pathlib import Path

from engine.common.i18n import advice_of, cause_of
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused
from tests.fuzz.changes import changed_bytes
from tests.lists.payments.making import Entry, batch, camt, mt940, posting, read

_ENTRIES = (
    Entry(paid=119_00, text="Rechnung RE-2026-0001"),
    Entry(paid=50_00, text="RE-2026-0002 Teilzahlung, Müller & Söhne"),
    Entry(paid=-50_00, text="Rückgabe RE-2026-0002", is_return=True),
)


@cache
def _corpus(kind: str) -> list[bytes]:
    match kind:
        case "camt":
            return [camt(*_ENTRIES, version=version) for version in ("02", "08")]
        case "mt940":
            return [mt940(*_ENTRIES), mt940()]
        case _:
            return [batch(posting(), posting())]


def try_payment_file(seed: int, folder: Path) -> None:
    """Read one; raise what is no refusal in words."""
    chance = random.Random(seed)
    kind = chance.choice(("camt", "mt940", "datev_batch"))
    data = chance.choice(_corpus(kind))
    if chance.random() < 0.9:
        data = changed_bytes(chance, data, _corpus(kind))
    if chance.random() < 0.2:
        data = _packed(chance, data)
    try:
        read(folder, data, chance.choice((kind, kind, "")))
    except ListRefused as refused:
        packed = refused.message.code is PaymentFileRefusal.IN_ARCHIVE  # its cause has both
        if not (cause_of(refused) and (packed or advice_of(refused))):
            raise AssertionError("a refusal without a cause or an advice") from refused


def _packed(chance: random.Random, data: bytes) -> bytes:
    if chance.random() < 0.5:
        packed = gzip.compress(data)
    else:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
            for number in range(chance.randint(1, 3)):
                files.writestr(f"{number}.txt", data)
        packed = archive.getvalue()
    return changed_bytes(chance, packed) if chance.random() < 0.7 else packed
