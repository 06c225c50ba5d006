"""One file of an export, made from the ledger alone: as often as one asks for it, to the byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import msgspec

from engine.common.sanitize import sanitize
from engine.exports.lines import ExportLine, change_line, full_lines, told_changes
from engine.exports.writing import write_lines
from engine.settings.export_columns import columns_of, kind_of_file
from engine.settings.model import Settings
from engine.store.ledger import LedgerEntry
from engine.store.protocol import Store


class ExportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it goes out."""

    number: int
    name: str
    run: str
    """The run that changed what is in it."""
    changes: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def lines_of(settings: Settings, export: str, entry: LedgerEntry, store: Store) -> list[ExportLine]:
    """What this act's file of the export tells."""
    told = told_changes(settings.exports[export], entry, store.changes(entry))
    return [change_line(entry, change) for change in told]


def export_file(settings: Settings, export: str, entry: LedgerEntry, store: Store) -> ExportFile:
    """The file that the export has of this act. Raises `ExportError`, `StoreError`."""
    lines = lines_of(settings, export, entry, store)
    number = entry.exports[export]
    day = entry.at.astimezone(ZoneInfo(settings.timezone)).date()
    name = settings.exports[export].filename.format(
        number=number,
        date=day.isoformat(),
        mandant=_in_a_name("_".join(_mandants(lines))),
        interface=_in_a_name(entry.interface),
        run=entry.run,
    )
    return ExportFile(
        number=number,
        name=name,
        run=entry.run,
        changes=len(lines),
        content=_content(settings, export, lines),
    )


def full_file(settings: Settings, export: str, store: Store) -> ExportFile:
    """All items as they stand, for a program that begins: the files after this number go on from
    it. Raises `ExportError`, `StoreError`.
    """
    number = store.last_number(export)
    lines = list(full_lines(settings.exports[export], store.items().values()))
    name = settings.exports[export].filename.format(
        number=number, date="", mandant="", interface="", run=""
    )
    path = PurePosixPath(name)
    return ExportFile(
        number=number,
        name=f"{path.stem}_full{path.suffix}",
        run="",
        changes=len(lines),
        content=_content(settings, export, lines),
    )


def _content(settings: Settings, name: str, lines: Iterable[ExportLine]) -> bytes:
    export, layouts = settings.exports[name], settings.layouts
    return write_lines(kind_of_file(export, layouts), export, columns_of(export, layouts), lines)


def _mandants(lines: Iterable[ExportLine]) -> list[str]:
    return sorted({str(line["mandant"]) for line in lines})


def _in_a_name(text: str) -> str:
    """Without what a file system or a server understands otherwise; not too long for either."""
    return re.sub(r"[^\w. -]", "_", sanitize(text))[:80]
