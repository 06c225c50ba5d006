"""The doctor names what works and what does not, with a remedy, and touches nothing but its own
probe file.
"""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest
from paramiko.sftp import CMD_OPEN, CMD_REMOVE

from engine.common.cancellation import CancelToken
from engine.common.secret import SecretStr
from engine.model.errors import Cancelled
from engine.settings.interface import SourceSettings
from engine.sources.diagnose import Diagnosis, diagnose
from tests.servers.ftp import PASSWORD, FtpServer
from tests.servers.scripted_ftp import ScriptedFtp, say
from tests.servers.scripted_sftp import ScriptedSftp
from tests.servers.self_signed import make_certificate, server_context
from tests.servers.sftp_conversation import refuse
from tests.sources.conftest import HASTY, NOW, folder_settings, ftp_settings, sftp_settings


def walk(settings: SourceSettings, password: str = PASSWORD) -> dict[str, Diagnosis]:
    found = list(
        diagnose(settings, lambda: SecretStr(password), CancelToken(), now=NOW, timeouts=HASTY)
    )
    assert all(finding.seconds >= 0 and finding.text for finding in found)
    assert all(finding.advice for finding in found if finding.verdict != "ok")
    return {finding.step: finding for finding in found}


def verdicts(found: dict[str, Diagnosis]) -> dict[str, str]:
    return {step: finding.verdict for step, finding in found.items()}


FTP_STEPS = ["name", "connect", "tls", "login", "directory", "list", "delete", "clock"]
SFTP_STEPS = ["name", "connect", "host_key", "login", "directory", "list", "delete", "clock"]


def test_a_good_ftp_server(ftp_server: FtpServer) -> None:
    for name in ("Zahlungen.csv", "Zahlungen2.csv", "anderes.csv"):
        (ftp_server.root / name).write_bytes(b"1")
    found = walk(ftp_settings(ftp_server.port))
    assert verdicts(found) == dict.fromkeys(FTP_STEPS, "ok")
    assert found["name"].text == "The name leads to 127.0.0.1."
    assert found["directory"].text == "/ holds 3 files."
    assert found["list"].text == "2 files have “Zahlungen” in their names."
    assert sorted(path.name for path in ftp_server.root.iterdir()) == [
        "Zahlungen.csv",
        "Zahlungen2.csv",
        "anderes.csv",
    ]


def test_a_good_ftps_server(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, days_valid=33)
    with ScriptedFtp({"/Zahlungen.csv": b"1"}, tls=server_context(certificate)) as server:
        found = walk(ftp_settings(server.port, protocol="ftps", ca_file=str(certificate)))
        assert verdicts(found) == {**dict.fromkeys(FTP_STEPS, "ok"), "clock": "warn"}, (
            "its clock stands still"
        )
        assert "certificate for 127.0.0.1 is valid for 30 more days" in found["tls"].text
        assert list(server.files) == ["/Zahlungen.csv"]


def test_a_certificate_that_expires_soon(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, days_valid=5)
    with ScriptedFtp(tls=server_context(certificate)) as server:
        found = walk(ftp_settings(server.port, protocol="ftps", ca_file=str(certificate)))
    assert found["tls"].verdict == "warn"
    assert found["list"].advice, "nothing matches: what to look at"


def test_a_certificate_that_is_not_trusted(tmp_path: Path) -> None:
    with ScriptedFtp(tls=server_context(make_certificate(tmp_path))) as server:
        found = walk(ftp_settings(server.port, protocol="ftps"))
        assert verdicts(found) == {"name": "ok", "connect": "ok", "tls": "fail"}
        assert server.asked("PASS") == []


def test_a_good_sftp_server() -> None:
    with ScriptedSftp({b"Zahlungen.csv": b"1"}) as server:
        found = walk(sftp_settings(server.port))
        assert verdicts(found) == {**dict.fromkeys(SFTP_STEPS, "ok"), "clock": "warn"}
        assert list(server.files) == [b"Zahlungen.csv"]


def test_an_unknown_host_key() -> None:
    with ScriptedSftp() as server:
        found = walk(sftp_settings(server.port, host_key=""))
        assert verdicts(found) == {"name": "ok", "connect": "ok", "host_key": "fail"}
        assert 'host_key = "SHA256:' in found["host_key"].advice


