"""What can be wrong with the folder that opos works in: rights, space, a file system that cannot
lock.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.common.accounts import name_of
from engine.common.data_folder import DataFolder
from engine.common.i18n import _, format_number, ngettext
from engine.common.room import free_bytes, needed_bytes
from engine.common.sanitize import sanitize
from engine.doctor.finding import Finding
from engine.model.errors import ExitCode

_LITTLE = 500_000_000
"""Bytes free, below which a warning comes."""
_FAR_AWAY = (
    "nfs",
    "cifs",
    "smb",
    "ncpfs",
    "afs",
    "ceph",
    "gluster",
    "fuse.sshfs",
    "fuse.gluster",
    "fuse.rclone",
    "davfs",
    "9p",
)
"""How the names of file systems begin whose locks and renames may not hold between computers."""
_MOUNTS = Path("/proc/self/mountinfo")


def check_data_folder(data: DataFolder) -> Iterator[Finding]:
    """Findings about the data folder; one at least."""
    root, shown = data.root, sanitize(str(data.root))
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield Finding(
            check="folder",
            exit_code=ExitCode.STORE,
            text=_("{folder} cannot be written by this user.").format(folder=sanitize(str(there))),
            advice=_(
                "Make it writable for the user that runs opos, or run this check as that user."
            ),
        )
        return
    findings = [
        *_open_to_all(root),
        *_of_others(root),
        *_space(there, data),
        *_network(there),
    ]
    if not findings:
        text = (
            _("{folder} can be written, {free} are free.")
            if root.exists()
            else _("{folder} is made by the first run.")
        )
        yield Finding(
            check="folder",
            text=text.format(folder=shown, free=_size(free_bytes(there))),
        )
    yield from findings


def _open_to_all(root: Path) -> Iterator[Finding]:
    if root.exists() and root.stat().st_mode & stat.S_IRWXO:
        yield _warning(
            _("Every user of this computer can look into {folder}.").format(
                folder=sanitize(str(root))
            ),
            _("Run {command}").format(command=f"`chmod o= {shlex.quote(str(root))}`") + ".",
        )


def _of_others(root: Path) -> Iterator[Finding]:
    """Files that a run of another user left: the owner's runs cannot write them."""
    if not root.exists():
        return
    owner = root.stat().st_uid
    try:
        strangers = [path for path in root.rglob("*") if path.lstat().st_uid != owner]
    except OSError:  # a run goes on
        return
    if strangers:
        text = ngettext(
            "{n} file in {folder} belongs to another user than the folder: {example}.",
            "{n} files in {folder} belong to another user than the folder, such as {example}.",
            len(strangers),
        )
        command = f"`sudo chown -R {name_of(owner)} {shlex.quote(str(root))}`"
        yield Finding(
            check="folder",
            exit_code=ExitCode.STORE,
            text=text.format(
                n=format_number(len(strangers)),
                folder=sanitize(str(root)),
                example=sanitize(str(strangers[0].relative_to(root))),
            ),
            advice=_("Run {command}").format(command=command) + ".",
        )


def _space(folder: Path, data: DataFolder) -> Iterator[Finding]:
    free, needed = free_bytes(folder), needed_bytes(data)
    if free < needed:
        yield Finding(
            check="folder",
            exit_code=ExitCode.STORE,
            text=_("Only {free} are free, and the next import needs {needed}.").format(
                free=_size(free), needed=_size(needed)
            ),
            advice=_("Free some space in {folder}.").format(folder=sanitize(str(folder))),
        )
    elif free < _LITTLE:
        text = _("Only {free} are free.").format(free=_size(free))
        yield _warning(text, _("Free some space in {folder}.").format(folder=sanitize(str(folder))))


def _network(folder: Path) -> Iterator[Finding]:
    kind = file_system_of(folder)
    if kind.startswith(_FAR_AWAY):
        yield _warning(
            _(
                "{folder} lies on a network file system ({kind}), where two computers may not see"
                " each other's locks."
            ).format(folder=sanitize(str(folder)), kind=sanitize(kind)),
            _("Keep data_dir on a local disk, or let one computer alone work with it."),
        )


def file_system_of(folder: Path) -> str:
    """The kind of file system that the folder lies on, as the kernel names it; empty where that is
    not told.
    """
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    whole = folder.resolve()
    found, kind = Path(), ""
    for line in mounts:
        before, _dash, after = line.partition(" - ")
        point = Path(before.split(" ")[4].encode("latin-1", "replace").decode("unicode_escape"))
        if whole.is_relative_to(point) and len(point.parts) >= len(found.parts):
            found, kind = point, after.split(" ")[0]
    return kind


def _warning(text: str, advice: str) -> Finding:
    return Finding(check="folder", exit_code=ExitCode.WITH_WARNINGS, text=text, advice=advice)


def _size(size: int) -> str:
    """In MB; in kB where that says more."""
    if size < 10_000_000:
        return f"{format_number(size // 1000)} kB"
    return f"{format_number(size // 1_000_000)} MB"
