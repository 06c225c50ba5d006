"""Which interface the cursor was on when the first screen was left, for each configuration and
person.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from engine.common.accounts import user_name
from engine.common.atomic_write import write_atomically
from engine.common.decoding import Damaged, JsonDecoder

_Remembered = dict[str, str]


def last_interface(config: Path) -> str:
    """Return the name of the interface; empty where there is nothing to remember."""
    return _read().get(_key(config), "")


def remember_interface(config: Path, name: str) -> None:
    """Write down the place; where it cannot be written it is forgotten, since it is not worth a
    complaint.
    """
    remembered = _read()
    if remembered.get(_key(config)) != name:
        with suppress(OSError):
            _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(
                _file(), [msgspec.json.encode({**remembered, _key(config): name})], mode=0o600
            )


_remembered = JsonDecoder(_Remembered)


def _key(config: Path) -> str:
    """Return who is at the screen: behind sudo several people are one user."""
    return f"{user_name()} {config}"


def _read() -> _Remembered:
    try:
        return _remembered(_file().read_bytes())
    except (OSError, Damaged):
        return {}


def _file() -> Path:
    from platformdirs import user_state_path

    return user_state_path("opos") / "last-interface.json"
