"""One request to a web address: in time, and to that address alone.

An address is as good as a password, so the words of what went wrong name the host alone. One that
leads elsewhere is told, not followed: it could lead into our net.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.common.cancellation import CancelToken
from engine.common.in_time import in_time
from engine.common.os_errors import system_reason
from engine.model.message import Message


class NotTaken(Exception):
    """The request did not come to a good end."""

    def __init__(self, host: str, status: int, why: Message | str) -> None:
        super().__init__(host, status)
        self.host = host
        self.status = status
        """Of the answer; 0 where none came."""
        self.why = why


def post(
    address: str, body: bytes, headers: Mapping[str, str], token: CancelToken, seconds: float
) -> None:
    """Send it, and take any answer from 200 to 299 for a yes. Raises `NotTaken`, and `Cancelled` as
    soon as the run is stopped.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.parse import urlsplit
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Unmoved(HTTPRedirectHandler):
        def redirect_request(self, *_request: Any, **_named: Any) -> None:
            return None

    host = ""
    try:
        host = urlsplit(address).hostname or ""
        request = Request(address, body, {"User-Agent": "opos", **headers})  # noqa: S310 - settings take http(s) alone
        opener = build_opener(Unmoved)
        in_time(lambda: opener.open(request, timeout=seconds).close(), token, seconds)
    except HTTPError as error:
        error.close()
        raise NotTaken(host, error.code, str(error.code)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotTaken(host, 0, _reason(error)) from None


def _reason(error: Exception) -> Message | str:
    """Why a request failed, without its address."""
    cause = getattr(error, "reason", error)
    return (
        system_reason(cause)
        if isinstance(cause, OSError) and cause.strerror
        else type(cause).__name__
    )
