"""Servers that answer rubbish: `python3 dev.py fuzz ftp sftp`.

Every answer of the scripted servers may be changed at random. Whatever comes must be lists that are
whole, or an error in words. A seed makes the same session again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar, cast

from paramiko.sftp import CMD_DATA

from engine.common.cancellation import CancelToken
from engine.common.i18n import cause_of
from engine.common.secret import SecretStr
from engine.model.errors import OposError
from engine.settings.interface import SourceSettings
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.server import Timeouts
from engine.sources.source import open_source
from engine.sources.spool import sweep
from tests.servers.ftp import PASSWORD
from tests.servers.ftp_conversation import Conversation
from tests.servers.scripted_ftp import ScriptedFtp
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.sftp_conversation import SftpConversation
from tests.sources.conftest import NOW, ftp_settings, sftp_settings

Kind = Literal["ftp", "sftp"]
Change = Callable[[bytes], bytes]
Speaker = TypeVar("Speaker", bound="Conversation | SftpConversation")

HASTY = Timeouts(connect=0.5, login=0.5, read=0.5, pauses=(0.0,))
LISTS = {"Zahlungen.csv": b"1;2,00\n" * 50, "Zahlungen2.csv": b"x" * 3000}
_OPTIONAL = ("MLSD", "MLST", "SIZE", "MDTM", "EPSV", "PASV", "LIST")
_PIECES = (
    b"\r\n", b"\0", b"\xff", b"-", b" ", b"227 (1,2,3,4,999,999)", b"229 (|||99999|)", b"550 no",
    b"450", b"421 x", b"999", b"150", b"213 -5", b"213 " + b"9" * 30, b"250-", b"A" * 9000,
    b"type=file;size=99999999999999999999;modify=99999999999999; Zahlungen.csv",
    b"modify=20261320256199;", b"size=-1;", b"../../", b"Zahlungen\x1b[31m.csv", b"\xe2\x80\xae",
    b";", b"=", b"\xff\xff\xff\xff", b"\x80\0\0\0",
)  # fmt: skip


def changed(rng: random.Random, rate: float) -> Change:
    """What changes so many of all answers."""

    def change(answer: bytes) -> bytes:
        if rng.random() >= rate:
            return answer
        data = bytearray(answer)
        for _ in range(rng.choice((1, 1, 2, 4))):
            start = rng.randint(0, len(data))
            end = min(len(data), start + rng.choice((0, 1, 1, 3, 20)))
            piece = rng.choice((rng.choice(_PIECES), rng.randbytes(end - start), b""))
            data[start:end] = piece or bytes(data[start:end] * rng.choice((0, 2)))
        return bytes(data)

    return change


class RubbishFtp(Conversation):
    """Changes what it says, and its listings; lists go out as they are."""

    change: Change

    def say(self, *lines: str) -> None:
        answer = "".join(f"{line}\r\n" for line in lines).encode("latin-1")
        self.connection.sendall(self.change(answer))

    def send(self, content: bytes, answer: str = "226 Done.") -> None:
        is_list = content in LISTS.values()
        super().send(content if is_list else self.change(content), answer)


class RubbishSftp(SftpConversation):
    """Changes every answer that is no data."""

    change: Change

    def send(self, kind: int, body: bytes) -> None:
        super().send(kind, body if kind == CMD_DATA else self.change(body))


def _speaking(conversation: type[Speaker], change: Change) -> type[Speaker]:
    changing = type(conversation.__name__, (conversation,), {"change": staticmethod(change)})
    return cast("type[Speaker]", changing)


def run_session(kind: Kind, seed: int, spool: Path) -> str:
    """Fetch everything once; return the refusal, if there was one. Any other error goes up."""
    rng = random.Random(seed)
    change = changed(rng, rng.choice((0.02, 0.1, 0.3)))
    lists: ScriptedFtp | ScriptedSftp
    if kind == "ftp":
        lists = ScriptedFtp({f"/{name}": content for name, content in LISTS.items()})
        lists.lacks = set(rng.sample(_OPTIONAL, rng.randrange(3)))
        lists.speaks = _speaking(RubbishFtp, change)
        settings = ftp_settings(lists.port)
    else:
        lists = ScriptedSftp({name.encode(): content for name, content in LISTS.items()})
        lists.speaks = _speaking(RubbishSftp, change)
        settings = sftp_settings(lists.port)
    try:
        with lists:
            _fetch(settings, spool)
    except OposError as error:
        said = cause_of(error)
        assert said, "a refusal without words"
        assert said.isprintable(), f"control characters told: {said!r}"
        return said
    return ""


def _fetch(settings: SourceSettings, spool: Path) -> None:
    token = CancelToken()
    sweep(spool)
    with open_source(settings, lambda: SecretStr(PASSWORD), token, HASTY) as source:
        for found in fetch_lists(
            source, settings, spool, token, now=NOW, known=lambda _sha256: False
        ):
            if isinstance(found, Fetched):
                content = found.path.read_bytes()
                found.path.unlink()
                assert content in LISTS.values(), f"{found.file.name!r} is not whole"
                source.dispose(found.file, "run-1")
    assert not list(spool.iterdir()), "the spool is not empty"
