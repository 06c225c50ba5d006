"""A short run of `tests.sources.fuzz_servers`, by the same seeds each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.fuzz_servers import Kind, run_session

SEEDS = range(1, 11)
"""A seed that finds something belongs here."""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["ftp", "sftp"])
def test_rubbish_is_refused_in_words(kind: Kind, seed: int, spool: Path) -> None:
    run_session(kind, seed, spool)
