"""Which of the listed files are lists for this interface, and in which order they come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

from engine.journal.events import SkipReason
from engine.settings.interface import SourceSettings
from engine.sources.names import comparable, is_unfinished
from engine.sources.server import RemoteFile

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def directories(settings: SourceSettings, today: date) -> list[str]:
    """The directories to search: one, or with a date in it one for each day from today back, each
    once.
    """
    days = [today - timedelta(days=back) for back in range(settings.days_back + 1)]
    return list(dict.fromkeys(_on(settings.directory, day) for day in days))


def fixed_part(directory: str) -> str:
    """The part of a directory before its first date, which must exist."""
    before, brace, _after = directory.partition("{")
    return before[: before.rfind("/") + 1] if brace else directory


def _on(directory: str, day: date) -> str:
    return (
        directory.replace("{YYYY}", f"{day:%Y}")
        .replace("{MM}", f"{day:%m}")
        .replace("{DD}", f"{day:%d}")
    )


def is_meant(settings: SourceSettings, name: str) -> bool:
    """Whether a file of this name is for this interface: the name contains `filename`, and it is no
    ready file.
    """
    if settings.ready_file and _ready_file_pattern(settings.ready_file).fullmatch(name):
        return False
    return _contains(settings, name, settings.filename)


def why_skipped(
    settings: SourceSettings, file: RemoteFile, all_names: Iterable[str], now: datetime
) -> SkipReason | None:
    """Why a file that is meant shall wait or is passed over; None if it is to be fetched once it
    stands still.
    """
    if settings.exclude and _contains(settings, file.name, settings.exclude):
        return "excluded"
    if is_unfinished(file.name):
        return "still_growing"
    if settings.ready_file and ready_name(settings.ready_file, file.name) not in all_names:
        return "not_ready"
    if (
        settings.min_age_seconds
        and file.modified
        and now - file.modified < timedelta(seconds=settings.min_age_seconds)
    ):
        return "too_young"
    return None


def oldest_first(file: RemoteFile) -> tuple[datetime, str]:
    """The order in which files are imported; by name where times are equal or not told."""
    return (file.modified or _LONG_AGO, file.name)


def ready_name(ready_file: str, name: str) -> str:
    """The name of the file that says that the list `name` is whole."""
    return ready_file.replace("{name}", name).replace("{stem}", PurePosixPath(name).stem)


def _ready_file_pattern(ready_file: str) -> re.Pattern[str]:
    parts = re.split(r"\{(?:name|stem)\}", ready_file)
    return re.compile(".+".join(re.escape(part) for part in parts), re.DOTALL)


def _contains(settings: SourceSettings, name: str, part: str) -> bool:
    return comparable(part, settings.ignore_case) in comparable(name, settings.ignore_case)
