"""Kill a command, or let it fail, at each of its system calls that touch a practice, and heal it
with the next one. A program of its own: it forks, and gives up the rights of root.

    python -m tests.blackbox.crash_points [SHARE] [HOW ...] [SCENARIO ...]

`strace` lists the calls of an undisturbed command; then, for each, the practice is put back, a fork
of this process runs the command and `strace` kills it there, or answers with the error; the next
command must leave everything as an undisturbed one. `ENOSPC+` fails from that call on; `EIO-read`
at calls that only look. With SHARE, such as 16, only every 16th point is tried, other ones each
day. Prints each state that was not healed, and the sums; ends with 1 if there was any.
"""

from __future__ import annotations

import ctypes
import io
import os
import pwd
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from engine.model.errors import ExitCode
from tests.blackbox.crash_scenarios import SCENARIOS, SFTP, Command, Scenario, run, state
from tests.servers.real import openssh

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
NOBODY = "nobody"
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
        self._kept = root / "kept"
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
        log = self.root / "log"
        self.put_back()
        self._forked(self.command, trace=["-y", "-s", "40", "-o", str(log)])
        counted: Counter[tuple[str, str]] = Counter()
        points = []
        for line in log.read_text(errors="replace").splitlines():
            if found := re.match(r"(\d+)\s+(\w+)\((.*)", line):
                thread, call, rest = found.groups()
                counted[thread, call] += 1
                if call not in HOWS[how] or (how.startswith("EROFS") and _only_reads(call, rest)):
                    continue
                is_said = self.scenario.is_remote and call in SAYING
                if is_said or str(self.root) in re.sub(r"AT_FDCWD<[^>]*>", "", rest):
                    points.append(Point(call, counted[thread, call], rest[:110]))
        return points

    def disturbed(self, point: Point, how: str) -> Ended:
        """The command, killed at this point or failing there."""
        error = how.removesuffix("+").removesuffix("-read")
        fault = "signal=SIGKILL" if how == "kill" else f"error={error}"
        since = "+" if how.endswith("+") else ""
        inject = f"inject={point.call}:{fault}:when={point.number}{since}"
        return self._forked(self.command, trace=["-o", "/dev/null", "-e", inject])

    def _forked(self, command: Command, trace: list[str]) -> Ended:
        said = self.root / "said"
        waiting, go = os.pipe()
        is_ready, ready = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            _allow(BY_ANYONE)
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


def tried(site: Site, truth: dict[str, object], first: int, point: Point, how: str) -> list[str]:
    """What is wrong after this point and the next command."""
    site.put_back()
    ended = site.disturbed(point, how)
    wrong = []
    if how != "kill":
        if not _in_words(site, ended, mute=point.call == "write" and how.endswith("+")):
            wrong.append(f"not in words: {ended.code} {ended.told[-300:]}")
        if ended.code == first and first == 0:
            wrong += _differences(site, truth, ("items", "waiting", "configuration"))
    for left in site.folder.rglob("*.tmp"):
        os.utime(left, (0, 0))  # the next command comes an hour later
    failed = how != "kill"
    healed = site.undisturbed((failed and site.scenario.after_failure) or site.command)
    if healed.code not in site.scenario.ends:
        wrong.append(f"the next one ended with {healed.code}: {healed.told[-300:]}")
    wrong += _differences(site, truth, truth)
    for command in (("verify",), ("runs", "--json")):
        if (checked := site.undisturbed(command)).code:
            wrong.append(f"{command[0]} ended with {checked.code}: {checked.told[-300:]}")
    return wrong


