"""Flips bits of the files of a data folder, and looks whether every command still ends in words.

`python -m tests.blackbox.rotten_bytes [KIND]` flips every bit of every file, or of one kind; that
takes minutes. Prints what ended in a traceback, and ends with 1 if anything did.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.factories import item
from tests.practice import Practice

OTHER = """
[interfaces.other]
name = "Other"
[interfaces.other.source]
protocol = "folder"
directory = "{uploads}/"
filename = "OTHER"
stable_seconds = 0
"""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("runs",),
    ("items",),
    ("explain", "RE-1"),
    ("verify",),
    ("check",),
    ("next",),
    ("--headless", "--all", "-n"),
)


def _newest(folder: Path, pattern: str = "*") -> Path:
    return max(folder.glob(pattern), key=lambda path: path.name)


FILES: dict[str, Callable[[Practice], Path]] = {
    "store": lambda practice: practice.data.store,
    "journal": lambda practice: _newest(practice.data.journals, "*datev.jsonl"),
    "changes": lambda practice: _newest(practice.data.changes),
    "chain": lambda practice: practice.data.archive / "chain.jsonl",
    "schedule": lambda practice: practice.data.schedule,
    "outboxes": lambda practice: practice.data.outboxes,
}


def site(folder: Path) -> Practice:
    """A practice with an import behind it, and a second interface."""
    practice = Practice(folder)
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(OTHER.format(uploads=practice.uploads))
    practice.hold(item("RE-1"), item("RE-2"))
    practice.put_list("RE-1 60,00", "RE-2 100,00")
    practice.run()
    practice.opos("--headless")
    if not practice.data.outboxes.exists():
        practice.data.outboxes.write_text('{"datev":{"trouble":5,"times":1}}')
    return practice


def unharmed_by(practice: Practice, path: Path, bit: int) -> str:
    """The first command that this flip ends in a traceback, and how; empty if none does."""
    whole = path.read_bytes()
    rotten = bytearray(whole)
    rotten[bit // 8] ^= 1 << bit % 8
    path.write_bytes(rotten)
    try:
        for command in COMMANDS:
            answer = practice.opos(*command)
            if answer.code == 1 or "Traceback" in answer.err + answer.out:
                return f"{' '.join(command)}: {(answer.err or answer.out)[-400:]}"
    except Exception as error:
        return f"{' '.join(command)}: {type(error).__name__}: {error}"
    finally:
        path.write_bytes(whole)
    return ""


def main(kinds: list[str]) -> int:
    """Flip every bit; return 1 if a command ended in a traceback."""
    failed = 0
    for kind in kinds or FILES:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
            practice = site(Path(folder) / "practice")
            path = FILES[kind](practice)
            bits = 8 * path.stat().st_size
            wrong = [found for bit in range(bits) if (found := unharmed_by(practice, path, bit))]
        failed += len(wrong)
        print(f"{kind}: {bits} bits, {len(wrong)} wrong", *wrong[:5], sep="\n  ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
