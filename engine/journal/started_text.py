"""How a run began, in words: who started it, and what it decided on."""

from __future__ import annotations

from collections.abc import Callable

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.journal.events import RunStarted


def started_text(event: RunStarted, called: Callable[[str], str] = sanitize) -> str:
    """How a run began; `called` says what readers call another run."""
    text = _("Run started by {user} on {host} ({trigger}).").format(
        user=sanitize(event.user), host=sanitize(event.host), trigger=event.trigger
    )
    return f"{decision_text(event, called)} {text}".lstrip()


def decision_text(event: RunStarted, called: Callable[[str], str] = sanitize) -> str:
    """What it decided on, as readers call it, and why; empty where it decides on no other run."""
    what = {
        "undo": _("Takes back run {run}."),
        "release": _("Releases {file} of run {run}."),
        "reject": _("Drops {file} of run {run}."),
    }.get(event.act)
    if what is None or not event.of_run:
        return ""
    text = what.format(run=called(event.of_run), file=sanitize(event.of_file))
    reason = _("Reason: {reason}").format(reason=sanitize(event.reason, 2000).rstrip("."))
    return f"{reason}. {text}" if event.reason else text
