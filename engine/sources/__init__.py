"""Where a list comes from: an FTP or SFTP server, or a folder."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import SecretStr

from engine.cancel import CancelToken
from engine.settings.interface import Source as SourceSettings
from engine.sources.base import Source
from engine.sources.server import Timeouts

__all__ = ["Source", "open_source"]


def open_source(
    settings: SourceSettings, password: Callable[[], SecretStr], token: CancelToken, timeouts: Timeouts | None = None
) -> Source:
    """The place that these settings name; connects when a `with` statement enters it.

    `password` is asked for at each login, and unwrapped only where it is sent. Tests shorten the timeouts.
    """
    return Source(settings, password, token, timeouts or Timeouts())
