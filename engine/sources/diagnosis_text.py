"""What each step of the walk through a source says: how well it went, and what to do about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from engine.common.i18n import _, format_date, format_number, ngettext
from engine.common.loopback import is_loopback
from engine.common.sanitize import sanitize
from engine.settings.interface import SourceSettings
from engine.settings.server import ServerSettings
from engine.sources.network import Address
from engine.sources.probe import Probe
from engine.sources.selection import is_meant
from engine.sources.server import RemoteFile

if TYPE_CHECKING:
    from engine.sources.sftp.host_keys import HostKey
    from engine.sources.tls import Certificate

Verdict = Literal["ok", "warn", "fail"]

_FEW_DAYS = 14
"""A certificate that expires sooner is worth a warning."""
_MUCH = timedelta(minutes=2)
"""A clock that differs by more is worth a warning."""


class StepText(NamedTuple):
    """Sentences in the user's language, safe for a terminal."""

    verdict: Verdict
    text: str
    advice: str = ""


def addresses_text(found: list[Address]) -> StepText:
    """Which addresses the host's name leads to."""
    shown = ", ".join(dict.fromkeys(str(address[0]) for _family, address in found))
    return StepText("ok", _("The name leads to {addresses}.").format(addresses=sanitize(shown)))


def connected_text(host: str, port: int) -> StepText:
    """Which port answers."""
    text = _("{host}, port {port}, answers.")
    return StepText("ok", text.format(host=sanitize(host), port=port))


def tls_text(host: str, shown: Certificate | None) -> StepText:
    """How long the certificate is valid; without one, that nothing is encrypted."""
    if shown is None:
        if is_loopback(host):
            return StepText("ok", _("Not encrypted, but it never leaves this machine."))
        text = _("Not encrypted: everyone on the way can read the password and the lists.")
        return StepText("warn", text, _("Ask the server's operator for FTPS or SFTP."))
    left = (shown.valid_until - datetime.now(UTC)).days
    text = ngettext(
        "Encrypted; the certificate for {names} is valid for {n} more day, until {day}.",
        "Encrypted; the certificate for {names} is valid for {n} more days, until {day}.",
        left,
    ).format(
        names=sanitize(", ".join(shown.names)),
        n=format_number(left),
        day=format_date(shown.valid_until.date()),
    )
    if left < _FEW_DAYS:
        return StepText("warn", text, _("Ask the server's operator to renew it in time."))
    return StepText("ok", text)


def host_key_text(shown: HostKey) -> StepText:
    """Which key the server showed."""
    text = _("The server's key is known: {type}, {fingerprint}.")
    return StepText("ok", text.format(type=sanitize(shown.type), fingerprint=shown.fingerprint))


def login_text(user: str) -> StepText:
    """Who is logged in."""
    return StepText("ok", _("{user} is logged in.").format(user=sanitize(user)))


def directory_text(settings: ServerSettings, files: list[RemoteFile]) -> StepText:
    """How many files there are."""
    text = ngettext("{directory} holds {n} file.", "{directory} holds {n} files.", len(files))
    return StepText(
        "ok",
        text.format(directory=sanitize(settings.directory or "/"), n=format_number(len(files))),
    )


def matching_text(settings: SourceSettings, files: list[RemoteFile]) -> StepText:
    """How many of the files are meant."""
    meant = sum(is_meant(settings, file.name) for file in files)
    text = ngettext(
        "{n} file has “{part}” in its name.", "{n} files have “{part}” in their names.", meant
    )
    advice = (
        _("If there should be one, check `filename`, `ignore_case` and `directory`.")
        if not meant
        else ""
    )
    return StepText(
        "ok", text.format(n=format_number(meant), part=sanitize(settings.filename)), advice
    )


def rights_text(settings: SourceSettings, probe: Probe) -> StepText:
    """Whether a list can be taken away after its import."""
    if not probe.may_write:
        return StepText(
            "warn",
            _("opos may not write here, so its right to take lists away could not be tried."),
            _(
                "The first import will show it: what the server refuses then is a warning, and the"
                " list stays."
            ),
        )
    if settings.after_import == "move":
        text = _("opos may move files into {folder}.")
        return StepText("ok", text.format(folder=sanitize(settings.move_to)))
    return StepText("ok", _("opos may delete files."))


def writing_text(_nothing: None) -> StepText:
    """Whether files can be put there."""
    return StepText("ok", _("opos may put files there."))


def clock_text(ahead: timedelta) -> StepText:
    """By how much the server's clock is ahead of ours."""
    seconds = round(ahead.total_seconds())
    text = ngettext(
        "The server's clock differs by {n} second.",
        "The server's clock differs by {n} seconds.",
        abs(seconds),
    ).format(n=format_number(seconds))
    if abs(ahead) > _MUCH:
        return StepText(
            "warn",
            text,
            _("`min_age_seconds` counts by the server's clock; set one of the two clocks right."),
        )
    return StepText("ok", text)
