"""Configurations made for tests, and what opos says of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.settings.load import Configuration, load_settings
from engine.settings.validation.problems import ConfigProblem, ConfigProblems

WORKING = """\
[smtp]
host = "mail.example.org"
sender = "opos@example.org"

[mandants.001]
name = "Hörwelt"

[branches.stuttgart]
mandant = "001"

[interfaces.datev]
name = "DATEV"

[interfaces.datev.source]
host = "sftp.example.org"
filename = "OPOS"
"""


def write(folder: Path, config: str, secrets: str = "") -> Path:
    """Both files as opos wants to find them; secrets.toml only if it has something to say."""
    path = folder / "config.toml"
    path.write_text(config, encoding="utf-8")
    if secrets:
        beside = folder / "secrets.toml"
        beside.write_text(secrets, encoding="utf-8")
        beside.chmod(0o600)
    return path


def load(
    folder: Path, config: str, secrets: str = "", environ: Mapping[str, str] = {}
) -> Configuration:
    """The configuration, apart from this machine's variables."""
    return load_settings(write(folder, config, secrets), environ)


def problems(
    folder: Path, config: str, secrets: str = "", environ: Mapping[str, str] = {}
) -> list[ConfigProblem]:
    """What is wrong with it; a configuration that loads fails the test."""
    with pytest.raises(ConfigProblems) as refused:
        load(folder, config, secrets, environ)
    return refused.value.problems


def only_problem(
    folder: Path, config: str, secrets: str = "", environ: Mapping[str, str] = {}
) -> ConfigProblem:
    """The one thing that is wrong with it."""
    [problem] = problems(folder, config, secrets, environ)
    return problem
