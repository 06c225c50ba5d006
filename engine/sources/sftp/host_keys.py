"""Whether an SSH server is the one that it should be: its key must be pinned in the configuration
or stand in known_hosts.

A key is never accepted unseen. known_hosts is read as OpenSSH reads it (sshd(8), "SSH_KNOWN_HOSTS
FILE FORMAT"): names, patterns, hashed names, `@revoked`; lines that cannot be read are passed over,
and named when the key is not found.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from engine.messages.trust import HostKeyFault, KeyPlace
from engine.model.errors import LoginRefused
from engine.model.message import Message


class HostKey(msgspec.Struct, frozen=True):
    """A server's public key."""

    type: str
    """`ssh-ed25519`, `ssh-rsa` …"""
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As OpenSSH shows it: `SHA256:` and the digest in base64 without its padding."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")
        return f"SHA256:{digest}"


class KnownKey(msgspec.Struct, frozen=True):
    """A line of known_hosts that speaks of this server."""

    key: HostKey
    is_revoked: bool
    place: Message
    """File and line, for people."""


class KnownHosts(msgspec.Struct, frozen=True):
    """What the known_hosts files say of one server."""

    keys: list[KnownKey]
    damaged: list[Message]
    """The places of lines that cannot be read."""


def known_hosts_files() -> tuple[Path, ...]:
    """The files that OpenSSH reads too."""
    return (Path.home() / ".ssh" / "known_hosts", Path("/etc/ssh/ssh_known_hosts"))


def known_hosts(host: str, port: int, files: tuple[Path, ...]) -> KnownHosts:
    """What these files say of this server; a file that is not there says nothing."""
    wanted = host.lower() if port == 22 else f"[{host.lower()}]:{port}"
    known = KnownHosts([], [])
    for file in files:
        for number, line in _lines(file):
            place = Message.of(KeyPlace.LINE, path=str(file), line=number)
            fields = line.split()
            marker = fields.pop(0) if fields[0].startswith("@") else ""
            try:
                names, kind, blob = fields[0], fields[1], base64.b64decode(fields[2], validate=True)
            except (IndexError, ValueError):
                known.damaged.append(place)
                continue
            if marker in ("", "@revoked") and _means(names, wanted):
                known.keys.append(KnownKey(HostKey(kind, blob), marker == "@revoked", place))
    return known


def check_host_key(host: str, shown: HostKey, pinned: str, known: KnownHosts) -> None:
    """Raise `LoginRefused` unless the key that the server shows is the pinned one or, with none
    pinned, a known one.
    """
    if pinned:
        if shown.fingerprint != pinned:
            raise _changed(host, shown, pinned, Message(KeyPlace.SETTING))
        return
    for entry in known.keys:
        if entry.is_revoked and entry.key.blob == shown.blob:
            raise LoginRefused(HostKeyFault.REVOKED, host=host, place=entry.place)
    trusted = [entry for entry in known.keys if not entry.is_revoked]
    if any(entry.key.blob == shown.blob for entry in trusted):
        return
    if trusted:
        raise _changed(host, shown, trusted[0].key.fingerprint, trusted[0].place)
    raise _unknown(host, shown, known.damaged)


def _unknown(host: str, shown: HostKey, damaged: list[Message]) -> LoginRefused:
    key = {"host": host, "type": shown.type, "fingerprint": shown.fingerprint}
    if damaged:
        return LoginRefused(HostKeyFault.UNKNOWN_AND_UNREADABLE, **key, place=damaged[0])
    return LoginRefused(HostKeyFault.UNKNOWN, **key)


def _changed(host: str, shown: HostKey, expected: str, place: Message) -> LoginRefused:
    return LoginRefused(
        HostKeyFault.CHANGED,
        host=host,
        shown=shown.fingerprint,
        type=shown.type,
        expected=expected,
        place=place,
    )


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _means(names: str, wanted: str) -> bool:
    """Whether a line's list of names speaks of this server; a name with `!` before it excludes
    it.
    """
    found = False
    for name in names.split(","):
        if name.startswith("|1|"):
            found = found or _is_hash_of(name, wanted)
        elif fnmatchcase(wanted, _pattern(name.removeprefix("!"))):
            if name.startswith("!"):
                return False
            found = True
    return found


def _pattern(name: str) -> str:
    """OpenSSH knows only `*` and `?`; brackets stand for themselves."""
    return name.lower().replace("[", "[[]")


def _is_hash_of(name: str, wanted: str) -> bool:
    try:
        salt, digest = (base64.b64decode(part) for part in name.split("|")[2:4])
    except ValueError:
        return False
    return hmac.compare_digest(hmac.new(salt, wanted.encode(), hashlib.sha1).digest(), digest)
