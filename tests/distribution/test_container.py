"""The Dockerfile and compose.yaml, as far as they can be looked at without a Docker engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def test_the_linter_finds_no_fault_with_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(
        [hadolint, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_copied_into_the_image_is_let_through() -> None:
    """All that pip builds the wheel from, and nothing of a developer's."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[0] == "*"
    let_through = {line.removeprefix("!") for line in ignored[1:]}
    assert {"engine", "tui_app", "pyproject.toml", "requirements-test.lock"} <= let_through
    assert all((ROOT / name).exists() for name in let_through)


def test_every_secret_and_volume_that_a_service_names_is_there() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        named = {volume.partition(":")[0] for volume in service.get("volumes", ())}
        assert {name for name in named if not name.startswith(".")} <= set(compose["volumes"])
        assert set(service.get("depends_on", ())) <= set(compose["services"])