def try_all(root: Path, hows: list[str], names: list[str], share: int) -> int:
    """Every point, or a share of them; how many were wrong."""
    turn, all_wrong, place = datetime.now(UTC).toordinal(), 0, 0
    for name in names:
        site = Site(root, SCENARIOS[name])
        first = site.undisturbed(site.command).code
        site.undisturbed(site.command)
        truth = state(site.folder)
        for how in hows:
            points = site.points(how)
            assert points, f"strace sees no calls of {name} for {how}"
            count = bad = 0
            for point in points:
                place += 1
                if (place + turn) % share:
                    continue
                count += 1
                if wrong := tried(site, truth, first, point, how):
                    bad += 1
                    print(f"{name} {how} {point}", *wrong, sep="\n      ", flush=True)
            print(f"{name} {how}: {count} of {len(points)} points, {bad} wrong", flush=True)
            all_wrong += bad
    return all_wrong


def _only_reads(call: str, arguments: str) -> bool:
    return call in OPENING and not re.search("O_(WRONLY|RDWR|CREAT)", arguments)


def _in_words(site: Site, ended: Ended, *, mute: bool) -> bool:
    """Whether it was told as the machine's fault; where nothing can be printed any more (`mute`),
    1 is all that can be told.
    """
    if "Traceback" in ended.told or list((site.folder / "data").glob("error-*")):
        return False
    if ended.code == ExitCode.BUG:
        return mute or "Not all could be written" in ended.told
    return 0 <= ended.code < PYTHON_FAILED


def _differences(site: Site, truth: dict[str, object], keys: Iterable[str]) -> list[str]:
    try:
        now = state(site.folder)
    except Exception as error:  # whatever cannot be read is wrong
        return [repr(error)]
    return [
        f"{key}: {str(now[key])[-200:]} and not {str(truth[key])[-200:]}"
        for key in keys
        if now[key] != truth[key]
    ]


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


def _allow(tracing: tuple[int, int]) -> None:
    ctypes.CDLL(None).prctl(*tracing, 0, 0, 0)


def _as_ordinary_user(root: Path, names: list[str]) -> None:
    """Give up the rights of root, to whom no mode of a file means anything. All modules are loaded
    before: where the checkout lies, others may not read.
    """
    for name in names:
        site = Site(root, SCENARIOS[name])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            run(site.folder, site.command)
        for folder in root.iterdir():
            shutil.rmtree(folder)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # the commands ran in this process
    nobody = pwd.getpwnam(NOBODY)
    for folder in (root, root.parent):
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    _allow(TRACEABLE)


def _tried_all(root: Path, hows: list[str], names: list[str], share: int) -> int:
    if os.geteuid() == 0:
        _as_ordinary_user(root, names)
    return try_all(root, hows, names, share)


def _in_a_child(act: Callable[[], int]) -> int:
    """Do it in a process of its own: whoever gives up the rights of root cannot end the server."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os._exit(min(_exit_code(act), PYTHON_FAILED))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@contextmanager
def _sftp_server(folder: Path, names: list[str]) -> Iterator[None]:
    """OpenSSH, for those that need it; without it they are left out."""
    if not any(SCENARIOS[name].is_remote for name in names):
        yield
    elif not shutil.which("sshd"):
        names[:] = [name for name in names if not SCENARIOS[name].is_remote]
        yield
    else:
        place = folder / "server"
        place.mkdir()
        with openssh(place, internal=True) as server:
            SFTP.update(server.settings, host="127.0.0.1")
            if os.geteuid() == 0:
                os.chown(place / "user", pwd.getpwnam(NOBODY).pw_uid, -1)
            yield


def main_loop(arguments: list[str]) -> int:
    share = next((int(each) for each in arguments if each.isdigit()), 1)
    hows = [each for each in arguments if each in HOWS] or list(HOWS)
    names = [each for each in arguments if each in SCENARIOS] or list(SCENARIOS)
    with tempfile.TemporaryDirectory(prefix="opos-crash-") as folder:
        root = Path(folder) / "site"
        root.mkdir()
        Path(folder).chmod(0o755)
        os.chdir(folder)
        with _sftp_server(Path(folder), names):
            wrong = _in_a_child(lambda: _tried_all(root, hows, names, share))
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main_loop(sys.argv[1:]))
