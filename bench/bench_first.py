"""The first list ever, into nothing, beside the same in sqlite3, polars and duckdb.

python3 dev.py bench first [ROWS …]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.bench_import import CONFIG, LIST_NAME, ROUNDS
from bench.measuring import Contestant, compare, table
from bench.peers import peers


def main(sizes: list[int]) -> None:
    for size in sizes or [1_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            scratch, listed = Path(folder), Path(folder) / "listed"
            listed.mkdir()
            for place, count in ((scratch, 0), (listed, size)):
                making = [sys.executable, "-m", "bench.making", str(place), str(count)]
                subprocess.run(making, check=True)
            shutil.copy(listed / LIST_NAME, scratch)
            contestants = {**peers(scratch, LIST_NAME), "opos": opos(scratch)}
            print(f"\n{size:,} rows into nothing, milliseconds ({ROUNDS} rounds)")
            print(table(compare(contestants, ROUNDS), base="sqlite3"))


def opos(scratch: Path) -> Contestant:
    """Run where there is no data folder yet."""
    config, uploads, data = scratch / "config.toml", scratch / "uploads", scratch / "data"
    uploads.mkdir()
    config.write_text(CONFIG.format(data=data, folder=uploads))

    def prepare() -> None:
        shutil.rmtree(data, ignore_errors=True)
        shutil.copy(scratch / LIST_NAME, uploads)

    return Contestant(
        [sys.executable, "-m", "tui_app", "-c", str(config), "--headless", "-i", "datev"], prepare
    )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
