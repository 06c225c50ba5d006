"""The answer that cron gets almost every minute, nothing is due, without asking anything that is
slow to ask.

A tick that has gone the full way and found nothing due leaves a note in the data folder: nothing
before that time, as long as everything the answer came from is as it was. The next ticks read the
note before they import anything. They may only answer "nothing due", and only where the note says
so for certain; in any doubt the full way is gone.

The standard library alone, and little of it: `os` is there anyway, each further module costs a
millisecond or more.
"""

from __future__ import annotations

import os
import time

from engine.common.plain_file import plain

TYPE_CHECKING = False  # the one of `typing` is the same, and the module slow
if TYPE_CHECKING:
    from collections.abc import Callable

RECORD = "schedule.json"
NOTE = "nothing-due"
SETTINGS = "settings-in-force"

_PROGRAM = os.path.dirname(os.path.dirname(__file__))
_AT_MOST = 3600.0
"""Seconds that a note holds, so that what it cannot see, such as new rules of a time zone, waits no
longer.
"""
_COARSE = 5.0
"""Seconds in which a file may change twice and show it once: times of files are coarse."""


def nothing_due(arguments: list[str]) -> bool:
    """Whether the command line is that of a tick, and its answer is known to be that nothing is
    due.
    """
    match arguments:
        case ["--headless"]:
            named = None
        case ["--headless", "-c" | "--config", named] | ["-c" | "--config", named, "--headless"]:
            pass
        case _:
            return False
    config = _config(named)
    if not config:
        return False
    try:
        with open(os.path.join(_data_folder(config), NOTE), "rb", opener=plain) as file:
            since, until, seen = file.read().split(b"\n", 2)
        return float(since) <= time.time() < float(until) and seen == _everything(config)
    except (OSError, ValueError, IndexError):
        return False


def idle_fingerprint(named: str | None) -> bytes | None:
    """What the answer depends on, to be taken before any of it is read; None where no note may be
    left.
    """
    return _fingerprint(named, _everything)


def settings_fingerprint(named: str | None) -> bytes | None:
    """The same of the settings in force, which `engine.settings.kept_settings` keeps."""
    return _fingerprint(named, _all_settings)


def settings_place(named: str | None) -> str:
    """Where the settings in force of this configuration are kept. Raises `OSError`."""
    return os.path.join(_data_folder(_config(named)), SETTINGS)


def may_leave_settings(named: str | None, data_folder: str) -> bool:
    """Whether they may be kept there. Raises `OSError`."""
    config = _config(named)
    return _may_leave(config, data_folder, _files(config), time.time())


def store_note(
    named: str | None, seen: bytes | None, data_folder: str, now: float, until: float
) -> None:
    """Leave the note that between `now` and `until` (seconds since 1970) nothing is due, if all is
    still as it was `seen`.

    Whoever reads it must come to the data folder by its own way, so no note is left where that
    leads elsewhere. That a note cannot be written is no fault: the full way is there.
    """
    from contextlib import suppress
    from pathlib import Path

    from engine.common.atomic_write import write_atomically

    if until <= now or seen is None or seen != idle_fingerprint(named):
        return
    config = _config(named)
    with suppress(OSError):
        if _may_leave(config, data_folder, (*_files(config), _record(config)), now):
            note = b"%f\n%f\n%s" % (now, min(until, now + _AT_MOST), seen)
            write_atomically(Path(data_folder, NOTE), [note])


def _config(named: str | None) -> str:
    """The whole path of the configuration that was asked for. Empty where it would have to be
    looked for, and where settings are in the environment: there may be passwords among them, which
    must leave no trace in a file.
    """
    if any(name.upper().startswith("OPOS_") and name != "OPOS_CONFIG" for name in os.environ):
        return ""
    path = named or os.environ.get("OPOS_CONFIG", "")
    return os.path.join(os.getcwd(), path) if path and not path.startswith("-") else ""


def _data_folder(config: str) -> str:
    """The data folder that the first lines of the configuration seem to name. It is only where to
    look: if this is misled, there is no note, or one that is about something else.
    """
    named = ""
    with open(config, "rb", opener=plain) as file:
        for line in file:
            if line.startswith(b"["):
                break
            if line.startswith(b"data_dir"):
                named = line.replace(b"'", b'"').split(b'"')[1].decode()
    if named:
        return os.path.join(os.path.dirname(config), os.path.expanduser(named))
    return os.path.join(
        os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "opos"
    )


def _fingerprint(named: str | None, what: Callable[[str], bytes]) -> bytes | None:
    config = _config(named)
    try:
        return what(config) if config else None
    except (OSError, ValueError, IndexError):
        return None


def _everything(config: str) -> bytes:
    """All that decides what is due, but the clock."""
    return _state(config, (*_files(config), _record(config)))


def _all_settings(config: str) -> bytes:
    """All that decides what settings are in force, the homes that `~name` means among it. What
    decides of a setting is looked at by itself, for a developer's program is changed file by file.
    """
    rules = os.path.join(_PROGRAM, "settings")
    return _state(
        config, (*_files(config), "/etc/passwd", rules, os.path.join(rules, "validation"))
    )


def _state(config: str, files: tuple[str, ...]) -> bytes:
    """Files, program, computer, user, and what paths are seen from."""
    variables = [os.environ.get(name) for name in ("HOME", "XDG_STATE_HOME")]
    rights = os.stat(os.path.dirname(config)).st_mode
    traits = [_traits(path) for path in (*files, _PROGRAM)]
    return ascii((traits, rights, os.uname().nodename, os.geteuid(), variables)).encode()


def _may_leave(config: str, data_folder: str, files: tuple[str, ...], now: float) -> bool:
    """Whether what was found in these files may be noted in the data folder."""
    changes = [os.stat(path).st_ctime for path in files if os.path.exists(path)]
    return (
        os.path.samefile(_data_folder(config), data_folder)
        and os.stat(data_folder).st_uid == os.geteuid()
        and now - max(changes, default=now) > _COARSE
    )


def _files(config: str) -> tuple[str, ...]:
    return (
        config,
        os.path.join(os.path.dirname(config), "secrets.toml"),
        os.path.splitext(config)[0] + ".secrets.toml",
    )


def _record(config: str) -> str:
    return os.path.join(_data_folder(config), RECORD)


def _traits(path: str) -> tuple[int, ...] | None:
    """What no change of a file leaves as it was; None for one that there is not."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return (
        found.st_dev,
        found.st_ino,
        found.st_size,
        found.st_mode,
        found.st_uid,
        found.st_mtime_ns,
        found.st_ctime_ns,
    )
