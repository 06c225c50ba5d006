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

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import LoginRefused


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
    place: str
    """File and line, for people."""


class KnownHosts(msgspec.Struct, frozen=True):
    """What the known_hosts files say of one server."""

    keys: list[KnownKey]
    damaged: list[str]
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
            place = _("{path}, line {line}").format(path=sanitize(str(file)), line=number)
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
            raise _changed(host, shown, pinned, _("host_key of the interface"))
        return
    for entry in known.keys:
        if entry.is_revoked and entry.key.blob == shown.blob:
            raise LoginRefused(
                _("The host key of {host} was revoked ({place}).").format(
                    host=sanitize(host), place=entry.place
                ),
                _(
                    "Do not connect. Ask the server's operator what happened, and for the"
                    " fingerprint of the new key."
                ),
            )
    trusted = [entry for entry in known.keys if not entry.is_revoked]
    if any(entry.key.blob == shown.blob for entry in trusted):
        return
    if trusted:
        raise _changed(host, shown, trusted[0].key.fingerprint, trusted[0].place)
    raise _unknown(host, shown, known.damaged)


def _unknown(host: str, shown: HostKey, damaged: list[str]) -> LoginRefused:
    cause = _(
        "The server {host} is not known: its {type} host key has the fingerprint {fingerprint}."
    ).format(host=sanitize(host), type=sanitize(shown.type), fingerprint=shown.fingerprint)
    if damaged:
        cause += " " + _("{place} cannot be read.").format(place=damaged[0])
    advice = _(
        "Compare the fingerprint with what the server's operator tells you, by telephone or on"
        " paper. Only if they are equal, add this line to the interface's source: host_key ="
        ' "{fingerprint}"'
    )
    return LoginRefused(cause, advice.format(fingerprint=shown.fingerprint))


def _changed(host: str, shown: HostKey, expected: str, place: str) -> LoginRefused:
    return LoginRefused(
        _(
            "The server {host} shows another host key than before: {shown} ({type}), expected was"
            " {expected} ({place})."
        ).format(
            host=sanitize(host),
            shown=shown.fingerprint,
            type=sanitize(shown.type),
            expected=sanitize(expected),
            place=place,
        ),
        _(
            "Someone may be listening in, or the server was renewed: ask its operator before you"
            " replace the key."
        ),
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
