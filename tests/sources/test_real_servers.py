"""The same against the servers that are out there: what they list, how they time, refuse, encrypt
and remove.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.common.cancellation import CancelToken
from engine.common.i18n import advice_of, cause_of
from engine.common.secret import SecretStr
from engine.model.errors import LoginRefused
from engine.settings.interface import SourceSettings
from engine.sources.diagnose import diagnose
from engine.sources.server import NoSuchDirectory, Timeouts
from tests.servers.real import RealServer
from tests.sources.conftest import Fetch, ftp_settings

CONTENT = os.urandom(1_500_000)
WHEN = datetime(2026, 3, 29, 1, 59, 58, tzinfo=UTC)
CALM = Timeouts(pauses=())


def put(server: RealServer, name: str | bytes, content: bytes = b"1") -> Path:
    path = server.root / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (WHEN.timestamp(), WHEN.timestamp()))
    if os.geteuid() == 0:  # Pure-FTPd is another user
        for owned in (path, path.parent):
            os.chown(owned, server.root.stat().st_uid, server.root.stat().st_gid)
    return path


def settings(server: RealServer, **more: Any) -> SourceSettings:
    return ftp_settings(**{**server.settings, **more})


def test_several_lists_come_whole_and_are_deleted(real_server: RealServer, fetch: Fetch) -> None:
    expected = {f"Zahlungen_{n}.csv": CONTENT[n:] for n in range(3)}
    for name, content in expected.items():
        put(real_server, name, content)
    put(real_server, "anderes.csv")
    put(real_server, "Zahlungen_alt/Zahlungen.csv")
    told = fetch(settings(real_server), remove=True, password=real_server.password, timeouts=CALM)
    assert told.lists == expected
    assert {fetched.file.modified for fetched in told.fetched} == {WHEN}, "to the second, in UTC"
    assert sorted(path.name for path in real_server.root.iterdir()) == [
        "Zahlungen_alt",
        "anderes.csv",
    ]


def test_moving_names_and_directories_with_umlauts(real_server: RealServer, fetch: Fetch) -> None:
    names = [
        "Übergabe/Zahlungen März.csv".encode(),
        "Übergabe/Zahlungen".encode() + "März.csv".encode("latin-1"),
    ]
    for name in names:
        put(real_server, name)
    asked = settings(real_server, directory="Übergabe/", after_import="move")
    told = fetch(asked, remove=True, password=real_server.password, timeouts=CALM)
    assert sorted(told.lists) == ["Zahlungen März.csv", "ZahlungenMärz.csv"]
    moved = sorted(
        os.fsencode(path.name) for path in (real_server.root / "Übergabe" / "imported").iterdir()
    )
    assert moved == sorted(b"run-1_" + name.rpartition(b"/")[2] for name in names)
    assert [path.name for path in (real_server.root / "Übergabe").iterdir()] == ["imported"]


def test_an_empty_and_a_missing_directory(real_server: RealServer, fetch: Fetch) -> None:
    assert fetch(settings(real_server), password=real_server.password, timeouts=CALM).lists == {}
    with pytest.raises(NoSuchDirectory):
        fetch(
            settings(real_server, directory="fehlt/"), password=real_server.password, timeouts=CALM
        )


def test_a_link_is_passed_over(real_server: RealServer, fetch: Fetch) -> None:
    put(real_server, "anderes.csv")
    (real_server.root / "Zahlungen.csv").symlink_to("anderes.csv")
    assert fetch(settings(real_server), password=real_server.password, timeouts=CALM).found == []


def test_a_wrong_login(real_server: RealServer, fetch: Fetch) -> None:
    if real_server.settings["protocol"] == "sftp" or real_server.settings["user"] == "anonymous":
        wrong = settings(real_server, user="niemand")
    else:
        wrong = settings(real_server)
    with pytest.raises(LoginRefused) as error:
        fetch(wrong, password="falsch-91c2" if real_server.password else "", timeouts=CALM)
    assert "falsch-91c2" not in cause_of(error.value) + advice_of(error.value)


def test_the_doctor_finds_all_well_and_leaves_no_trace(real_server: RealServer) -> None:
    put(real_server, "Zahlungen.csv")
    asked = settings(real_server, after_import="move", move_to="fertig/")
    walk = diagnose(
        asked,
        lambda: SecretStr(real_server.password),
        CancelToken(),
        now=datetime.now(UTC),
        timeouts=CALM,
    )
    found = {finding.step: (finding.verdict, finding.text) for finding in walk}
    assert [verdict for verdict, _text in found.values()] == ["ok"] * 8, found
    assert sorted(path.name for path in real_server.root.rglob("*")) == ["Zahlungen.csv", "fertig"]


def test_many_other_files(real_server: RealServer, fetch: Fetch) -> None:
    for n in range(300):
        put(real_server, f"anderes_{n}.csv")
    put(real_server, "Zahlungen.csv")
    assert list(
        fetch(settings(real_server), password=real_server.password, timeouts=CALM).lists
    ) == ["Zahlungen.csv"]
