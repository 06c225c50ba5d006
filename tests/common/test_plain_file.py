"""Nothing but a plain file is opened, and nothing waits for one that is none."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.i18n import describe_os_error
from engine.common.plain_file import open_plain, plain, read_plain


def _bound_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize("put", [os.mkfifo, _bound_socket], ids=["pipe", "socket"])
@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_WRONLY, os.O_RDWR])
def test_what_is_no_plain_file_is_refused_at_once(
    tmp_path: Path, put: Callable[[Path], None], flags: int
) -> None:
    path = tmp_path / "run.jsonl"
    put(path)
    with pytest.raises(OSError, match=str(path)) as refused:
        plain(str(path), flags)
    assert refused.value.errno == errno.ENXIO
    assert describe_os_error(refused.value).startswith("No plain file")


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_plain(tmp_path)


def test_a_plain_one_is_read_also_through_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "file", tmp_path / "link"
    path.write_bytes(b"one\ntwo\n")
    link.symlink_to(path)
    assert read_plain(link) == b"one\ntwo\n"
    with open_plain(path) as file:
        assert list(file) == [b"one\n", b"two\n"]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _each in range(3):
        with pytest.raises(OSError, match="pipe"):
            read_plain(tmp_path / "pipe")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
