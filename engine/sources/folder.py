"""A folder of this machine as the source of lists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from engine.common.atomic_write import sync_folder
from engine.common.cancellation import CancelToken
from engine.common.os_errors import system_reason
from engine.common.plain_file import plain
from engine.messages.sources import SourceFault
from engine.model.errors import SourceUnreachable
from engine.sources.names import on_wire, readable
from engine.sources.server import NoSuchDirectory, RemoteFile

_BLOCK = 256 * 1024


class FolderServer:
    """The operations of `engine.sources.server.Server` on local files. Links and sub-folders are
    passed over.
    """

    def __init__(self, token: CancelToken) -> None:
        self._token = token

    def files(self, directory: str) -> list[RemoteFile]:
        files: list[RemoteFile] = []
        with _telling(directory), os.scandir(on_wire(directory) or b".") as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    files += _told(entry.path.decode("latin-1"), entry.stat(follow_symlinks=False))
        return files

    def stat(self, file: RemoteFile) -> RemoteFile | None:
        with _telling(file.path):
            try:
                return next(iter(_told(file.path, _local(file.path).lstat())), None)
            except FileNotFoundError:
                return None

    def read(self, file: RemoteFile) -> Iterator[bytes]:
        with (
            _telling(file.path),
            open(_local(file.path), "rb", buffering=0, opener=_plain_file) as content,
        ):
            while block := content.read(_BLOCK):
                self._token.check()
                yield block

    def remove(self, file: RemoteFile) -> None:
        with _telling(file.path):
            _local(file.path).unlink()

    def move(self, file: RemoteFile, path: str) -> None:
        with _telling(path):
            _refuse_link(_local(path).parent)
        with _telling(file.path):
            _local(file.path).rename(_local(path))
            sync_folder(_local(path).parent)

    def make_folder(self, path: str) -> None:
        with _telling(path):
            _local(path).mkdir(parents=True, exist_ok=True)
            _refuse_link(_local(path))
            sync_folder(_local(path).parent)

    def write(self, path: str, content: bytes) -> None:
        target = _local(path)
        with _telling(path):
            _refuse_link(target.parent)
            target.unlink(missing_ok=True)
            with open(target, "xb", opener=_no_link) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:  # a full disk takes the name, and nothing more
                    target.unlink()
                    raise
            sync_folder(target.parent)

    def close(self) -> None:
        """Nothing is held open."""


def _local(path: str) -> Path:
    return Path(os.fsdecode(on_wire(path)))


def _plain_file(name: str, flags: int) -> int:
    """Open a file that is neither a link nor a pipe, whatever was put in its place since it was
    listed.
    """
    return plain(name, flags | os.O_NOFOLLOW)


def _no_link(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NOFOLLOW, 0o660)


def _refuse_link(folder: Path) -> None:
    """Who may write the inbox could lead what we put into its folders anywhere by a link."""
    if folder.is_symlink():
        raise SourceUnreachable(SourceFault.FOLDER_IS_LINK, path=str(folder))


def _told(path: str, stat: os.stat_result) -> list[RemoteFile]:
    if not S_ISREG(stat.st_mode):
        return []
    name = readable(path.rpartition("/")[2])
    return [
        RemoteFile(
            name=name,
            path=path,
            size=stat.st_size,
            modified=datetime.fromtimestamp(stat.st_mtime, UTC),
        )
    ]


@contextmanager
def _telling(path: str) -> Iterator[None]:
    """Turn what the system refuses into words."""
    shown = readable(path)
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchDirectory(SourceFault.NO_FOLDER, path=shown) from error
    except PermissionError as error:
        raise SourceUnreachable(SourceFault.FOLDER_DENIED, path=shown) from error
    except OSError as error:
        cause = system_reason(error)
        raise SourceUnreachable(SourceFault.FOLDER_FAILED, path=shown, cause=cause) from error
