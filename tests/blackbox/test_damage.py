"""Power loss and rot: every kind of file of the data folder, damaged in every way, is seen by `opos
verify` or `opos check`, or does no harm, and then the reason stands here.

    pytest tests/blackbox/test_damage.py                  a sample
    OPOS_DAMAGES=all pytest tests/blackbox/test_damage.py all of them
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from engine.common.data_folder import DataFolder
from engine.common.secret import SecretStr
from engine.credentials.admin_password import AdminPassword
from tests.practice import Practice

REPORTS = """
[interfaces.datev.report]
email = ["a@example.org"]
on = ["failure", "warning", "success"]

[smtp]
host = "127.0.0.1"
port = 1
security = "none"
sender = "o@example.org"
"""


def _one_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]


def _high_bit(content: bytes) -> bytes:
    place = content.rfind(b"RE-") if b"RE-" in content else content.rfind(b"a")
    return content[:place] + bytes([content[place] | 0x80]) + content[place + 1 :]


def _zeroed_tail(content: bytes) -> bytes:
    tail = min(len(content) // 2, 4096)
    return content[:-tail] + b"\0" * tail


def _damage(path: Path, damage: str) -> None:
    content, mode = path.read_bytes(), path.stat().st_mode & 0o777
    path.chmod(0o600)
    if damage in ("missing", "a pipe"):
        path.unlink()
    else:
        path.write_bytes(CHANGES[damage](content))
        path.chmod(mode)
    if damage == "a pipe":
        os.mkfifo(path)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda content: content[: len(content) // 2],
    "last byte off": lambda content: content[:-1],
    "tail zeroed": _zeroed_tail,
    "all zeroes": lambda content: b"\0" * len(content),
    "empty": lambda _content: b"",
    "rubbish": lambda _content: b"\x80{]rubbish\n" * 20,
    "one bit": _one_bit,
    "high bit": _high_bit,
    "twice": lambda content: content + content,
    "last line off": lambda content: b"".join(content.splitlines(keepends=True)[:-1]),
}
DAMAGES = (*CHANGES, "missing", "a pipe")


def _newest(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern))


def _journal(data: DataFolder) -> Path:
    return next(
        path for path in sorted(data.journals.iterdir()) if b'"committed"' in path.read_bytes()
    )


FILES: dict[str, Callable[[DataFolder], Path]] = {
    "store": lambda data: data.store,
    "version": lambda data: _newest(data.versions, "*"),
    "former version": lambda data: min(data.versions.iterdir()),
    "changes": lambda data: _newest(data.changes, "*"),
    "journal": _journal,
    "runs": lambda data: data.run_chain,
    "chain": lambda data: data.archive_chain,
    "original": lambda data: _newest(data.archive, "??/*"),
    "audit": lambda data: data.audit,
    "settings": lambda data: data.settings_log,
    "outboxes": lambda data: data.outboxes,
    "schedule": lambda data: data.schedule,
}

LINE_END = "only the last line end is gone, and the next line brings it again"
NOTHING = "nothing is lost: {}"
HARMLESS = {
    ("former version", "last byte off"): LINE_END,
    ("runs", "last line off"): "a run that is killed at its end leaves the same",
    ("runs", "last byte off"): LINE_END,
    ("chain", "last byte off"): LINE_END,
    ("audit", "last byte off"): LINE_END,
    ("settings", "last byte off"): LINE_END,
    ("outboxes", "last byte off"): LINE_END,
    ("outboxes", "last line off"): NOTHING.format("the checksum alone is gone"),
    ("outboxes", "missing"): NOTHING.format("reports are no books, and what fails is mailed anew"),
    ("schedule", "last byte off"): LINE_END,
    ("schedule", "last line off"): NOTHING.format("the checksum alone is gone"),
    ("schedule", "missing"): NOTHING.format("it begins anew, as with the first tick"),
    ("former version", "missing"): NOTHING.format("the newer versions are there"),
}


class Seen(NamedTuple):
    """What the two commands say that look for damage."""

    verify: int
    check: Counter[tuple[int, str]]
    """Each finding's exit code and words."""

    def is_worse_than(self, other: Seen) -> bool:
        return self.verify != other.verify or any(
            code for (code, _text) in self.check - other.check
        )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, Path, Seen]:
    """A practice with some of everything, a copy of its data folder, and what is said of it."""
    folder = tmp_path_factory.mktemp("damage")
    practice = Practice(folder / "practice")
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(REPORTS)
    invoices = "\r\n".join(["invoice_no;amount", *(f"RE-{n};100,00" for n in range(40))])
    loaded = practice.put("invoices.csv", invoices)
    assert practice.opos("items", "load", str(loaded), "--mandant", "001").code == 0
    loaded.unlink()
    assert practice.opos("--headless").code == 0
    for number in range(5):
        practice.put_list(
            *(f"RE-{n} {99 - number},00" for n in range(40)), name=f"OPOS_{number}.csv"
        )
        assert practice.run().code in (0, 13)
    practice.put_list("RE-1 10,00", name="OPOS_9.csv")
    assert practice.run().code == 8
    admin = AdminPassword(practice.data)
    admin.set(SecretStr("correct horse"))
    shutil.copytree(practice.data.root, folder / "whole")
    return practice, folder / "whole", _seen(practice)


def _seen(practice: Practice) -> Seen:
    findings = practice.opos("check", "--json").lines
    return Seen(
        practice.opos("verify").code,
        Counter((line["exit_code"], line["text"]) for line in findings),
    )


def _cases() -> list[tuple[str, str]]:
    everything = [(file, damage) for file in FILES for damage in DAMAGES]
    return everything if os.environ.get("OPOS_DAMAGES") == "all" else everything[::7]


@pytest.mark.parametrize(("file", "damage"), _cases())
def test_every_damage_is_seen_or_harmless(
    whole: tuple[Practice, Path, Seen], file: str, damage: str
) -> None:
    practice, copy, undamaged = whole
    assert undamaged.verify == 0
    shutil.rmtree(practice.data.root)
    shutil.copytree(copy, practice.data.root)
    _damage(FILES[file](practice.data), damage)
    seen = _seen(practice)
    harmless = (file, damage) in HARMLESS
    assert seen.is_worse_than(undamaged) != harmless, (seen, undamaged)
    practice.put_list(*(f"RE-{n} 50,00" for n in range(40)), name="OPOS_new.csv")
    for command in (("runs",), ("items",), ("explain", "RE-1"), ("--headless", "-i", "datev")):
        assert practice.opos(*command).code != 1, command
    assert not list(practice.data.root.glob("error-*"))
    for upload in practice.uploads.iterdir():
        upload.unlink()


def test_each_reason_is_of_a_damage_there_is() -> None:
    assert {file for file, _damage in HARMLESS} <= FILES.keys()
    assert {damage for _file, damage in HARMLESS} <= set(DAMAGES)
