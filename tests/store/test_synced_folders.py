"""What an import writes survives a power loss by its name, too: its folder is synced after it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories import item
from tests.practice import Practice


def test_every_folder_of_what_must_stay_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(tmp_path / "practice")
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    genuine, synced = os.fsync, set[Path]()

    def noting(descriptor: int) -> None:
        synced.add(Path(f"/proc/self/fd/{descriptor}").resolve())
        genuine(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    assert practice.run().code == 0
    [original] = [path for path in practice.data.archive.rglob("*") if len(path.name) == 64]
    data = practice.data
    assert {
        data.root,
        data.versions,
        data.journals,
        data.changes,
        data.archive,
        original.parent,
    } <= synced
