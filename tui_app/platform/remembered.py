"""What a person need not say again: where the cursor was in the first screen, for each
configuration, which colours were chosen, and where a test mail went.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from engine.common.accounts import user_name
from engine.common.atomic_write import write_atomically
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.plain_file import read_plain

_Remembered = dict[str, str]


def last_interface(config: Path) -> str:
    """Return the name of the interface; empty where there is nothing to remember."""
    return _read().get(_key(str(config)), "")


def remember_interface(config: Path, name: str) -> None:
    """Write down the place."""
    _remember(_key(str(config)), name)


def chosen_theme() -> str:
    """Return the name of the theme that was chosen last; empty where none ever was."""
    return _read().get(_key("theme"), "")


def remember_theme(name: str) -> None:
    """Write down the choice."""
    _remember(_key("theme"), name)


def last_address() -> str:
    """Return the address that a test mail went to last; empty where none ever did."""
    return _read().get(_key("test mail"), "")


def remember_address(address: str) -> None:
    """Write down the address."""
    _remember(_key("test mail"), address)


def _remember(key: str, value: str) -> None:
    """Write it down; where that cannot be it is forgotten, since it is not worth a complaint."""
    remembered = _read()
    if remembered.get(key) != value:
        with suppress(OSError):
            _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(_file(), [msgspec.json.encode({**remembered, key: value})], mode=0o600)


_remembered = JsonDecoder(_Remembered)


def _key(what: str) -> str:
    """Return who is at the screen, and what of: behind sudo several people are one user."""
    return f"{user_name()} {what}"


def _read() -> _Remembered:
    try:
        return _remembered(read_plain(_file()))
    except (OSError, Damaged):
        return {}


def _file() -> Path:
    from platformdirs import user_state_path

    return user_state_path("opos") / "remembered.json"
