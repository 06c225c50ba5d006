"""The doctor's walk through one source, step by step: what works, how long it took, and what to do
about what does not.

Nothing is changed on the server but a probe file of our own: written, moved where lists shall be
moved, and removed again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from pydantic import SecretStr

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of, format_date, format_number, ngettext
from engine.common.loopback import is_loopback
from engine.common.sanitize import sanitize
from engine.model.errors import Cancelled, OposError
from engine.settings.interface import SourceSettings
from engine.sources import network
from engine.sources.folder import FolderServer
from engine.sources.opening import port_of
from engine.sources.probe import Probe, try_rights
from engine.sources.selection import is_meant
from engine.sources.server import RemoteFile, Server, Timeouts
from engine.sources.source import Source

if TYPE_CHECKING:
    from engine.sources.sftp.host_keys import HostKey
    from engine.sources.tls import Certificate

Step = Literal[
    "name", "connect", "tls", "host_key", "login", "directory", "list", "delete", "clock"
]
Verdict = Literal["ok", "warn", "fail"]
Result = TypeVar("Result")

_FEW_DAYS = 14
"""A certificate that expires sooner is worth a warning."""
_MUCH = timedelta(minutes=2)
"""A clock that differs by more is worth a warning."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What one step showed."""

    step: Step
    verdict: Verdict
    seconds: float
    text: str
    """A sentence in the user's language, safe for a terminal."""
    advice: str = ""


Told = tuple[Verdict, str, str]
"""Verdict, text, advice."""
Walk = Generator[Diagnosis, None, Result]
"""Findings, and at the end what the next part of the walk needs."""


class _Stopped(Exception):
    """The walk ends here."""


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """The source that is walked through, and what is open on the way."""

    settings: SourceSettings
    password: Callable[[], SecretStr]
    token: CancelToken
    timeouts: Timeouts
    opened: ExitStack

    @property
    def port(self) -> int:
        return port_of(self.settings)


def diagnose(
    settings: SourceSettings,
    password: Callable[[], SecretStr],
    token: CancelToken,
    *,
    now: datetime,
    timeouts: Timeouts | None = None,
) -> Iterator[Diagnosis]:
    """Walk through all steps up to the first that fails. `now` carries the time zone that dates in
    directories go by.

    Nothing is tried twice. Raises only `Cancelled`: whatever else goes wrong is a finding.
    """
    with ExitStack() as opened, suppress(_Stopped):
        place = _Place(
            settings=settings,
            password=password,
            token=token,
            timeouts=timeouts or Timeouts(pauses=()),
            opened=opened,
        )
        server = yield from _WAYS[settings.protocol](place)
        source = Source(settings, password, token, place.timeouts, server)
        opened.callback(source.close)
        yield from _inside(source, now)


def _step(step: Step, act: Callable[[], Result], say: Callable[[Result], Told]) -> Walk[Result]:
    """Do it, and tell what it showed; ends the walk if it fails."""
    began = time.monotonic()
    try:
        result = act()
    except Cancelled:
        raise
    except OposError as error:
        yield Diagnosis(
            step=step,
            verdict="fail",
            seconds=time.monotonic() - began,
            text=cause_of(error),
            advice=advice_of(error),
        )
        raise _Stopped from error
    seconds = time.monotonic() - began
    verdict, text, advice = say(result)
    yield Diagnosis(step=step, verdict=verdict, seconds=seconds, text=text, advice=advice)
    return result


def _by_folder(place: _Place) -> Walk[Server]:
    yield from ()
    return FolderServer(place.token)


def _look_up(place: _Place) -> Walk[None]:
    settings, port = place.settings, place.port
    yield from _step(
        "name",
        lambda: network.look_up(settings.host, port, place.token, place.timeouts.connect),
        _addresses,
    )


def _by_ftp(place: _Place) -> Walk[Server]:
    from engine.sources.ftp.ftp_server import FtpServer, connected
    from engine.sources.ftp.ftps import TlsSession

    settings = place.settings
    yield from _look_up(place)

    def connect() -> tuple[FtpServer, TlsSession | None]:
        session = connected(settings, place.port, place.token, place.timeouts)
        server = FtpServer(session, place.token)
        place.opened.callback(server.close)
        if not isinstance(session, TlsSession):
            server.greet()
            return server, None
        return server, session

    def begin_tls() -> Certificate | None:
        if session is None:
            return None
        server.greet()
        return session.certificate()

    server, session = yield from _step("connect", connect, lambda _opened: _connected(place))
    yield from _step("tls", begin_tls, lambda shown: _tls(settings.host, shown))
    yield from _step(
        "login",
        lambda: server.log_in(settings.user, place.password()),
        lambda _nothing: _logged_in(settings),
    )
    return server


