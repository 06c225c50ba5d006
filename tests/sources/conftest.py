"""Short words for what the tests of sources do again and again."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.journal.events import Event, FileFound, FileSkipped, Warned
from engine.settings.interface import SourceSettings
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.server import Timeouts
from engine.sources.source import open_source
from engine.sources.spool import sweep
from tests.servers.ftp import PASSWORD, USER
from tests.servers.scripted_sftp import HOST_KEY

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
HASTY = Timeouts(connect=2, login=2, read=2, pauses=(0.0, 0.0))


class Told(msgspec.Struct):
    """What a fetch told, and what it brought."""

    events: list[Event]
    lists: dict[str, bytes]
    fetched: list[Fetched]
    removed: list[str]

    @property
    def skipped(self) -> dict[str, str]:
        return {event.name: event.reason for event in self.events if isinstance(event, FileSkipped)}

    @property
    def warnings(self) -> list[str]:
        return [event.code for event in self.events if isinstance(event, Warned)]

    @property
    def found(self) -> list[str]:
        return [event.name for event in self.events if isinstance(event, FileFound)]


Fetch = Callable[..., Told]


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    folder = tmp_path / "spool"
    sweep(folder)
    return folder


@pytest.fixture
def fetch(spool: Path) -> Fetch:
    """Fetch with these settings, and be done with each file if `remove`, as an import would."""

    def fetch_with(
        settings: SourceSettings,
        *,
        now: datetime = NOW,
        known: Sequence[str] = (),
        remove: bool = False,
        password: str = PASSWORD,
        timeouts: Timeouts = HASTY,
        token: CancelToken | None = None,
    ) -> Told:
        told = Told([], {}, [], [])
        token = token or CancelToken()
        with open_source(settings, lambda: SecretStr(password), token, timeouts) as source:
            for event in fetch_lists(
                source, settings, spool, token, now=now, known=lambda sha256: sha256 in known
            ):
                if isinstance(event, Fetched):
                    told.fetched.append(event)
                    told.lists[event.file.name] = event.path.read_bytes()
                    event.path.unlink()
                    if remove:
                        told.removed.append(source.dispose(event.file, "run-1"))
                else:
                    told.events.append(event)
        assert list(spool.iterdir()) == []
        return told

    return fetch_with


def ftp_settings(port: int, **more: Any) -> SourceSettings:
    """Settings for the test's own FTP server."""
    usual: dict[str, Any] = {
        "protocol": "ftp",
        "host": "127.0.0.1",
        "port": port,
        "user": USER,
        "filename": "Zahlungen",
    }
    return SourceSettings(**{**usual, "stable_seconds": 0, **more})


def sftp_settings(port: int, **more: Any) -> SourceSettings:
    """Settings for the scripted SFTP server, with its host key pinned."""
    return ftp_settings(port, **{"protocol": "sftp", "host_key": HOST_KEY.fingerprint, **more})


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "eingang"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, content: bytes = b"1", *, seconds_ago: float = 3600) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = (NOW - timedelta(seconds=seconds_ago)).timestamp()
    os.utime(path, (moment, moment))
    return path


def folder_settings(inbox: Path, **more: Any) -> SourceSettings:
    usual: dict[str, Any] = {
        "protocol": "folder",
        "directory": f"{inbox}/",
        "filename": "Zahlungen",
        "stable_seconds": 0,
    }
    return SourceSettings(**{**usual, **more})
