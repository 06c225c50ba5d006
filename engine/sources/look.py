"""Looking at a source without importing from it: which files there are, and what one says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.settings.interface import SourceSettings
from engine.sources.selection import is_meant
from engine.sources.server import RemoteFile, Timeouts
from engine.sources.source import Source

_ONCE = Timeouts(pauses=())


def files_there(
    settings: SourceSettings, password: Callable[[], SecretStr], now: datetime
) -> list[RemoteFile]:
    """Every file of the source, first those that are meant. `now` carries the time zone that dates
    in directories go by. Raises `SourceUnreachable`, `LoginRefused`.
    """
    with Source(settings, password, CancelToken(), _ONCE) as source:
        files = source.all_files(now.date())
    return sorted(files, key=lambda file: (not is_meant(settings, file.name), file.name))


def copy_of(
    settings: SourceSettings,
    password: Callable[[], SecretStr],
    file: RemoteFile,
    folder: Path,
    most: int,
) -> Path:
    """Copy the file into the folder of this machine, up to a little more than `most` bytes: who
    reads it refuses it then. Raises as `files_there`, and `OSError`.
    """
    path = folder / file.name.replace("/", "_")
    with Source(settings, password, CancelToken(), _ONCE) as source, path.open("wb") as copy:
        for block in source.read(file):
            copy.write(block)
            if copy.tell() > most:
                break
    return path
