"""The peers of the main job: each a script, and a store as `bench.making` made it."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from bench.measuring import Contestant

_STORES = {"sqlite3": "db", "polars": "parquet", "duckdb": "duckdb"}


def peers(scratch: Path, list_name: str) -> dict[str, Contestant]:
    """Those that are installed, each with its own copy of the store."""
    return {name: _peer(name, scratch, list_name) for name in _STORES if find_spec(name)}


def _peer(name: str, scratch: Path, list_name: str) -> Contestant:
    before, used = scratch / f"before.{_STORES[name]}", scratch / f"items.{_STORES[name]}"
    script = Path(__file__).with_name(f"peer_{name.removesuffix('3')}.py")
    command = [sys.executable, str(script), str(scratch / list_name), str(used)]
    return Contestant(command, lambda: shutil.copy(before, used))
