"""Noting a change of the configuration where the disk refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from engine.model.errors import ConfigError
from engine.settings.change_log import note_saved
from engine.settings.load import load_settings
from tests.practice import Practice
from tests.refusals import refused


def test_a_data_folder_that_cannot_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = load_settings(Practice(tmp_path).config)

    def refuse(path: Path) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    with refused(ConfigError, match="cannot be noted"):
        note_saved(configuration, configuration, "a difference")
