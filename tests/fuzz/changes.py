"""Random changes to bytes and to JSON. A seed makes the same ones again."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

_PIECES = (
    b"", b"\0", b"\n", b'"', b"{}", b"[]", b"null", b"-1", b"1e999", b"9" * 400, b"\xff", b"\xc3",
    b"\xed\xa0\x80", b"\\ud800", b"\x1b[31m", b"A" * 5_000, b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff", b"../../x", b"9999-12-31T23:59:59Z", b"0000-00-00",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**40, 1.5, "", "x", "\x1b[31m", "\ud800", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z", "-0.001", "1e9", "../../../etc/passwd", "A" * 3_000, [], {}, [[[]]],
)  # fmt: skip


def changed_bytes(chance: random.Random, data: bytes, others: Sequence[bytes] = ()) -> bytes:
    """A few bits, bytes or pieces are others."""
    rotten = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 12))):
        start = chance.randint(0, len(rotten))
        end = min(len(rotten), start + chance.choice((0, 1, 1, 2, 4, 40, 500)))
        match chance.randrange(7):
            case 0 | 1 if rotten:
                rotten[min(start, len(rotten) - 1)] ^= 1 << chance.randrange(8)
            case 2:
                rotten[start:end] = chance.randbytes(end - start)
            case 3:
                del rotten[start:end]
            case 4:
                rotten[start:start] = rotten[start:end] * chance.randint(1, 4)
            case 5 if others:
                other = chance.choice(others)
                place = chance.randint(0, len(other))
                rotten[start:end] = other[place : place + chance.choice((1, 4, 16, 200))]
            case _:
                rotten[start:end] = chance.choice(_PIECES)
    return bytes(rotten)


def changed_json(chance: random.Random, data: bytes) -> bytes:
    """One value of one line is another, of whatever type; where it is no JSON, its bytes."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    try:
        whole = [json.loads(lines[place])]
    except ValueError:
        return changed_bytes(chance, data)
    holder, key = chance.choice(list(_places(whole)))
    if chance.random() < 0.15 and not isinstance(holder, list):
        del holder[key]
    else:
        holder[key] = chance.choice(_VALUES)
    lines[place] = json.dumps(whole[0], ensure_ascii=chance.random() < 0.9).encode(
        errors="surrogatepass"
    )
    return b"\n".join(lines)


def _places(value: Any) -> Any:
    keys: Any = ()
    if isinstance(value, dict):
        keys = value
    elif isinstance(value, list):
        keys = range(len(value))
    for key in keys:
        yield value, key
        yield from _places(value[key])
