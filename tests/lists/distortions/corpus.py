"""The lists that went wrong once, each shrunk: `tests/lists/distorted/ID.json` says what is true,
and the list lies beside it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tests.lists.distortions.trial import Trial

FOLDER = Path(__file__).parent.parent / "distorted"


def keep(trial: Trial, folder: Path = FOLDER) -> Path:
    """Keep the trial; returns where its list lies."""
    folder.mkdir(exist_ok=True)
    kinds = "+".join(trial.distortions) or "honest"
    path = folder / f"{kinds}_{hashlib.sha256(trial.data).hexdigest()[:6]}{Path(trial.name).suffix}"
    path.write_bytes(trial.data)
    told = msgspec.json.encode(replace(trial, data=b""))
    _record(path).write_bytes(msgspec.json.format(told, indent=1) + b"\n")
    return path


def kept() -> list[Path]:
    """Where the lists lie."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def load(path: Path) -> Trial:
    """The trial of a kept list."""
    trial = msgspec.json.decode(_record(path).read_bytes(), type=Trial)
    return replace(trial, data=path.read_bytes())


def _record(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
