"""The spool: what is being fetched right now, for its owner alone, and gone when anything goes
wrong.
"""

from __future__ import annotations

import hashlib
import resource
import signal
from pathlib import Path

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of
from engine.common.secret import SecretStr
from engine.model.errors import StoreError
from engine.sources.fetch import Fetched, fetch_lists
from engine.sources.source import open_source
from engine.sources.spool import run_spool, sweep
from tests.refusals import refused
from tests.sources.conftest import NOW, Fetch, folder_settings, put


def test_the_spool_is_private_and_says_nothing_of_remote_names(inbox: Path, spool: Path) -> None:
    put(inbox, "Zahlungen.csv")
    asked = folder_settings(inbox)
    with open_source(asked, lambda: SecretStr(""), CancelToken()) as source:
        for found in fetch_lists(
            source, asked, spool, CancelToken(), now=NOW, known=lambda sha256: False
        ):
            if isinstance(found, Fetched):
                assert "Zahlungen" not in found.path.name
                assert found.path.stat().st_mode & 0o077 == 0
                assert found.sha256 == hashlib.sha256(b"1").hexdigest()


def test_sweeping_takes_what_a_killed_run_left_and_nothing_else(spool: Path) -> None:
    for name in ("a.part", "b.list", "c.txt"):
        (spool / name).touch()
    sweep(spool)
    assert [path.name for path in spool.iterdir()] == ["c.txt"]


def test_a_spool_that_cannot_be_written(fetch: Fetch, inbox: Path, spool: Path) -> None:
    put(inbox, "Zahlungen.csv")
    spool.rmdir()
    spool.write_text("a file where a folder should be")
    with refused(StoreError, match="spool cannot be written") as error:
        fetch(folder_settings(inbox))
    assert "data_dir" in advice_of(error.value)
    spool.unlink()
    spool.mkdir()


def test_a_full_disk_leaves_the_server_as_it_was(fetch: Fetch, inbox: Path) -> None:
    path = put(inbox, "Zahlungen.csv", bytes(100_000))
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, former[1]))
    try:
        with refused(StoreError, match="cannot be written: File too large"):
            fetch(folder_settings(inbox), remove=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.exists()


def test_a_living_run_s_folder_is_left_alone_and_a_dead_one_s_is_not(spool: Path) -> None:
    with run_spool(spool, "run-1") as folder:
        (folder / "a.part").touch()
        (spool / "run-0").mkdir()
        (spool / "run-0" / "a.list").touch()
        sweep(spool)
        assert [path.name for path in spool.iterdir()] == ["run-1"]
        assert (folder / "a.part").exists()
    assert list(spool.iterdir()) == []
