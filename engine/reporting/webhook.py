"""The webhook: another program gets the figures of a run as JSON, signed, and no personal data."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict

from engine.common.cancellation import CancelToken
from engine.journal.events import AnyEvent, RunFinished
from engine.messages.reporting import NotifyFault
from engine.model.errors import SendFailed, SendRefused
from engine.model.money import with_decimals
from engine.reporting.http_post import NotTaken, post
from engine.reporting.outbox import Letter
from engine.settings.model import Notify

_SECONDS = 10.0
_LATER = (408, 425, 429)
"""Answers that put it off; of 500 and above all do."""
_WORDS = ("cause", "advice", "params")
"""What may name files and people."""


def run_body(letter: Letter, interface: str, events: Iterable[AnyEvent]) -> bytes:
    """What is told of a run."""
    finished = next((event for event in events if isinstance(event, RunFinished)), None)
    figures = with_decimals(asdict(finished)) if finished else {}
    body: dict[str, Any] = {
        "v": 1,
        "type": "run_finished",
        "run": letter.run,
        "interface": interface,
        "at": letter.at,
        "occasion": letter.occasion.value,
        "times": letter.times,
        "since": letter.since,
    } | {name: value for name, value in figures.items() if name not in _WORDS}
    return msgspec.json.encode(body)


def probe_body() -> bytes:
    """What `opos check --notify` sends."""
    return msgspec.json.encode({"v": 1, "type": "test"})


def call_webhook(notify: Notify, body: bytes, name: str, token: CancelToken) -> None:
    """Send it, with the time and the signature over both. `name` is its identity, for a receiver
    that gets it twice.

    Raises `SendFailed` where the next run may try again, `SendRefused` where that would not help,
    `Cancelled`.
    """
    sent_at = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Opos-Delivery": name,
        "X-Opos-Timestamp": sent_at,
    }
    if secret := notify.secret.get_secret_value():
        headers["X-Opos-Signature"] = f"sha256={signature(secret, sent_at, body)}"
    try:
        post(notify.webhook.get_secret_value(), body, headers, token, _SECONDS)
    except NotTaken as error:
        refused = 300 <= error.status < 500 and error.status not in _LATER
        if refused:
            raise SendRefused(NotifyFault.WEBHOOK_REFUSED, host=error.host, why=error.why) from None
        raise SendFailed(NotifyFault.WEBHOOK, host=error.host, why=error.why) from None


def signature(secret: str, sent_at: str, body: bytes) -> str:
    """What the receiver works out as well: HMAC-SHA256 over the time, a point, and the body."""
    return hmac.new(secret.encode(), sent_at.encode() + b"." + body, hashlib.sha256).hexdigest()
