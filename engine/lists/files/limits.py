"""How large a list may be. A list of 100,000 items is 13 MB of text, that of a chain ten times as
much; whatever is far beyond is damaged or hostile.

Each limit ends in a refusal that names it, within seconds and in bounded memory.
"""

from __future__ import annotations

from typing import Self

import msgspec

_WHOLE_BUDGET_FROM = 2_000_000
"""Bytes of a workbook that may cost as much as is configured; a smaller one may cost its share."""
_LEAST_MEMORY_BYTES = 200_000_000
"""Python and its libraries take half of it."""
_LEAST_CPU_SECONDS = 4


class FileLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The bounds of one file; the defaults are ours, from measured bombs and real lists."""

    file_bytes: int = 200_000_000
    """The file as it lies on disk: half as much again as a text of a million rows, which is to be
    read. Reading takes five times as much memory, so what is larger by far is still refused before
    it takes more than a gigabyte.
    """
    rows: int = 1_048_576
    """Lines of a text file, or rows of one sheet: as many as .xlsx can hold."""
    columns: int = 300
    """Cells of one line. A DATEV batch has up to 254, and is to be refused by its name."""
    cell_length: int = 32_767
    """Characters of one cell: as many as Excel can hold."""
    unpacked_bytes: int = 200_000_000
    """All parts of an .xlsx, unpacked."""
    compression_ratio: int = 200
    """Unpacked bytes for each packed one, of any part of an .xlsx."""
    zip_entries: int = 1_000
    """Parts of an .xlsx."""
    sheets: int = 100
    """Sheets of one workbook."""
    workbook_memory_bytes: int = 1_000_000_000
    """Address space of the process that reads a workbook."""
    workbook_cpu_seconds: int = 30
    """Processor time of that process."""
    workbook_wall_seconds: int = 60
    """How long that process is waited for."""

    def for_workbook(self, size: int) -> Self:
        """The same for a workbook of `size` bytes: 8 kB that want a gigabyte and half a minute are
        hostile.
        """
        share = min(1.0, size / _WHOLE_BUDGET_FROM)
        cpu_seconds = max(_LEAST_CPU_SECONDS, round(share * self.workbook_cpu_seconds))
        memory_bytes = max(_LEAST_MEMORY_BYTES, round(share * self.workbook_memory_bytes))
        return msgspec.structs.replace(
            self,
            workbook_cpu_seconds=min(cpu_seconds, self.workbook_cpu_seconds),
            workbook_memory_bytes=min(memory_bytes, self.workbook_memory_bytes),
        )
