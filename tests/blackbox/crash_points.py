"""Kill a command, or let it fail, at each of its system calls that touch a practice, and heal it
with the next one. A program of its own: it forks, and gives up the rights of root.

    python -m tests.blackbox.crash_points [SHARE] [HOW ...] [SCENARIO ...]

`strace` lists the calls of an undisturbed command; then, for each, the practice is put back, a fork
of this process runs the command and `strace` kills it there, or answers with the error; the next
command must leave everything as an undisturbed one. `ENOSPC+` fails from that call on, `EIO-read`
at calls that only look; with `power` what was not synced is lost, too. With SHARE, such as 16, only
every 16th point is tried, other ones each day. Prints each state that was not healed, and the sums;
ends with 1 if there was any.
"""

from __future__ import annotations

import io
import os
import pwd
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from engine.model.errors import ExitCode
from tests.blackbox.crash_scenarios import SCENARIOS, SFTP, Command, run, state
from tests.blackbox.crash_site import HOWS, PYTHON_FAILED, TRACEABLE, Ended, Point, Site, allow
from tests.blackbox.power_loss import DISKS, LEAST, Disk
from tests.servers.real import openssh

POWER = "power"
NOBODY = "nobody"
LOOKING: tuple[Command, ...] = (("verify",), ("runs", "--json"))
"""How it is seen that all agrees afterwards."""


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
    failed = how != "kill"
    return wrong + not_healed(site, truth, (failed and site.scenario.after_failure) or site.command)


def not_healed(site: Site, truth: dict[str, object], command: Command) -> list[str]:
    """What is wrong after the next command."""
    for left in (*site.folder.rglob("*.tmp"), *site.folder.rglob("swept")):
        os.utime(left, (0, 0))  # it comes a day later
    wrong = []
    healed = site.undisturbed(command)
    if healed.code not in site.scenario.ends:
        wrong.append(f"the next one ended with {healed.code}: {healed.told[-300:]}")
    wrong += _differences(site, truth, truth)
    for looking in LOOKING:
        if (checked := site.undisturbed(looking)).code:
            wrong.append(f"{looking[0]} ended with {checked.code}: {checked.told[-300:]}")
    return wrong


Case = tuple[str, Callable[[], list[str]]]
"""What is tried, as it is shown, and the trial: it returns what was wrong."""


def cases(site: Site, truth: dict[str, object], first: int, how: str) -> Iterator[Case]:
    """Every point where this can happen."""
    if how == POWER:
        if not site.scenario.is_remote:  # what a server has can be put back, not replayed
            yield from _power_cuts(site, truth, first)
        return
    for point in site.points(how):
        yield str(point), partial(tried, site, truth, first, point, how)


def _power_cuts(site: Site, truth: dict[str, object], first: int) -> Iterator[Case]:
    log = site.recorded()
    site.put_back()
    disk = Disk(site.folder, site.folder / "uploads")
    seen = {kept: disk.picture(kept) for kept in DISKS}

    def cut(kept: str) -> list[str]:
        disk.write(kept)
        return not_healed(site, truth, site.command)

    for moment in disk.states(log):
        for kept in DISKS:
            if (picture := disk.picture(kept)) != seen[kept]:
                seen[kept] = picture
                yield f"{kept} after {moment}", partial(cut, kept)
    if first == 0:
        yield "done", partial(_what_was_said_done, site, disk, truth)


def _what_was_said_done(site: Site, disk: Disk, truth: dict[str, object]) -> list[str]:
    """After the end of a command nothing it did is lost, before any other comes."""
    disk.write(LEAST)
    return _differences(site, truth, ("items", "ledger", "waiting", "configuration"))


def try_all(root: Path, hows: list[str], names: list[str], share: int) -> int:
    """Every point, or a share of them; how many were wrong."""
    turn, all_wrong, place = datetime.now(UTC).toordinal(), 0, 0
    for name in names:
        site = Site(root, SCENARIOS[name])
        first = site.undisturbed(site.command).code
        site.undisturbed(site.command)
        truth = state(site.folder)
        for how in hows:
            points = count = bad = 0
            for shown, trial in cases(site, truth, first, how):
                place += 1
                points += 1
                if (place + turn) % share:
                    continue
                count += 1
                if wrong := trial():
                    bad += 1
                    print(f"{name} {how} {shown}", *wrong, sep="\n      ", flush=True)
            assert points or site.scenario.is_remote, f"strace sees no calls of {name} for {how}"
            print(f"{name} {how}: {count} of {points} points, {bad} wrong", flush=True)
            all_wrong += bad
    return all_wrong


def _in_words(site: Site, ended: Ended, *, mute: bool) -> bool:
    """Whether it was told as the machine's fault; where nothing can be printed any more (`mute`),
    1, or how Python ends then, is all that can be told.
    """
    if "Traceback" in ended.told or list((site.folder / "data").glob("error-*")):
        return False
    if ended.code in (ExitCode.BUG, PYTHON_FAILED):
        return mute or "Not all could be written" in ended.told
    return 0 <= ended.code < PYTHON_FAILED


def _differences(site: Site, truth: dict[str, object], keys: Iterable[str]) -> list[str]:
    try:
        now = state(site.folder)
    except Exception as error:  # whatever cannot be read is wrong
        return [repr(error)]
    return [
        f"{key}: {_short(now[key], truth[key])} and not {_short(truth[key], now[key])}"
        for key in keys
        if now[key] != truth[key]
    ]


def _short(one: object, other: object) -> str:
    """What differs; of two lists what only this one holds."""
    if isinstance(one, list) and isinstance(other, list):
        one = [each for each in one if each not in other]
    return str(one)[-300:]


def _as_ordinary_user(root: Path, names: list[str]) -> None:
    """Give up the rights of root, to whom no mode of a file means anything. All modules are loaded
    before: where the checkout lies, others may not read.
    """
    for name in names:
        site = Site(root, SCENARIOS[name])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            for command in (site.command, *LOOKING):
                run(site.folder, command)
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
    allow(TRACEABLE)


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
    every_how = [*HOWS, POWER]
    hows = [each for each in arguments if each in every_how] or every_how
    names = [each for each in arguments if each in SCENARIOS] or list(SCENARIOS)
    with tempfile.TemporaryDirectory(prefix="opos-crash-") as folder:
        root = Path(folder) / "site"
        root.mkdir()
        Path(folder).chmod(0o755)
        os.chdir(folder)
        with _sftp_server(Path(folder), names):
            # In a fork: who gave up root could neither end that server nor clear its folder away.
            child = os.fork()
            if child == 0:
                os._exit(_whole(root, hows, names, share))
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _whole(root: Path, hows: list[str], names: list[str], share: int) -> int:
    """Try them all as an ordinary user; 1 if anything was wrong, or broke."""
    try:
        if os.geteuid() == 0:
            _as_ordinary_user(root, names)
        wrong = try_all(root, hows, names, share)
        print(f"{wrong} wrong", flush=True)
    except BaseException:
        traceback.print_exc()
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main_loop(sys.argv[1:]))
