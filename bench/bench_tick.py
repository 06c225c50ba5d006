"""A tick of cron with nothing due, beside a bare Python that only imports what any such program
would.

    python3 dev.py bench tick [ROUNDS]

The full way is what the first tick of each hour goes, and any tick after a change of the
configuration.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measuring import SETTLED, Contestant, compare, table
from engine.common import idle_cache
from engine.common.data_folder import DataFolder
from engine.schedule.due import due, save_records
from engine.settings.load import load_settings

CONFIG = """
data_dir = "data"
[window]
earliest = "00:00"
latest = "23:59"
[interfaces.datev]
name = "DATEV"
[interfaces.datev.source]
protocol = "folder"
directory = "/srv/lists/"
filename = "OPOS"
"""
PEERS = ("pass", "import tomllib", "import tomllib, json, argparse")


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "config.toml"
        config.write_text(CONFIG)
        handle_what_is_due(config)
        opos = [sys.executable, "-I", "-m", "tui_app", "-c", str(config), "--headless"]
        note = Path(scratch) / "data" / idle_cache.NOTE
        print(f"a tick with nothing due, milliseconds (whole processes, {rounds} rounds)")
        contestants = {
            code: Contestant([sys.executable, "-c", code], lambda: None) for code in PEERS
        }
        contestants["opos --headless, note"] = Contestant(opos, lambda: leave_note(config))
        contestants["opos --headless, full"] = Contestant(
            opos, lambda: note.unlink(missing_ok=True)
        )
        time.sleep(SETTLED)
        print(table(compare(contestants, rounds), base=PEERS[-1]))


def handle_what_is_due(config: Path) -> None:
    """As if everything had run, so that the schedule has its record."""
    configuration = load_settings(config)
    data = DataFolder(configuration.data_dir)
    data.make()
    save_records(data.schedule, due(configuration, {}, datetime.now(UTC)).records)


def leave_note(config: Path) -> None:
    """What a tick in full leaves."""
    now = time.time()
    until = (datetime.now(UTC) + timedelta(minutes=30)).timestamp()
    idle_cache.store_note(
        str(config),
        idle_cache.idle_fingerprint(str(config)),
        str(config.parent / "data"),
        now,
        until,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
