"""Payment files from their bytes to a plan: reading, finding each payment's invoice, memory.

    python3 dev.py bench payments [ENTRIES …]

Each in a process of its own, whose processor time and largest memory are told; memory grows with
the payments that are found, not with the XML round them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.lists.read import read_list
from engine.posting.plan_import import plan_import
from tests.factories import item
from tests.lists.payments.making import TODAY, Entry, batch, camt, mt940, posting
from tests.posting.factories import held, policy

KINDS = ("camt", "mt940", "datev_batch")


def main(sizes: list[int]) -> None:
    for size in sizes or [1_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            for kind in KINDS:
                path = Path(folder) / kind
                path.write_bytes(made(kind, size))
                subprocess.run(
                    [sys.executable, "-m", "bench.bench_payments", kind, path, str(size)],
                    check=True,
                )


def made(kind: str, size: int) -> bytes:
    """A file of this kind, each entry about an invoice of its own."""
    if kind == "datev_batch":
        return batch(*(posting(number=f"RE-2026-{number:06d}") for number in range(size)))
    entries = [
        Entry(
            paid=100_00,
            text=f"Rechnung RE-2026-{number:06d} vom 20.11.2026",
            reference=f"REF{number}",
        )
        for number in range(size)
    ]
    return camt(*entries) if kind == "camt" else mt940(*entries)


def largest_memory() -> float:
    """In MB, of this process alone; what `getrusage` tells is its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def measure(kind: str, path: Path, size: int) -> None:
    """Read the file, plan it, and print what that cost."""
    begun = time.process_time()
    read = read_list(path, path.name, type=kind, today=TODAY)
    seconds = time.process_time() - begun
    memory = largest_memory()
    items = held(*(item(f"RE-2026-{number:06d}") for number in range(size)))
    begun = time.process_time()
    plan = plan_import(items, read, policy())
    planned = time.process_time() - begun
    assert len(plan.changes) == size
    print(
        f"{kind:<12} {size:>8,} entries  {path.stat().st_size / 1e6:>6.1f} MB"
        f"  read {seconds:.2f} s  plan {planned:.2f} s  memory {memory:.0f} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in KINDS:
        measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]])
