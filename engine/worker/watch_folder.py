"""`opos --headless --watch -c FOLDER/`: many configurations on one host, each with a data folder, a
store and a watcher of its own. What is wrong with one keeps none of the others from running.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.common.i18n import _, advice_of, cause_of, describe_os_error
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError, ExitCode
from engine.settings.kept_settings import settings_in_force
from engine.settings.load import Configuration, configurations_in, files_on_disk
from engine.settings.store_url import parse_store_url
from engine.worker.sd_notify import notify
from engine.worker.watcher_process import PrintedLine, WatcherProcess

Watch = Callable[[Configuration], int]
"""What is done for each configuration, until the token is cancelled."""
Tell = Callable[[str, PrintedLine], None]
"""Passes on a line that a watcher printed, or that is about it, with its configuration's name."""

_LOOK = 2.0
"""Seconds between two looks at the folder."""
_PATIENCE = 60.0
"""Seconds until a watcher that ends again and again is started anew, at most, counted from its
last start.
"""


class _Member:
    """One configuration of the folder."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.process: WatcherProcess | None = None
        self.configuration: Configuration | None = None
        """As it was read last; None while it is wrong."""
        self.places: set[str] = set()
        """Data folder and store, which no other may have."""
        self.held: set[str] = set()
        """Those of them that its process may be at."""
        self.pause = 0.0
        """Seconds from its last start before it is started again."""
        self.started = 0.0
        self._path = path
        self._seen: object = None
        self._told = ""

    @property
    def may_start(self) -> bool:
        return self.process is None and time.monotonic() >= self.started + self.pause

    def read(self) -> str:
        """Read it if it has changed, or is wrong and may have been mended; return what is wrong."""
        seen = files_on_disk(self._path)
        if seen == self._seen and self.configuration:
            return ""
        self._seen = seen
        try:
            self.configuration = settings_in_force(self._path, keep=False)
        except ConfigError as error:
            self.configuration = None
            self.places = self.held
            return f"{cause_of(error)} {advice_of(error)}"
        self.places = {os.path.realpath(self.configuration.data_dir)}
        if url := self.configuration.settings.store.url:
            self.places.add(parse_store_url(url).shown)
        return ""

    def is_news(self, text: str) -> bool:
        """Whether this was not what was told last."""
        is_news, self._told = text not in ("", self._told), text
        return is_news


class FolderWatch:
    """Keeps a watcher running for each configuration in the folder, as they come and go."""

    def __init__(self, folder: Path, token: CancelToken, watch: Watch, tell: Tell) -> None:
        self._folder = folder
        self._token = token
        self._watch = watch
        self._tell = tell
        self._members: dict[Path, _Member] = {}
        self._told = ""
        self._awake, self._wake = os.pipe()

    def run(self) -> ExitCode:
        """Stay until the token is cancelled, and all have ended."""
        self._token.when_cancelled(self._awaken)
        while not self._token.is_cancelled:
            self._look()
            notify("READY=1", "WATCHDOG=1")
            next_look = time.monotonic() + _LOOK
            while not self._token.is_cancelled and (left := next_look - time.monotonic()) > 0:
                self._pass_on(left)
        notify("STOPPING=1")
        for member in self._members.values():
            if member.process:
                member.process.stop()
        while any(member.process for member in self._members.values()):
            self._pass_on(0.1)
        return self._token.exit_code

    def _awaken(self) -> None:
        """Called in the watchers too, which inherit the token, and so this pipe."""
        os.write(self._wake, b"\n")

    def _look(self) -> None:
        """Start what shall run, stop what shall not."""
        there = self._there()
        for path in there:
            self._members.setdefault(path, _Member(path))
        wrong = {path: self._members[path].read() for path in there}
        for path, member in list(self._members.items()):
            if path not in there:
                self._drop(path)
            elif wrong[path]:
                if not member.process and member.is_news(wrong[path]):
                    self._say(member.name, wrong[path])
            elif clash := self._clash(member):
                if member.process:
                    member.process.stop()
                if member.is_news(clash):
                    self._say(member.name, clash)
            else:
                member.is_news("")
                self._start(member)

    def _there(self) -> list[Path]:
        """The configurations in the folder; as before while it cannot be read."""
        try:
            found = configurations_in(self._folder)
        except OSError as error:
            found = list(self._members)
            trouble = _("{folder} cannot be read: {reason}.").format(
                folder=sanitize(str(self._folder)), reason=describe_os_error(error)
            )
        else:
            trouble = "" if found else _("There is no configuration yet: opos waits for *.toml.")
        if trouble not in ("", self._told):
            self._say(self._folder.name, trouble)
        self._told = trouble
        return found

    def _drop(self, path: Path) -> None:
        member = self._members[path]
        if member.process is None:
            del self._members[path]
            return
        member.configuration, member.places = None, set()
        member.process.stop()
        if member.is_news(gone := _("Its configuration is gone, so it is stopped.")):
            self._say(member.name, gone)

    def _clash(self, member: _Member) -> str:
        """Why it may not run beside the others. Whoever has the place already keeps it."""
        for other in self._others(member):
            for place in sorted((other.places & member.places) - member.held):
                if "://" in place:
                    cause = _("It is not run: its store is also that of {name}.")
                else:
                    cause = _("It is not run: its data folder {place} is also that of {name}.")
                advice = _("Give each configuration a `data_dir`, and a store, of its own.")
                named = {"name": sanitize(other.name), "place": sanitize(place)}
                return f"{cause.format(**named)} {advice}"
        return ""

    def _start(self, member: _Member) -> None:
        """Start its watcher where it does not run, once nobody else is at its places any more."""
        if any(other.held & member.places for other in self._others(member)):
            return
        configuration = member.configuration
        if configuration and member.may_start:
            member.process = WatcherProcess(lambda: self._watch(configuration), self._by_pipe())
            member.started = time.monotonic()
        member.held = member.places

    def _pass_on(self, seconds: float) -> None:
        """Wait so long at most for what the watchers print, and tell it; clear up after those that
        have ended.
        """
        by_pipe = self._by_pipe()
        poll = select.poll()
        for pipe in (self._awake, *by_pipe):
            poll.register(pipe, select.POLLIN)
        for ready, _event in poll.poll(seconds * 1000):
            if ready == self._awake:
                os.read(self._awake, 1)
                continue
            member = by_pipe[ready]
            for line in member.process.read(ready) if member.process else ():
                self._tell(member.name, line)
        for member in self._members.values():
            if member.process and (code := member.process.ended()) is not None:
                self._ended(member, code, was_asked=member.process.is_asked)

    def _ended(self, member: _Member, code: int, *, was_asked: bool) -> None:
        member.process, member.held = None, set()
        if was_asked or self._token.is_cancelled:
            member.pause = 0.0
            return
        lived = time.monotonic() - member.started
        member.pause = 0.0 if lived > _PATIENCE else min(2 * member.pause + 1, _PATIENCE)
        text = _("Its watcher ended with {code}; it is started again.").format(code=code)
        self._say(member.name, text)

    def _others(self, member: _Member) -> list[_Member]:
        return [other for other in self._members.values() if other is not member]

    def _by_pipe(self) -> dict[int, _Member]:
        return {
            pipe: member
            for member in self._members.values()
            if member.process
            for pipe in member.process.pipes
        }

    def _say(self, name: str, text: str) -> None:
        for line in text.splitlines():
            self._tell(name, PrintedLine(line, is_error=True))
