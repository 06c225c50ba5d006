"""What every test stands on: a data folder of its own, English words, no configuration of the
machine's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from engine.common import i18n
from engine.common.data_folder import DataFolder

# A busy machine must not fail a property: examples are slow there, and say nothing of the code.
settings.register_profile("opos", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("opos")

pytest_plugins = [
    "tests.servers.ftp",
    "tests.servers.real",
    "tests.servers.postgresql",
    "tests.store.postgresql.hosts",
]


@pytest.fixture(autouse=True)
def _apart_from_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test reads the home folder or the language of whoever runs it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable in (
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "OPOS_CONFIG",
        "OPOS_TRIGGER",
        "NO_COLOR",
        "LC_ALL",
        "LC_MESSAGES",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    i18n.use_language("en")
    yield
    i18n.use_language("en")


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """A data folder with all its rooms."""
    folder = DataFolder(tmp_path / "data")
    folder.make()
    return folder
