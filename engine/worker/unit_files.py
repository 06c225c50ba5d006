"""What `opos service systemd|cron` prints: the units, or the crontab line, that run this very
installation.

The units give the importer what it needs and no more: it reads the system, writes into its own
folders, and speaks to the network. Workbooks are read in a child with limits of its own, so
changing limits (`@resources`) stays allowed.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.common.i18n import _

if TYPE_CHECKING:
    from engine.settings.model import Settings

_HARDENING = """\
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
MemoryMax={memory}
TasksMax={tasks}
"""

_SERVICE = """\
[Unit]
Description=opos: {what}
Wants=network-online.target
After=network-online.target
{conflict}
[Service]
Type={type}
User={user}
ExecStart={command}
ReadWritePaths={writable}
{rest}{hardening}"""

_TIMER = """\
[Unit]
Description=opos: ask every minute what is due

[Timer]
OnCalendar=minutely
AccuracySec=1s

[Install]
WantedBy=timers.target
"""

_ONCE = """\
# 3: imported, with rejected rows or warnings; 11: another run is at work; 143: stopped in order
SuccessExitStatus=3 11 143
TimeoutStartSec=30min
"""

_WATCH = """\
NotifyAccess=main
WatchdogSec=5min
TimeoutStopSec=2min
SuccessExitStatus=143
Restart=on-failure
RestartSec=1min
"""
_STAYS = "opos-watch.service"
_ONE_IS_ENOUGH = "# One of the two is enough.\nConflicts=opos.timer\n"
_TASKS_A_RUN = 8
"""Its process, its threads, and the child that reads a workbook; with some to spare."""


class Installation(msgspec.Struct, frozen=True, kw_only=True):
    """Where opos is, and what it works with. All paths are absolute."""

    python: Path
    """The interpreter that has opos installed."""
    config: Path
    """The configuration, or a folder of them."""
    is_folder: bool = False
    """Whether it is a folder. Practices come and go there: one that is gone, and its data folder
    with it, keeps the others from nothing.
    """
    runs_at_once: int
    """So many are at work side by side, while as many again rest."""
    user: str
    """Who it runs as."""
    home: Path
    """That user's home, where known_hosts and keys may lie."""
    writable: tuple[Path, ...]
    """The folders that it writes into, see `writable_folders`; systemd wants all of them to exist,
    but for those of a folder.
    """

    @property
    def command(self) -> tuple[str, ...]:
        """Isolated (`-I`): neither the folder nor the environment it starts in can slip a module
        in.
        """
        return (str(self.python), "-I", "-m", "tui_app", "--headless", "--config", str(self.config))

    @property
    def limits(self) -> dict[str, str]:
        """What all its processes may take together. A folder of any size gets shares of the
        machine.
        """
        if self.is_folder:
            return {"memory": "80%", "tasks": "50%"}
        return {"memory": "2G", "tasks": str(_TASKS_A_RUN * (1 + 2 * self.runs_at_once))}


def writable_folders(settings: Settings, data_folder: Path) -> tuple[Path, ...]:
    """The data folder, the local folders that lists are fetched from and exports are put into, and
    the folder of the Prometheus file.
    """
    folders = [data_folder]
    folders += [
        Path(interface.source.directory.partition("{")[0]).expanduser()
        for interface in settings.interfaces.values()
        if interface.source.protocol == "folder"
    ]
    folders += [
        Path(export.target.directory).expanduser()
        for export in settings.exports.values()
        if export.target.protocol == "folder"
    ]
    if settings.monitoring.prometheus_file:
        folders.append(Path(settings.monitoring.prometheus_file).expanduser().parent)
    return tuple(dict.fromkeys(folders))


def writable_by_all(folders: Sequence[tuple[Path, ...]]) -> tuple[Path, ...]:
    """The folders of many configurations, as `writable_folders` gives those of each. Where all data
    folders lie side by side in one that may be written into, it is that: the next practice's comes
    there.
    """
    above = {data_folder.parent for data_folder, *_others in folders}
    roof = above.pop() if len(above) == 1 else None
    is_ours = roof is not None and os.access(roof, os.W_OK)
    found = [roof] if roof and is_ours else []
    found += [
        folder
        for data_folder, *others in folders
        for folder in (others if is_ours else [data_folder, *others])
    ]
    return tuple(dict.fromkeys(found))


def systemd_units(installation: Installation) -> dict[str, str]:
    """The text of each unit file by its name: the timer with its service, and the service that
    stays instead of both; of a folder only that one, since no tick runs a folder.
    """
    at_home = any(
        _is_at_home(path)
        for path in (
            installation.python,
            installation.config,
            installation.home,
            *installation.writable,
        )
    )
    common = {
        "user": installation.user,
        "writable": " ".join(
            _quoted(f"-{path}" if installation.is_folder else str(path))
            for path in installation.writable
        ),
        "hardening": _HARDENING.format(
            home="read-only" if at_home else "yes", **installation.limits
        ),
    }
    once = _exec_start(installation.command)
    watch = _exec_start((*installation.command, "--watch"))
    conflict = "" if installation.is_folder else _ONE_IS_ENOUGH
    stays = _SERVICE.format(
        what="stay, and run what becomes due",
        conflict=conflict,
        type="notify",
        command=watch,
        rest=_WATCH,
        **common,
    )
    stays += "\n[Install]\nWantedBy=multi-user.target\n"
    if installation.is_folder:
        return {_STAYS: stays}
    return {
        "opos.service": _SERVICE.format(
            what="run what is due", conflict="", type="oneshot", command=once, rest=_ONCE, **common
        ),
        "opos.timer": _TIMER,
        _STAYS: stays,
    }


def systemd_text(installation: Installation) -> str:
    """All units in one text, each below the file that it belongs into, with how to switch them
    on.
    """
    folder = "/etc/systemd/system"
    if installation.is_folder:
        introduction = _(
            "Save it as the file named below. Then switch it on:\n"
            "    systemctl daemon-reload\n"
            "    systemctl enable --now opos-watch.service"
        )
    else:
        introduction = _(
            "Save each part as the file named above it. Then switch on one of the two, not both:\n"
            "    systemctl daemon-reload\n"
            "    systemctl enable --now opos.timer          (every minute)\n"
            "    systemctl enable --now opos-watch.service  (stays)"
        )
    parts = [_comment(introduction)]
    parts += [f"# {folder}/{name}\n{text}" for name, text in systemd_units(installation).items()]
    return "\n".join(parts)


def crontab_line(installation: Installation) -> str:
    """The line for the crontab of the user that opos shall run as; `%` would end the command
    there.
    """
    explanation = _(
        "Cron mails what is printed, which is only what needs someone: set MAILTO above this line"
        " to whoever that is."
    )
    line = "* * * * * " + shlex.join(installation.command).replace("%", r"\%")
    return f"{_comment(explanation)}{line}\n"


def _exec_start(command: tuple[str, ...]) -> str:
    return " ".join(_quoted(word).replace("$", "$$") for word in command)


def _quoted(word: str) -> str:
    """A word as systemd reads it: specifiers doubled, and in quotes where it would fall apart."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word}"' if set(word) & set(" \t'\"\\;") else word


def _is_at_home(path: Path) -> bool:
    return path.parts[1:2] in (("home",), ("root",)) or path.parts[1:3] == ("run", "user")


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())
