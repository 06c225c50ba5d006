"""Kill an import at every step that touches the disk, and heal it with the next run. A program of
its own: it forks.

    python -m tests.blackbox.crash_points FOLDER

For every N it sets up a practice, forks a process that runs the import and kills itself with
SIGKILL before the N-th call that writes, renames, syncs or removes; then it runs the import again,
whole. It ends when a process outlives its N, and prints how many points it tried and each state
that was not healed.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from engine.cli.main import main
from engine.common.i18n import render
from engine.journal import journal
from engine.model.item import Item, Status
from engine.store.archive import Archive
from engine.store.ledger import Imported
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import Practice

CALLS = (
    "open",
    "write",
    "fsync",
    "replace",
    "rename",
    "unlink",
    "link",
    "mkdir",
    "fchmod",
    "truncate",
    "ftruncate",
)


WARNED = 3
"""How the import ends undisturbed: one invoice is not handed over, and that is told. What is only
to be removed ends with 0.
"""


def kill_before_call(number: int) -> None:
    """From now on count the calls, and die right before this one."""
    counted = 0

    def counting(call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*arguments: Any, **keywords: Any) -> Any:
            nonlocal counted
            counted += 1
            if counted == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **keywords)

        return dying

    for name in CALLS:
        setattr(os, name, counting(getattr(os, name)))


def run_import(practice: Practice) -> int:
    """The import in this process, its words thrown away."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return main(["-c", str(practice.config), "--headless", "-i", "datev"])


def killed_at(practice: Practice, number: int) -> bool:
    """Run the import in a fork that dies at this point; whether it did."""
    child = os.fork()
    if child == 0:
        kill_before_call(number)
        os._exit(run_import(practice))
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def problems(practice: Practice) -> list[str]:
    """What is not as a single undisturbed import would have left it."""
    store = open_store(practice.data)
    held = {key[1]: (one.open, one.status) for key, one in store.items().items()}
    expected = {
        "RE-1": (60_00, Status.PART_PAID),
        "RE-2": (0, Status.PAID),
        "RE-3": (100_00, Status.OPEN),
        "RE-9": (5_00, Status.OPEN),
    }
    imports = [entry for entry in store.ledger() if isinstance(entry, Imported)]
    changes = [change.key[1] for entry in imports for change in store.changes(entry)]
    states = {run.state for run in journal.newest(practice.data.journals)}
    checks = {
        "items": held == expected,
        "ledger": len(imports) == 1,
        "history": changes == ["RE-1", "RE-9", "RE-2"],
        "server": list(practice.uploads.iterdir()) == [],
        "archive": [
            len(list(Archive(practice.data.archive).chain())),
            *map(render, Archive(practice.data.archive).problems()),
        ]
        == [1],
        "spool": list(practice.data.spool.iterdir()) == [],
        "journals": "running" not in states,
        "left over": list(practice.data.root.rglob(".*.tmp")) == [],
    }
    return [name for name, holds in checks.items() if not holds]


def set_up(folder: Path) -> Practice:
    """A practice whose list pays one invoice, part of another, and brings a new one; one is not
    handed over.
    """
    shutil.rmtree(folder, ignore_errors=True)
    practice = Practice(folder)
    held: list[Item] = [item("RE-1"), item("RE-2"), item("RE-3", handed_over=False)]
    practice.hold(*held)
    practice.put_list("RE-1 60,00", "RE-9 5,00")
    return practice


def main_loop(folder: Path) -> int:
    number, bad = 1, 0
    while True:
        practice = set_up(folder)
        killed = killed_at(practice, number)
        if killed and (code := run_import(practice)) not in (0, WARNED):
            print(f"point {number}: the next run ended with {code}")
            bad += 1
        for problem in problems(practice):
            print(f"point {number}: {problem}")
            bad += 1
        if not killed:
            break
        number += 1
    print(f"{number - 1} points, {bad} not healed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main_loop(Path(sys.argv[1])))