def test_the_walk_ends_where_it_fails() -> None:
    assert verdicts(walk(ftp_settings(21, host="nirgends.invalid"))) == {"name": "fail"}
    assert verdicts(walk(sftp_settings(1))) == {"name": "ok", "connect": "fail"}
    with ScriptedFtp() as server:
        server.instead["PASS"] = say("530 No.")
        found = walk(ftp_settings(server.port), "falsch-91c2")
        assert verdicts(found) == {"name": "ok", "connect": "ok", "tls": "ok", "login": "fail"}
        assert "falsch-91c2" not in str(found)
        del server.instead["PASS"]
        assert verdicts(walk(ftp_settings(server.port, directory="fehlt/")))["directory"] == "fail"


@pytest.mark.parametrize("after_import", ["delete", "move"])
def test_a_right_to_write_without_the_right_to_take_away(after_import: str) -> None:
    with ScriptedFtp() as server:
        server.instead["DELE"] = server.instead["RNTO"] = say("550 Not allowed.")
        found = walk(ftp_settings(server.port, after_import=after_import))
        assert found["delete"].verdict == "fail"
        [probe] = server.files
        assert probe.removeprefix("/") in found["delete"].text, "what was left behind is named"


def test_no_right_to_write_is_a_doubt() -> None:
    with ScriptedSftp({b"Zahlungen.csv": b"1"}) as server:
        server.instead[CMD_OPEN] = refuse
        found = walk(sftp_settings(server.port))
        assert found["delete"].verdict == "warn"
        assert "clock" not in found
        assert CMD_REMOVE not in server.commands


def test_moving_is_tried_by_moving(ftp_server: FtpServer) -> None:
    found = walk(ftp_settings(ftp_server.port, after_import="move", move_to="fertig/"))
    assert found["delete"].text == "opos may move files into fertig/."
    assert [path.name for path in ftp_server.root.rglob("*")] == ["fertig"]


def test_what_killed_checks_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "imported").mkdir()
    left = [
        tmp_path / "opos-probe-0123abcd.tmp",
        tmp_path / "imported/probe_opos-probe-0123abcd.tmp",
    ]
    others = [tmp_path / "opos-probe-list.csv.tmp", tmp_path / "opos-probe-89abcdef.tmp"]
    for path in (*left, *others):
        path.touch()
    for path in (*left, others[0]):
        os.utime(path, (0, 0))
    walk(folder_settings(tmp_path, after_import="move"))
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(others)


def test_where_files_are_kept_nothing_is_written() -> None:
    with ScriptedFtp() as server:
        assert "delete" not in walk(ftp_settings(server.port, after_import="keep"))
        assert server.asked("STOR") == []


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_the_difference_of_the_clocks(hours: int) -> None:
    with ScriptedSftp() as server:
        moment = int(time.time()) + hours * 3600
        server.times = _Always(moment)
        found = walk(sftp_settings(server.port))
    assert found["clock"].verdict == ("warn" if hours else "ok")
    assert (
        not hours
        or f"{hours * 3600:,}"[:4] in found["clock"].text
        or f"{hours * 3600 - 1:,}"[:4] in found["clock"].text
    )


class _Always(dict[bytes, int]):
    """The same time for every file."""

    def __init__(self, moment: int) -> None:
        self._moment = moment

    def get(self, _name: bytes, _default: Any = None) -> int:
        return self._moment


def test_plain_ftp_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.sources.diagnosis_text.is_loopback", lambda host: False)
    with ScriptedFtp() as server:
        assert walk(ftp_settings(server.port))["tls"].verdict == "warn"


def test_a_folder(tmp_path: Path) -> None:
    folder: dict[str, Any] = {"protocol": "folder", "filename": "Zahlungen", "stable_seconds": 0}
    assert verdicts(walk(SourceSettings(**folder, directory=f"{tmp_path}/"))) == dict.fromkeys(
        ["directory", "list", "delete", "clock"], "ok"
    )
    assert verdicts(walk(SourceSettings(**folder, directory=f"{tmp_path}/fehlt/"))) == {
        "directory": "fail"
    }


def test_the_walk_can_be_stopped(ftp_server: FtpServer) -> None:
    token = CancelToken()
    steps = diagnose(
        ftp_settings(ftp_server.port), lambda: SecretStr(PASSWORD), token, now=NOW, timeouts=HASTY
    )
    next(steps)
    token.cancel()
    with pytest.raises(Cancelled):
        list(steps)


def test_a_full_disk_keeps_no_probe_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "inbox").mkdir()
    found = walk(folder_settings(tmp_path / "inbox"))
    assert found["delete"].verdict != "ok"
    assert list((tmp_path / "inbox").iterdir()) == []
