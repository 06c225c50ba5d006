"""Plain FTP against a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.common.i18n import advice_of, cause_of
from engine.model.errors import LoginRefused
from engine.sources.server import NoSuchDirectory
from tests.refusals import refused
from tests.servers.ftp import FtpServer
from tests.sources.conftest import Fetch, ftp_settings


def test_a_list_is_fetched_whole_and_deleted(ftp_server: FtpServer, fetch: Fetch) -> None:
    content = bytes(range(256)) * 1000
    ftp_server.root.joinpath("Zahlungen_2026-11.csv").write_bytes(content)
    ftp_server.root.joinpath("anderes.csv").write_bytes(b"x")
    told = fetch(ftp_settings(ftp_server.port), remove=True)
    assert told.lists == {"Zahlungen_2026-11.csv": content}
    assert told.removed == ["deleted"]
    assert [path.name for path in ftp_server.root.iterdir()] == ["anderes.csv"]


def test_a_wrong_password_is_refused_and_never_shown(ftp_server: FtpServer, fetch: Fetch) -> None:
    with pytest.raises(LoginRefused) as refusal:
        fetch(ftp_settings(ftp_server.port), password="falsch-91c2")
    assert "praxis" in cause_of(refusal.value)
    assert "falsch-91c2" not in cause_of(refusal.value) + advice_of(refusal.value)


def test_a_missing_directory_is_named(ftp_server: FtpServer, fetch: Fetch) -> None:
    with refused(NoSuchDirectory, match="BUCHHALTUNG/IMPORTE"):
        fetch(ftp_settings(ftp_server.port, directory="BUCHHALTUNG/IMPORTE/"))


def test_move_keeps_the_file_under_the_run_s_name(
    ftp_server: FtpServer, fetch: Fetch, tmp_path: Path
) -> None:
    folder = ftp_server.root / "ein" / "gang"
    folder.mkdir(parents=True)
    folder.joinpath("Zahlungen.csv").write_bytes(b"1")
    told = fetch(
        ftp_settings(ftp_server.port, directory="ein/gang/", after_import="move"), remove=True
    )
    assert told.removed == ["moved"]
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")] == [
        "imported/run-1_Zahlungen.csv"
    ]
