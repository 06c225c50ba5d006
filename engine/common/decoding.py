"""Reading back what opos wrote itself: the only place that decodes JSON and MessagePack.

A rotten byte may make anything of a file. Whatever is wrong with it, one error says so, and each
reader decides what that means: a line passed over, a file refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

Kind = TypeVar("Kind")

_FAULTS = (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError)
"""What msgspec and our own hooks raise; a bad byte within a text is a `UnicodeDecodeError`, which
is a `ValueError` and no `DecodeError`.
"""


class Damaged(Exception):
    """The bytes are not what opos writes; the text says why, in English, for a message's end."""


class JsonDecoder(Generic[Kind]):
    """Decodes JSON into one kind of value. Raises `Damaged`, and nothing else."""

    def __init__(
        self, kind: type[Kind], dec_hook: Callable[[type, Any], Any] | None = None
    ) -> None:
        self._decoder = msgspec.json.Decoder(kind, dec_hook=dec_hook)

    def __call__(self, data: bytes | str) -> Kind:
        try:
            return self._decoder.decode(data)
        except _FAULTS as error:
            raise Damaged(str(error)) from error


class MessagePackDecoder(Generic[Kind]):
    """The same for MessagePack."""

    def __init__(self, kind: type[Kind]) -> None:
        self._decoder = msgspec.msgpack.Decoder(kind)

    def __call__(self, data: bytes) -> Kind:
        try:
            return self._decoder.decode(data)
        except _FAULTS as error:
            raise Damaged(str(error)) from error
