"""A file on every kind of server: whole, once, never over another, whatever interrupts it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.common.cancellation import CancelToken
from engine.common.i18n import cause_of
from engine.common.secret import SecretStr
from engine.exports.export_file import ExportFile
from engine.exports.publishing import publish
from engine.exports.records import Underway
from engine.model.errors import ExportError
from engine.settings.exports import TargetSettings
from engine.sources.connection import ServerConnection
from engine.sources.diagnose import diagnose_target
from engine.sources.server import RemoteFile, Server, Timeouts, TransientError
from tests.servers.real import SERVERS, RealServer

CONTENT = os.urandom(700_000)


@pytest.fixture(params=["folder", *SERVERS])
def there(request: pytest.FixtureRequest) -> Iterator[RealServer]:
    """Each of them in turn, with a folder of the practice's program on it."""
    with tempfile.TemporaryDirectory(prefix="opos-export-") as folder:
        Path(folder).chmod(0o755)
        if request.param == "folder":
            yield _with_inbox(RealServer(Path(folder), {"protocol": "folder"}, password=""))
            return
        with SERVERS[request.param](Path(folder)) as server:
            yield _with_inbox(server)


def _with_inbox(server: RealServer) -> RealServer:
    inbox = server.root / "Übergabe"
    inbox.mkdir()
    if os.geteuid() == 0:  # Pure-FTPd is another user
        os.chown(inbox, server.root.stat().st_uid, server.root.stat().st_gid)
    return server


def target(server: RealServer) -> TargetSettings:
    if server.settings["protocol"] == "folder":
        return TargetSettings(protocol="folder", directory=f"{server.root}/Übergabe/")
    told: dict[str, Any] = {"host": "127.0.0.1", **server.settings}
    return TargetSettings(**told, directory="Übergabe/")


class Interrupted(Exception):
    """As if the machine went down."""


class Place:
    """The folder, and what is noted of the way into it."""

    def __init__(self, server: RealServer) -> None:
        self.server = server
        self.settings = target(server)
        self.noted: Underway | None = None
        self.stop_after_note = False

    @property
    def files(self) -> dict[str, bytes]:
        inbox = self.server.root / "Übergabe"
        return {path.name: path.read_bytes() for path in inbox.iterdir()}

    def note(self, underway: Underway) -> None:
        self.noted = underway
        if self.stop_after_note:
            raise Interrupted

    def put(self, content: bytes = CONTENT, ready_file: str = "", number: int = 1) -> None:
        def act(server: Server) -> None:
            publish(server, self.settings, file(content, number), ready_file, self.noted, self.note)

        password = SecretStr(self.server.password)
        calm = Timeouts(pauses=())
        with ServerConnection(self.settings, lambda: password, CancelToken(), calm) as connection:
            connection.with_retries(act)


def file(content: bytes, number: int) -> ExportFile:
    return ExportFile(number=number, name=f"März_{number}.csv", run="r", changes=1, content=content)


@pytest.fixture
def place(there: RealServer) -> Place:
    return Place(there)


def test_files_come_whole_under_their_own_names_and_nothing_else_stays(place: Place) -> None:
    place.put()
    place.noted = None
    place.put(b"", ready_file="{stem}.ok", number=2)
    assert place.files == {"März_1.csv": CONTENT, "März_2.csv": b"", "März_2.ok": b""}


def test_one_of_another_content_is_never_overwritten(place: Place) -> None:
    place.put(b"other content of the same name")
    place.noted = None
    with pytest.raises(ExportError) as refused:
        place.put()
    assert "März_1.csv" in cause_of(refused.value)
    assert place.files == {"März_1.csv": b"other content of the same name"}


def test_one_that_is_there_as_it_is_stays_and_gets_its_ready_file(place: Place) -> None:
    place.put()
    place.noted = None
    place.put(ready_file="{name}.ok")
    assert place.files == {"März_1.csv": CONTENT, "März_1.csv.ok": b""}


def test_interrupted_before_the_renaming_it_is_renamed_the_next_time(place: Place) -> None:
    place.stop_after_note = True
    with pytest.raises(Interrupted):
        place.put(ready_file="{stem}.ok")
    assert list(place.files) == ["März_1.csv.part"]
    place.stop_after_note = False
    place.put(ready_file="{stem}.ok")
    assert place.files == {"März_1.csv": CONTENT, "März_1.ok": b""}


def test_interrupted_after_the_renaming_it_is_not_put_there_again(place: Place) -> None:
    place.put()
    (place.server.root / "Übergabe" / "März_1.csv").unlink()  # the program took it meanwhile
    place.put()
    assert place.files == {}


def test_interrupted_before_the_ready_file_only_that_one_comes(place: Place) -> None:
    place.put()
    place.put(ready_file="{stem}.ok")
    assert place.files == {"März_1.csv": CONTENT, "März_1.ok": b""}
    (place.server.root / "Übergabe" / "März_1.csv").unlink()
    (place.server.root / "Übergabe" / "März_1.ok").unlink()
    place.put(ready_file="{stem}.ok")
    assert place.files == {}


def test_what_arrives_only_in_part_is_not_renamed(tmp_path: Path) -> None:
    class Cutting:
        """Loses the end of whatever is written."""

        def stat(self, file: RemoteFile) -> RemoteFile | None:
            path = Path(file.path)
            if not path.exists():
                return None
            size = path.stat().st_size
            return RemoteFile(name=file.name, path=file.path, size=size, modified=None)

        def write(self, path: str, content: bytes) -> None:
            Path(path).write_bytes(content[:-1])

    folder = tmp_path / "inbox"
    folder.mkdir()
    inbox = TargetSettings(protocol="folder", directory=f"{folder}/")
    server: Any = Cutting()
    with pytest.raises(TransientError):
        publish(server, inbox, file(CONTENT, 1), "", None, lambda _note: None)
    assert [path.suffix for path in folder.iterdir()] == [".part"]


def test_the_doctor_finds_that_files_can_be_put_there_and_leaves_no_trace(place: Place) -> None:
    password = SecretStr(place.server.password)
    walk = diagnose_target(place.settings, lambda: password, CancelToken())
    found = [(step.step, step.verdict) for step in walk]
    assert {verdict for _step, verdict in found} == {"ok"}, found
    assert found[-1] == ("write", "ok")
    assert place.files == {}


def test_the_doctor_finds_a_folder_that_is_missing(place: Place) -> None:
    (place.server.root / "Übergabe").rmdir()
    password = SecretStr(place.server.password)
    *_before, last = diagnose_target(place.settings, lambda: password, CancelToken())
    assert (last.step, last.verdict) == ("directory", "fail")
