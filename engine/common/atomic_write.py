"""Writing a file so that a crash at any instruction leaves the old one or the new one, never a
mixture.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_HOUR = 3600


class WrittenNotSynced(OSError):
    """The file is written, and the disk did not confirm it: a power loss may still undo that."""


def write_atomically(
    path: Path,
    blocks: Iterable[bytes],
    mode: int = 0o660,
    *,
    before_replacing: Callable[[Path], None] = lambda _written: None,
) -> None:
    """Replace `path` by `blocks`; an existing file keeps its mode, and its owner if root writes it.
    Raises `OSError`, and then `path` is as it was; only after `WrittenNotSynced` it is the new one.

    `before_replacing` sees the new file, whole and synced; what it raises stops the replacing.

    The temporary file lies beside it, since a rename is atomic only within one file system; both
    the file and its folder are synced, since a rename may otherwise reach the disk before the
    content does.
    """
    path = path.resolve()
    owner = (-1, -1)
    with contextlib.suppress(FileNotFoundError):
        existing = path.stat()
        mode, owner = existing.st_mode & 0o777, (existing.st_uid, existing.st_gid)
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.writelines(blocks)
            file.flush()
            os.fchmod(file.fileno(), mode)
            with contextlib.suppress(PermissionError):  # only root may give a file to somebody else
                os.fchown(file.fileno(), *owner)
            os.fsync(file.fileno())
        before_replacing(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise WrittenNotSynced(error.errno, error.strerror) from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power loss."""
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Make what is written in `path` survive a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_temporary_files(folder: Path) -> None:
    """Remove what killed writers left anywhere below `folder`; a live one is done within an hour.
    Raises `OSError`.
    """
    try:
        entries = os.scandir(folder)
    except OSError:  # nobody writes there, either
        return
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                sweep_temporary_files(Path(entry.path))
            elif entry.name[0] == "." and entry.name.endswith(".tmp"):
                _sweep([Path(entry.path)])


def sweep_beside(path: Path) -> None:
    """Remove what killed writers of this one file left beside it."""
    with contextlib.suppress(OSError):
        _sweep(path.parent.glob(f".{path.name}.*.tmp"))


def _sweep(found: Iterable[Path]) -> None:
    for leftover in found:
        with contextlib.suppress(FileNotFoundError):
            if time.time() - leftover.stat().st_mtime > _HOUR:
                leftover.unlink()
