"""Checks of the webhook, and of phones and chats."""

from __future__ import annotations

from collections.abc import Iterator

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.doctor.checkup import Checkup
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode, SendFailed
from engine.reporting.phones import recipients, send_to_phones
from engine.reporting.webhook import call_webhook, probe_body


def check_notify(checkup: Checkup, *, test: bool) -> Iterator[Finding]:
    """Say who hears of runs; with `test`, tell them all something."""
    notify = checkup.settings.notify
    told = [*(["webhook"] if notify.webhook else []), *recipients(notify)]
    if told:
        text = _("Besides mail, these hear of runs: {names}.").format(names=", ".join(told))
        yield Finding(check="notify", text=text)
    elif test:
        text = _("There is nobody to tell: neither notify.webhook nor notify.apprise is set.")
        yield Finding(check="notify", exit_code=ExitCode.WITH_WARNINGS, text=text)
    if test and notify.webhook:
        yield _called(checkup)
    if test and notify.apprise:
        yield from _phoned(checkup)


def _called(checkup: Checkup) -> Finding:
    name = f"{checkup.now:%Y%m%dT%H%M%S.%fZ}.test"
    try:
        call_webhook(checkup.settings.notify, probe_body(), name, checkup.token)
    except SendFailed as error:
        return Finding.of("notify", error)
    return Finding(check="notify", text=_("The webhook took a test message."))


def _phoned(checkup: Checkup) -> Iterator[Finding]:
    notify = checkup.settings.notify
    title, text = "[opos] " + _("Test message"), _("This was asked for. It arrives.")
    try:
        failed = send_to_phones(notify, recipients(notify), title, text, checkup.token)
    except SendFailed as error:
        yield Finding.of("notify", error)
        return
    for recipient in recipients(notify):
        if recipient in failed:
            yield Finding.of("notify", failed[recipient])
        else:
            words = _("{who} took a test message.").format(who=sanitize(recipient))
            yield Finding(check="notify", text=words)
