"""The password that revealing a stored password asks for.

Kept as a scrypt hash, so that whoever may read the data folder cannot learn it, and counted, so
that nobody can guess it: after five wrong tries there are five minutes in which not even the right
one is taken.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import msgspec

from engine.common.atomic_write import write_atomically
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.i18n import _, ngettext
from engine.common.os_errors import os_errors
from engine.common.plain_file import open_plain, plain
from engine.common.sanitize import sanitize
from engine.common.secret import SecretStr
from engine.credentials.audit import AuditedAct, note
from engine.messages.passwords import AdminPasswordFault
from engine.model.errors import LoginRefused, StoreError, UsageError

SHORTEST = 12
"""In characters."""
TRIES = 5
PAUSE_SECONDS = 300
_SCRYPT_N = 2**16
"""With r = 8 and p = 1 a try costs 64 MB and a fifth of a second."""
_SCRYPT_MEMORY = 2**27
"""In bytes, at most."""
_TRIES_BYTES = 64


class _Hash(msgspec.Struct, frozen=True):
    """Its parameters are kept with it, so that stronger ones later do not lock anybody out."""

    salt: bytes
    digest: bytes
    n: int
    r: int
    p: int

    def __post_init__(self) -> None:
        """Raise `ValueError` for what would fail, or take hours."""
        is_power_of_two = self.n & (self.n - 1) == 0
        if not (is_power_of_two and 1 < self.n <= 2**20 and 0 < self.r <= 32 and 0 < self.p <= 16):
            raise ValueError("these are no parameters of scrypt")


class _Tries(msgspec.Struct, frozen=True):
    """Wrong tries, and when the last one was: in seconds since this machine was started, a clock
    that nobody can set.
    """

    wrong: int = 0
    at: float = 0.0


_hash = JsonDecoder(_Hash)
_stored_tries = JsonDecoder(_Tries)


class AdminPassword:
    """The admin password of a data folder. Whatever cannot be read or written raises
    `StoreError`.
    """

    def __init__(self, data: DataFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._data = data
        self._clock = clock

    @property
    def is_set(self) -> bool:
        path = self._data.admin_password
        with _usable(path):
            return path.exists()

    def admit(self, given: SecretStr, key: str = "") -> None:
        """Return if it is the admin password; raise `LoginRefused` if not, or while there is a
        pause, and note it in the audit.

        `key` is the setting that it is asked for.
        """
        with self._tries() as file:
            tries = self._read_tries(file)
            if tries.wrong >= TRIES:
                note(self._data.audit, "paused", key)
                raise _paused(PAUSE_SECONDS - self._since(tries))
            # Counted before it is looked at, so that nobody gets a try for nothing by ending the
            # program.
            _write_tries(file, _Tries(tries.wrong + 1, self._clock()))
            if not self._is(given):
                note(self._data.audit, "refused", key)
                raise _wrong(TRIES - tries.wrong - 1)
            _write_tries(file, _Tries())

    def set(self, new: SecretStr) -> None:
        """Make this the admin password. Raises `UsageError` where it is too short."""
        if len(new) < SHORTEST:
            raise UsageError(
                _("The admin password needs at least {n} characters.").format(n=SHORTEST),
                _(
                    "Whoever comes by a backup of the data folder can try out shorter ones. Take a"
                    " few words in a row."
                ),
            )
        stored = _Hash(salt=os.urandom(16), digest=b"", n=_SCRYPT_N, r=8, p=1)
        stored = msgspec.structs.replace(stored, digest=_digest(new, stored))
        path = self._data.admin_password
        with _usable(path):
            self._data.make()
            act: AuditedAct = "admin_password_changed" if self.is_set else "admin_password_set"
            note(self._data.audit, act)
            write_atomically(path, [msgspec.json.encode(stored)], 0o600)

    def _is(self, given: SecretStr) -> bool:
        path = self._data.admin_password
        try:
            with _usable(path), open_plain(path) as file:
                self._require_ours(path, file.fileno())
                stored = _hash(file.read())
            return hmac.compare_digest(_digest(given, stored), stored.digest)
        except (Damaged, ValueError) as error:
            raise StoreError(
                _("{path} is damaged.").format(path=sanitize(str(path))),
                _(
                    "Put it back from a backup, or delete it and set the password anew: `opos"
                    " admin-password`."
                ),
            ) from error

    @contextmanager
    def _tries(self) -> Iterator[int]:
        """The file of the tries, for one at a time: two who try at once get no more tries than
        one.
        """
        path = self._data.admin_tries
        with _usable(path), open(path, "r+b", opener=_for_its_owner) as file:
            self._require_ours(path, file.fileno())
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file.fileno()

    def _read_tries(self, file: int) -> _Tries:
        """Those that still count: the pause over, one begins anew."""
        content = os.pread(file, _TRIES_BYTES, 0)
        try:
            tries = _stored_tries(content) if content else _Tries()
        except Damaged:
            tries = _Tries(TRIES, self._clock())
            _write_tries(file, tries)
        return tries if self._since(tries) < PAUSE_SECONDS else _Tries()

    def _since(self, tries: _Tries) -> float:
        """The seconds since the last wrong try, at least: where the clock is behind it, the machine
        was started since.
        """
        now = self._clock()
        return now - tries.at if now >= tries.at else now

    def _require_ours(self, path: Path, file: int) -> None:
        """Raise `StoreError` for a file of somebody else: whoever may write in the data folder
        could put a password of their own in its place.
        """
        status = os.fstat(file)
        if (
            status.st_uid not in (0, os.geteuid(), self._data.root.stat().st_uid)
            or status.st_mode & 0o077
        ):
            raise StoreError(
                _("{path} belongs to somebody else, or others may read it.").format(
                    path=sanitize(str(path))
                ),
                _(
                    "Find out who put it there. Then delete it and set the password anew: `opos"
                    " admin-password`."
                ),
            )


def _digest(given: SecretStr, stored: _Hash) -> bytes:
    # One keyboard sends ü as one character, another as u with two dots over it.
    text = unicodedata.normalize("NFC", given.get_secret_value())
    return hashlib.scrypt(
        text.encode("utf-8", "surrogateescape"),
        salt=stored.salt,
        n=stored.n,
        r=stored.r,
        p=stored.p,
        maxmem=_SCRYPT_MEMORY,
    )


def _write_tries(file: int, tries: _Tries) -> None:
    """In place and of one length: a file put in its place would be another one than the one that is
    locked.
    """
    os.pwrite(file, msgspec.json.encode(tries).ljust(_TRIES_BYTES), 0)
    os.fsync(file)


def _for_its_owner(name: str, flags: int) -> int:
    return plain(name, flags | os.O_CREAT, 0o600)


def _wrong(left: int) -> LoginRefused:
    advice = ngettext(
        "{n} try is left, then there is a pause.",
        "{n} tries are left, then there is a pause.",
        left,
    )
    return LoginRefused(
        _("That is not the admin password."),
        advice.format(n=left) if left else _pause_told(PAUSE_SECONDS),
    )


def _paused(seconds: float) -> LoginRefused:
    return LoginRefused(_("There were too many wrong tries."), _pause_told(seconds))


def _pause_told(seconds: float) -> str:
    minutes = -int(-seconds // 60)
    told = ngettext(
        "The next one is taken in {n} minute.", "The next one is taken in {n} minutes.", minutes
    )
    return told.format(n=minutes)


def _usable(path: Path) -> AbstractContextManager[None]:
    return os_errors(StoreError, AdminPasswordFault.UNUSABLE, path=str(path))
