"""The doctor's walk through one source, step by step: what works, how long it took, and what to do
about what does not.

Nothing is changed on the server but a probe file of our own: written, moved where lists shall be
moved, and removed again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.model.errors import Cancelled, OposError
from engine.settings.interface import SourceSettings
from engine.settings.server import ServerSettings
from engine.sources import network
from engine.sources.diagnosis_text import (
    StepText,
    Verdict,
    addresses_text,
    clock_text,
    connected_text,
    directory_text,
    host_key_text,
    login_text,
    matching_text,
    rights_text,
    tls_text,
    writing_text,
)
from engine.sources.folder import FolderServer
from engine.sources.names import wire
from engine.sources.opening import port_of
from engine.sources.probe import try_rights, try_writing
from engine.sources.server import Server, Timeouts
from engine.sources.source import Source

if TYPE_CHECKING:
    from engine.sources.sftp.host_keys import HostKey
    from engine.sources.tls import Certificate

Step = Literal[
    "name", "connect", "tls", "host_key", "login", "directory", "list", "delete", "write", "clock"
]
Result = TypeVar("Result")


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What one step showed."""

    step: Step
    verdict: Verdict
    seconds: float
    text: str
    """A sentence in the user's language, safe for a terminal."""
    advice: str = ""


Walk = Generator[Diagnosis, None, Result]
"""Findings, and at the end what the next part of the walk needs."""


class _Stopped(Exception):
    """The walk ends here."""


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """The source that is walked through, and what is open on the way."""

    settings: ServerSettings
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
    timeouts = timeouts or Timeouts(pauses=())
    with ExitStack() as opened, suppress(_Stopped):
        server = yield from _way_in(settings, password, token, timeouts, opened)
        source = Source(settings, password, token, timeouts, server)
        opened.callback(source.close)
        yield from _inside(source, now)


def diagnose_target(
    settings: ServerSettings, password: Callable[[], SecretStr], token: CancelToken
) -> Iterator[Diagnosis]:
    """The same walk to where the files of an export are put."""
    with ExitStack() as opened, suppress(_Stopped):
        server = yield from _way_in(settings, password, token, Timeouts(pauses=()), opened)
        yield from _step(
            "directory",
            lambda: server.files(wire(settings.directory)),
            lambda files: directory_text(settings, files),
        )
        yield from _step("write", lambda: try_writing(server, settings), writing_text)


def _way_in(
    settings: ServerSettings,
    password: Callable[[], SecretStr],
    token: CancelToken,
    timeouts: Timeouts,
    opened: ExitStack,
) -> Walk[Server]:
    place = _Place(
        settings=settings, password=password, token=token, timeouts=timeouts, opened=opened
    )
    server = yield from _WAYS[settings.protocol](place)
    opened.callback(server.close)
    return server


def _step(step: Step, act: Callable[[], Result], say: Callable[[Result], StepText]) -> Walk[Result]:
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
    said = say(result)
    yield Diagnosis(
        step=step, verdict=said.verdict, seconds=seconds, text=said.text, advice=said.advice
    )
    return result


def _by_folder(place: _Place) -> Walk[Server]:
    yield from ()
    return FolderServer(place.token)


def _look_up(place: _Place) -> Walk[None]:
    settings, port = place.settings, place.port
    yield from _step(
        "name",
        lambda: network.look_up(settings.host, port, place.token, place.timeouts.connect),
        addresses_text,
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

    server, session = yield from _step(
        "connect", connect, lambda _opened: connected_text(settings.host, place.port)
    )
    yield from _step("tls", begin_tls, lambda shown: tls_text(settings.host, shown))
    yield from _step(
        "login",
        lambda: server.log_in(settings.user, place.password()),
        lambda _nothing: login_text(settings.user),
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

    connection = yield from _step(
        "connect", connect, lambda _opened: connected_text(settings.host, place.port)
    )
    yield from _step("host_key", greet, host_key_text)
    server = yield from _step("login", log_in, lambda _server: login_text(settings.user))
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
        lambda files: directory_text(source.settings, files),
    )
    yield from _step("list", lambda: files, lambda files: matching_text(source.settings, files))
    if source.settings.after_import != "keep":
        probe = yield from _step(
            "delete", lambda: try_rights(source), lambda probe: rights_text(source.settings, probe)
        )
        if (ahead := probe.ahead) is not None:
            yield from _step("clock", lambda: ahead, clock_text)
