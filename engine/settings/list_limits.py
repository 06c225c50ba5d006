"""How large a list may be, as the reader wants to know it."""

from __future__ import annotations

from engine.lists.files.limits import FileLimits
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
