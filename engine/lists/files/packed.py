"""Lists that come packed: a .zip of one or several files, or one file as .gz.

The limits are those of workbooks, which are archives, too. Whatever is in the archive is unpacked
into a folder of its own under names of ours, which goes when it has been read.
"""

from __future__ import annotations

import errno
import gzip
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import msgspec

from engine.common.plain_file import open_plain
from engine.common.sanitize import sanitize
from engine.lists.files.limits import FileLimits
from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused

_GZIP, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
_OF_DOCUMENTS = ("[Content_Types].xml", "mimetype", "_rels/.rels")
"""Members that make a .zip a workbook or another document."""
_OF_THE_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers put into archives beside the files."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)
"""How the libraries stop at a damaged archive."""
_BLOCK = 1 << 16
Packed = IO[bytes] | gzip.GzipFile


class Member(msgspec.Struct, frozen=True):
    """One file of an archive, unpacked."""

    name: str
    path: Path


@contextmanager
def unpacked(path: Path, name: str, limits: FileLimits) -> Iterator[list[Member]]:
    """The files of an archive, by their names; empty where the file at `path` is none. That of a
    .gz is called as the archive is, which came under this `name`. Raises `ListRefused` for one that
    is damaged, protected, empty, too large, or holds another.
    """
    with open_plain(path) as file:
        head = file.read(4)
    is_zip = head.startswith((_ZIP, _EMPTY_ZIP)) and not _is_document(path)
    if not is_zip and not head.startswith(_GZIP):
        yield []
        return
    with TemporaryDirectory(prefix="opos-unpacked-") as folder:
        try:
            unpack = _unzip if is_zip else partial(_gunzip, name.removesuffix(".gz"))
            members = list(unpack(path, Path(folder), limits))
        except OSError as error:
            if error.errno in (None, errno.EINVAL):  # no gzip; a place before the file's begin
                raise ListRefused(PaymentFileRefusal.ARCHIVE_DAMAGED) from None
            raise  # a full disk is no fault of the list
        except _DAMAGED:
            raise ListRefused(PaymentFileRefusal.ARCHIVE_DAMAGED) from None
        if not members:
            raise ListRefused(PaymentFileRefusal.ARCHIVE_EMPTY)
        yield members


def _is_document(path: Path) -> bool:
    """Whether a .zip is a workbook or the like. One that is damaged is left to whoever reads it as
    that.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return not {*archive.namelist()}.isdisjoint(_OF_DOCUMENTS)
    except (*_DAMAGED, OSError):
        return True


def _unzip(path: Path, folder: Path, limits: FileLimits) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir()
            and not member.filename.startswith(_OF_THE_SYSTEM[0])
            and Path(member.filename).name not in _OF_THE_SYSTEM
        ]
        if len(archive.infolist()) > limits.zip_entries:
            raise _too_large(limits)
        left = limits.unpacked_bytes
        for number, member in enumerate(members):
            if member.flag_bits & 1:
                raise ListRefused(PaymentFileRefusal.ARCHIVE_PROTECTED)
            target = folder / str(number)
            with archive.open(member) as packed:
                left -= _copy(
                    packed, target, min(left, _most(member.compress_size, limits)), limits
                )
            name = sanitize(member.filename, 200)
            _refuse_archive(name, target)
            yield Member(name, target)


def _gunzip(name: str, path: Path, folder: Path, limits: FileLimits) -> Iterator[Member]:
    target = folder / "0"
    with gzip.open(path) as packed:
        _copy(packed, target, _most(path.stat().st_size, limits), limits)
    _refuse_archive(name, target)
    yield Member(name, target)


def _most(packed: int, limits: FileLimits) -> int:
    """How many bytes so many packed ones may become."""
    return min(limits.unpacked_bytes, max(packed, 1) * limits.compression_ratio)


def _copy(packed: Packed, target: Path, most: int, limits: FileLimits) -> int:
    """Unpack to `target`, at most so many bytes; returns how many there were."""
    size = 0
    with target.open("wb") as file:
        while block := packed.read(_BLOCK):
            size += len(block)
            if size > most:
                raise _too_large(limits)
            file.write(block)
    return size


def _refuse_archive(name: str, path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_GZIP) or (head.startswith((_ZIP, _EMPTY_ZIP)) and not _is_document(path)):
        raise ListRefused(PaymentFileRefusal.ARCHIVE_NESTED, name=name)


def _too_large(limits: FileLimits) -> ListRefused:
    return ListRefused(PaymentFileRefusal.ARCHIVE_TOO_LARGE, limit=limits.unpacked_bytes)
