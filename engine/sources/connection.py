"""A connection to a server or a folder: made when it is first used, made anew when the line broke,
with another try of what may pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Self, TypeVar

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.settings.server import ServerSettings
from engine.sources.opening import address_of, open_server
from engine.sources.server import Server, Timeouts, TransientError

Result = TypeVar("Result")
Settings = TypeVar("Settings", bound=ServerSettings)


class ServerConnection(Generic[Settings]):
    """Leave it with `close`, or use it in a `with` statement.

    Every operation raises `SourceUnreachable` for what may be otherwise with the next run,
    `LoginRefused` for what will not, and `Cancelled` when the run was stopped meanwhile.
    """

    def __init__(
        self,
        settings: Settings,
        password: Callable[[], SecretStr],
        token: CancelToken,
        timeouts: Timeouts,
        server: Server | None = None,
    ) -> None:
        """`password` is asked for at each login, and unwrapped only where it is sent. With
        `server`, on a connection that is open already.
        """
        self.settings = settings
        self.protocol: str = settings.protocol
        self.address = address_of(settings)
        """For people: `ftp://user@host:21/dir/`, never with a password."""
        self.timeouts = timeouts
        self._password = password
        self._token = token
        self._server = server

    def __enter__(self) -> Self:
        self.with_retries(lambda server: None)
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the server; never raises."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def with_retries(self, action: Callable[[Server], Result]) -> Result:
        """Do it; on what may pass, connect anew and do it again, after growing pauses."""
        for pause in self.timeouts.pauses:
            try:
                return self._try(action)
            except TransientError:
                self._token.sleep(pause)
        return self._try(action)

    def _try(self, action: Callable[[Server], Result]) -> Result:
        try:
            return action(self._connected())
        except TransientError:
            self.close()
            raise

    def _connected(self) -> Server:
        self._token.check()
        if self._server is None:
            self._server = open_server(self.settings, self._password(), self._token, self.timeouts)
        return self._server