def _by_ssh(place: _Place) -> Walk[Server]:
    from engine.sources.sftp.sftp_server import SftpServer
    from engine.sources.sftp.ssh import SshConnection

    settings = place.settings
    yield from _look_up(place)

    def connect() -> SshConnection:
        connection = SshConnection(settings.host, place.port, place.token, place.timeouts)
        place.opened.callback(connection.close)
        return connection

    def greet() -> HostKey:
        shown = connection.greet()
        connection.check_host_key(shown, settings.host_key)
        return shown

    def log_in() -> SftpServer:
        connection.log_in(settings.user, place.password(), settings.key_file)
        return SftpServer(connection, place.token, place.timeouts)

    connection = yield from _step("connect", connect, lambda _opened: _connected(place))
    yield from _step("host_key", greet, _host_key)
    server = yield from _step("login", log_in, lambda _server: _logged_in(settings))
    return server


_WAYS: dict[str, Callable[[_Place], Walk[Server]]] = {
    "folder": _by_folder,
    "ftp": _by_ftp,
    "ftps": _by_ftp,
    "sftp": _by_ssh,
}


def _inside(source: Source, now: datetime) -> Walk[None]:
    """The steps that are the same for every protocol."""
    files = yield from _step(
        "directory",
        lambda: source.all_files(now.date()),
        lambda files: _directory(source.settings, files),
    )
    yield from _step("list", lambda: files, lambda files: _matching(source.settings, files))
    if source.settings.after_import != "keep":
        probe = yield from _step(
            "delete", lambda: try_rights(source), lambda probe: _rights(source.settings, probe)
        )
        if (ahead := probe.ahead) is not None:
            yield from _step("clock", lambda: ahead, _clock)


def _addresses(found: list[network.Address]) -> Told:
    shown = ", ".join(dict.fromkeys(str(address[0]) for _family, address in found))
    return "ok", _("The name leads to {addresses}.").format(addresses=sanitize(shown)), ""


def _connected(place: _Place) -> Told:
    text = _("{host}, port {port}, answers.")
    return "ok", text.format(host=sanitize(place.settings.host), port=place.port), ""


def _tls(host: str, shown: Certificate | None) -> Told:
    if shown is None:
        if is_loopback(host):
            return "ok", _("Not encrypted, but it never leaves this machine."), ""
        text = _("Not encrypted: everyone on the way can read the password and the lists.")
        return "warn", text, _("Ask the server's operator for FTPS or SFTP.")
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
        return "warn", text, _("Ask the server's operator to renew it in time.")
    return "ok", text, ""


def _host_key(shown: HostKey) -> Told:
    text = _("The server's key is known: {type}, {fingerprint}.")
    return "ok", text.format(type=sanitize(shown.type), fingerprint=shown.fingerprint), ""


def _logged_in(settings: SourceSettings) -> Told:
    return "ok", _("{user} is logged in.").format(user=sanitize(settings.user)), ""


def _directory(settings: SourceSettings, files: list[RemoteFile]) -> Told:
    text = ngettext("{directory} holds {n} file.", "{directory} holds {n} files.", len(files))
    return (
        "ok",
        text.format(directory=sanitize(settings.directory or "/"), n=format_number(len(files))),
        "",
    )


def _matching(settings: SourceSettings, files: list[RemoteFile]) -> Told:
    meant = sum(is_meant(settings, file.name) for file in files)
    text = ngettext(
        '{n} file has "{part}" in its name.', '{n} files have "{part}" in their names.', meant
    )
    advice = (
        _("If there should be one, check `filename`, `ignore_case` and `directory`.")
        if not meant
        else ""
    )
    return "ok", text.format(n=format_number(meant), part=sanitize(settings.filename)), advice


def _rights(settings: SourceSettings, probe: Probe) -> Told:
    if not probe.may_write:
        text = _("opos may not write here, so its right to take lists away could not be tried.")
        return (
            "warn",
            text,
            _(
                "The first import will show it: what the server refuses then is a warning, and the"
                " list stays."
            ),
        )
    if settings.after_import == "move":
        return (
            "ok",
            _("opos may move files into {folder}.").format(folder=sanitize(settings.move_to)),
            "",
        )
    return "ok", _("opos may delete files."), ""


def _clock(difference: timedelta) -> Told:
    seconds = round(difference.total_seconds())
    text = ngettext(
        "The server's clock differs by {n} second.",
        "The server's clock differs by {n} seconds.",
        abs(seconds),
    ).format(n=format_number(seconds))
    if abs(difference) > _MUCH:
        return (
            "warn",
            text,
            _("`min_age_seconds` counts by the server's clock; set one of the two clocks right."),
        )
    return "ok", text, ""
