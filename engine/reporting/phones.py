"""Phones and chats, through Apprise, which is an extra of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from engine.common.cancellation import CancelToken
from engine.common.in_time import in_time
from engine.messages.reporting import NotifyFault
from engine.model.errors import SendFailed, SendRefused
from engine.settings.model import Notify

_SECONDS = 30.0


def recipients(notify: Notify) -> tuple[str, ...]:
    """The addresses as they may be shown: the kind and the position of each."""
    return tuple(
        f"{address.partition('://')[0]} {place}"
        for place, address in enumerate(notify.apprise.each, 1)
    )


def send_to_phones(
    notify: Notify, to: Sequence[str], title: str, text: str, token: CancelToken
) -> dict[str, SendFailed]:
    """Send it to these recipients; returns those that could not be told, each with the reason.
    Raises `SendRefused` where Apprise is not there, `Cancelled`.
    """
    import logging

    logging.getLogger("apprise").addHandler(logging.NullHandler())  # it may log addresses
    try:
        import apprise
    except ImportError:
        raise SendRefused(NotifyFault.NO_APPRISE) from None
    addresses = dict(zip(recipients(notify), notify.apprise.each, strict=True))
    failed: dict[str, SendFailed] = {}
    for recipient in to:
        phone = apprise.Apprise()
        if recipient not in addresses or not phone.add(addresses[recipient]):
            failed[recipient] = SendRefused(NotifyFault.NO_PHONE, who=recipient)
            continue
        try:
            told = bool(in_time(partial(phone.notify, text, title), token, _SECONDS))
        except TimeoutError:
            told = False
        if not told:
            failed[recipient] = SendFailed(NotifyFault.PHONE, who=recipient)
    return failed
