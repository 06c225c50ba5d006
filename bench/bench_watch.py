"""The memory of `--watch` over many runs, each of a small list that says something new.

    python3 dev.py bench watch [RUNS]

It is the loop of the real worker; only its clock is pushed, so that after each run the next is due
at once. Kilobytes of this process alone: its runs are forks.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import msgspec

from bench.bench_import import CONFIG
from bench.making import items, write_list
from engine.common.cancellation import CancelToken
from engine.model.item import Item
from engine.settings.load import load_settings
from engine.store.due_records import DueRecords
from engine.worker.one_run import Ended
from engine.worker.watch import turns

HURRY = """
[window]
earliest = "00:00"
latest = "23:59"
run_minutes = 1
[interfaces.datev.schedule]
interval = "minutes"
every_minutes = 1
"""
TELL_EVERY = 100


class Restless(CancelToken):
    """Never waits between two turns."""

    def sleep(self, seconds: float) -> None: ...


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        uploads, config = Path(scratch) / "uploads", Path(scratch) / "config.toml"
        uploads.mkdir()
        config.write_text(CONFIG.format(data=Path(scratch) / "data", folder=uploads) + HURRY)
        print(f"{'runs':>6} {'anonymous':>10} {'of files':>10} {'objects':>8} {'descriptors':>12}")
        work(config, uploads, runs)


def work(config: Path, uploads: Path, runs: int) -> None:
    configuration, held, done = load_settings(config), items(20), 0
    configuration.data.make()
    records, token = DueRecords(configuration), Restless()
    for turn in turns(configuration, token):
        before = done
        for step in turn.steps:
            if isinstance(step, Ended):
                done += 1
                if step.outcome != "imported":
                    raise SystemExit(f"run {done} ended with {step.outcome}: {step.error}")
                if done % TELL_EVERY == 0 or done == 1:
                    tell(done)
        if done == runs:
            token.cancel()
        if before == done > 0:
            continue  # its run is still at work
        write_list(uploads / "OPOS.csv", [owing(held[0], done), *held[1:]], changed=False)
        for name, record in records.load().items():
            records.put(name, record._replace(due=record.due - timedelta(minutes=2)))


def owing(item: Item, cents: int) -> Item:
    """The item with so much still open, so that no two lists are the same."""
    return msgspec.structs.replace(item, amount=1_000_00, open=1 + cents)


def tell(done: int) -> None:
    """Of this process: its memory in kB, its objects, its open files."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    memory = [told[name].split()[0] for name in ("RssAnon", "RssFile")]
    descriptors = len(os.listdir("/proc/self/fd"))
    objects = gc.get_freeze_count() + len(gc.get_objects())
    print(f"{done:>6} {memory[0]:>10} {memory[1]:>10} {objects:>8} {descriptors:>12}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
