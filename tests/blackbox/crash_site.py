"""A practice that commands are killed on, at any system call, and that can be put back."""

from __future__ import annotations

import ctypes
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.blackbox.crash_scenarios import Command, Scenario, run

CHANGING = (
    "write pwrite64 writev fsync fdatasync rename renameat renameat2 unlink unlinkat link linkat"
    " mkdir mkdirat fchmod chmod fchmodat fchown ftruncate rmdir symlink symlinkat copy_file_range"
    " sendfile"
).split()
OPENING = ["open", "openat", "creat"]
LOOKING = "read pread64 stat lstat newfstatat statx getdents64".split()
CALLS = [*CHANGING, *OPENING, "flock"]
SAYING = {"sendto"}
"""What is said to a server."""
FREEING = {"unlink", "unlinkat", "flock", "rmdir"}
"""No full disk refuses these."""
NAMING = {
    *OPENING, *"rename renameat renameat2 unlink unlinkat link linkat mkdir mkdirat fchmod chmod"
    " fchmodat rmdir symlink symlinkat".split(),
}  # fmt: skip
"""What a file system that is mounted for reading refuses; of opening only to write."""
HOWS: dict[str, frozenset[str]] = {
    "kill": frozenset(CALLS) | SAYING,
    "ENOSPC": frozenset(CALLS) - FREEING,
    "ENOSPC+": frozenset(CALLS) - FREEING,
    "EDQUOT": frozenset(CALLS) - FREEING,
    "EIO": frozenset(CALLS),
    "EIO+": frozenset(CALLS),
    "EIO-read": frozenset(LOOKING),
    "EROFS": frozenset(NAMING),
    "EROFS+": frozenset(NAMING),
    "EMFILE": frozenset(OPENING),
    "EMFILE+": frozenset(OPENING),
    "ENOLCK": frozenset({"flock"}),
}
"""What is done, and at which calls."""
PYTHON_FAILED = 120
"""As Python ends when it cannot flush what it printed."""
PATIENCE = 60
"""Seconds until a command hangs."""
TRACEABLE, BY_ANYONE = (4, 1), (0x59616D61, -1)
"""prctl: PR_SET_DUMPABLE, which giving up root took away; PR_SET_PTRACER, where Yama is strict."""


class Point(NamedTuple):
    """One call of a command, by its number among those of its name in its thread."""

    call: str
    number: int
    shown: str


class Ended(NamedTuple):
    """How a fork ended."""

    code: int
    """Negative: by this signal."""
    told: str


class Site:
    """A practice in a folder of its own that can be put back."""

    def __init__(self, root: Path, scenario: Scenario) -> None:
        self.root, self.folder, self.scenario = root, root / "practice", scenario
        self._kept, self._log = root / "kept", ""
        for folder in (self.folder, self._kept):
            shutil.rmtree(folder, ignore_errors=True)
        self.command: Command = scenario.set_up(self.folder)
        shutil.copytree(self.folder, self._kept, symlinks=True)

    def put_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._kept, self.folder, symlinks=True)

    def undisturbed(self, command: Command) -> Ended:
        """The command in a fork."""
        return self._forked(command, trace=[])

    def points(self, how: str) -> list[Point]:
        """Every call of the undisturbed command that touches the site, or tells of it, and that can
        end so.
        """
        counted: Counter[tuple[str, str]] = Counter()
        points = []
        for line in self._listed().splitlines():
            if found := re.match(r"(\d+)\s+(\w+)\((.*)", line):
                thread, call, rest = found.groups()
                counted[thread, call] += 1
                if call not in HOWS[how] or (how.startswith("EROFS") and _only_reads(call, rest)):
                    continue
                is_said = self.scenario.is_remote and call in SAYING
                if is_said or str(self.root) in re.sub(r"AT_FDCWD<[^>]*>", "", rest):
                    points.append(Point(call, counted[thread, call], rest[:110]))
        return points

    def _listed(self) -> str:
        """strace's log of the undisturbed command."""
        if not self._log:
            log = self.root / "log"
            self.put_back()
            self._forked(self.command, trace=["-y", "-s", "40", "-o", str(log)])
            self._log = log.read_text(errors="replace")
        return self._log

    def disturbed(self, point: Point, how: str) -> Ended:
        """The command, killed at this point or failing there."""
        error = how.removesuffix("+").removesuffix("-read")
        fault = "signal=SIGKILL" if how == "kill" else f"error={error}"
        since = "+" if how.endswith("+") else ""
        inject = f"inject={point.call}:{fault}:when={point.number}{since}"
        return self._forked(self.command, trace=["-o", "/dev/null", "-e", inject])

    def recorded(self) -> str:
        """Every call of the undisturbed command that changes or syncs a file, with all that it
        writes.
        """
        log = self.root / "log"
        self.put_back()
        calls = ",".join([*CALLS, "close", "dup", "dup2", "dup3", "fcntl", "lseek"])
        self._forked(
            self.command, trace=["-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={calls}"]
        )
        return log.read_text()

    def _forked(self, command: Command, trace: list[str]) -> Ended:
        said = self.root / "said"
        waiting, go = os.pipe()
        is_ready, ready = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            allow(BY_ANYONE)
            _say_into(said)
            os.close(ready)
            select.select([waiting], [], [])  # until strace is there, or is not to come
            os._exit(_exit_code(lambda: run(self.folder, command)))
        os.close(waiting)
        os.close(ready)
        os.read(is_ready, 1)  # comes to its end
        os.close(is_ready)
        tracer = None
        if trace:
            calls = "trace=" + ",".join([*CALLS, *LOOKING, *SAYING])
            tracer = subprocess.Popen(
                ["strace", "-f", "-e", calls, *trace, "-p", str(child)],
                stderr=subprocess.PIPE,
                text=True,
            )
            assert tracer.stderr is not None
            attached = tracer.stderr.readline()
            assert "attached" in attached, attached
        os.close(go)
        code = _waited_for(child)
        if tracer is not None:
            tracer.communicate()
        return Ended(code, said.read_text(errors="replace"))


def _only_reads(call: str, arguments: str) -> bool:
    return call in OPENING and not re.search("O_(WRONLY|RDWR|CREAT)", arguments)


def _say_into(said: Path) -> None:
    """From now on print into this file."""
    descriptor = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _exit_code(act: Callable[[], int]) -> int:
    """How a process of its own would end after this."""
    try:
        code = act()
        sys.stdout.flush()
    except OSError:
        return PYTHON_FAILED
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
        return 1
    return code


def _waited_for(child: int) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return -9


def allow(tracing: tuple[int, int]) -> None:
    ctypes.CDLL(None).prctl(*tracing, 0, 0, 0)
