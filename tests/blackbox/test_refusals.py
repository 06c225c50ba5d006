"""What the user can cause ends in one clear message, the contract's exit code, and never a
traceback.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from engine.sources import source
from engine.sources.server import Timeouts
from tests.factories import item
from tests.practice import Answer, Practice


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    return Practice(tmp_path / "practice")


def refused(answer: Answer, code: int) -> str:
    """What was said, after checking that it was said well."""
    assert answer.code == code, answer.out + answer.err
    assert "Traceback" not in answer.out + answer.err
    said = answer.err or answer.out
    assert said.strip()
    return said


def test_a_wrong_command_line(practice: Practice) -> None:
    assert "--nonsense" in refused(practice.process("--nonsense"), 2)
    assert "Missing: RUN" in refused(practice.process("show"), 2)


def test_without_a_terminal_it_says_what_to_use(practice: Practice) -> None:
    assert "--headless" in refused(practice.process(), 2)


def test_an_interface_that_there_is_not(practice: Practice) -> None:
    said = refused(practice.opos("--headless", "-i", "datve"), 2)
    assert "datve" in said
    assert "datev, payments" in said


def test_no_configuration_anywhere(practice: Practice) -> None:
    said = refused(practice.opos("-c", str(practice.folder / "nowhere.toml"), "items"), 10)
    assert "nowhere.toml" in said


def test_an_address_of_the_store_with_a_password_in_it(practice: Practice) -> None:
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(
        f'{text}\n[store]\nurl = "postgresql://opos:secret@db/opos"\n', encoding="utf-8"
    )
    line = len(text.splitlines()) + 3
    for command in (("--headless", "--all"), ("check",)):
        said = refused(practice.opos(*command), 10)
        assert f"config.toml:{line}: store.url" in said
        assert "secret@" not in said
    assert not practice.data.store.exists()


def test_a_bad_configuration_all_at_once(practice: Practice) -> None:
    text = practice.config.read_text(encoding="utf-8")
    practice.config.write_text(
        text.replace("stable_seconds = 0\n", "stabel_seconds = 0\n").replace(
            '"mark_paid"', '"paid"'
        ),
        encoding="utf-8",
    )
    said = refused(practice.opos("--headless", "--all"), 10)
    assert "stabel_seconds" in said
    assert "stable_seconds" in said.replace("stabel_seconds", "")
    assert "mark_paid" in said
    line = next(
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.startswith("stable_seconds")
    )
    assert f"{practice.config.name}:{line}" in said.replace(", line ", ":").replace(" line ", ":")


def test_a_folder_that_is_missing(practice: Practice) -> None:
    practice.uploads.rmdir()
    said = refused(practice.opos("--headless", "-i", "datev"), 5)
    assert str(practice.uploads) in said


def test_a_server_that_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "Timeouts", lambda: Timeouts(pauses=()))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        practice = with_ftp(tmp_path, bound.getsockname()[1])
        said = refused(practice.opos("--headless", "-i", "datev"), 5)
    assert "127.0.0.1" in said


def test_a_data_folder_that_cannot_be_made(practice: Practice) -> None:
    practice.data.root.write_text("in the way")
    assert "data_dir" in refused(practice.opos("--headless", "-i", "datev"), 12)


@pytest.mark.parametrize(
    "folder", [".", "versions", "journals", "refused", "changes", "archive", "spool"]
)
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_fetched(
    practice: Practice, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.hold(item("RE-1"))
    practice.put_list("RE-1 60,00")
    closed = (practice.data.root / folder).resolve()
    closed.chmod(0o500)
    if os.geteuid() == 0:  # who may write everything
        monkeypatch.setattr(os, "access", lambda path, *_how, **_for: Path(path) != closed)
    answer = practice.run()
    closed.chmod(0o700)
    said = refused(answer, 12)
    assert str(closed) in said
    assert "Permission denied" in said
    assert answer.events("file_found") == []


@pytest.mark.parametrize(
    "command",
    [
        "explain RE-404",
        "show nothing",
        "undo nothing",
        "release nothing --reason x",
        "read nowhere.csv",
        "items load nowhere.csv",
    ],
)
def test_what_is_not_there(practice: Practice, command: str) -> None:
    practice.hold(item("RE-1"))
    said = refused(practice.opos(*command.split()), 2)
    assert any(word in said for word in ("RE-404", "nothing", "nowhere.csv", "one file"))


def with_ftp(folder: Path, port: int) -> Practice:
    """A practice whose list lies on an FTP server."""
    practice = Practice(folder / "practice")
    text = practice.config.read_text(encoding="utf-8")
    before, _folder, after = text.partition(
        f'protocol = "folder"\ndirectory = "{practice.uploads}/"'
    )
    ftp = f'protocol = "ftp"\nhost = "127.0.0.1"\nport = {port}\nuser = "opos"'
    practice.config.write_text(before + ftp + after, encoding="utf-8")
    secrets = practice.folder / "secrets.toml"
    secrets.touch(mode=0o600)
    secrets.write_text('[interfaces.datev.source]\npassword = "secret"\n', encoding="utf-8")
    return practice
