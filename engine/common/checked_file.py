"""Small files of ours, written whole: a line of JSON and below it its checksum, so that no flipped
bit goes unseen.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.decoding import Damaged, JsonDecoder, Kind
from engine.common.plain_file import read_plain


class _Checksum(msgspec.Struct, frozen=True):
    crc32: int


_checksum = JsonDecoder(_Checksum)


def write_checked(path: Path, value: object) -> None:
    """Replace the file. Raises `OSError`."""
    body = msgspec.json.encode(value)
    checksum = msgspec.json.encode(_Checksum(zlib.crc32(body)))
    write_atomically(path, [body, b"\n", checksum, b"\n"])


def read_checked(path: Path, decode: JsonDecoder[Kind]) -> Kind:
    """What was written; opos up to 0.1 wrote no checksum. Raises `OSError`, `Damaged`."""
    body, _newline, last = read_plain(path).removesuffix(b"\n").partition(b"\n")
    if last and _checksum(last).crc32 != zlib.crc32(body):
        raise Damaged("the checksum does not agree")
    return decode(body)
