"""The main job, process start to durable result, beside the same job in sqlite3, polars and duckdb.

    python3 dev.py bench import [ROWS …]

opos does it with everything on: lock, journal, guard, archive with hash chain, ledger, undo
information. The peers only read, compare and save. It is done twice: on the usual morning, when
yesterday's list was imported and most lines of today's are the same, and by reading all of it; on
the usual morning also by a worker that stays, whose run is a fork of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.measuring import SETTLED, Contestant, Staying, compare, table
from bench.peers import peers

YESTERDAY, LIST_NAME = "OPOS_18112026.csv", "OPOS_19112026.csv"
ROUNDS = 5

CONFIG = """
data_dir = "{data}"
[mandants.001]
[interfaces.datev]
name = "DATEV"
[interfaces.datev.source]
protocol = "folder"
directory = "{folder}/"
filename = "OPOS"
stable_seconds = 0
[interfaces.datev.posting]
mandants = ["001"]
unlisted = "mark_paid"
"""


def main(sizes: list[int]) -> None:
    for size in sizes or [1_000, 100_000, 1_000_000]:
        with ExitStack() as stack:
            scratch = stack.enter_context(tempfile.TemporaryDirectory())
            staying = Staying()
            stack.callback(staying.end)
            subprocess.run([sys.executable, "-m", "bench.making", scratch, str(size)], check=True)
            print(
                f"\n{size:,} rows into {size:,} items, milliseconds (whole processes, {ROUNDS}"
                " rounds)"
            )
            print(table(compare(contestants(Path(scratch), staying), ROUNDS), base="sqlite3"))


def contestants(scratch: Path, staying: Staying) -> dict[str, Contestant]:
    """Each with its own copy of what `bench.making` made."""
    config, uploads = scratch / "config.toml", scratch / "uploads"
    uploads.mkdir()
    config.write_text(CONFIG.format(data=scratch / "data", folder=uploads))
    opos = [sys.executable, "-m", "tui_app", "-c", str(config), "--headless", "-i", "datev"]
    shutil.move(scratch / "before", scratch / "data")
    shutil.copy(scratch / YESTERDAY, uploads)
    time.sleep(SETTLED)
    subprocess.run(opos, check=True, stdout=subprocess.DEVNULL)
    shutil.move(scratch / "data", scratch / "before")

    def prepare_usual() -> None:
        shutil.rmtree(scratch / "data", ignore_errors=True)
        shutil.copytree(scratch / "before", scratch / "data")
        shutil.copy(scratch / LIST_NAME, uploads)

    def prepare_whole() -> None:
        prepare_usual()
        shutil.rmtree(scratch / "data" / "lists")

    return {
        "python -c pass": Contestant([sys.executable, "-c", "pass"], lambda: None),
        **peers(scratch, LIST_NAME),
        "opos, usual morning": Contestant(opos, prepare_usual),
        "opos, usual, --watch": Contestant(
            [sys.executable, "-m", "bench.staying", str(config), "datev"],
            prepare_usual,
            staying.run,
        ),
        "opos, all of the list": Contestant(opos, prepare_whole),
    }


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
