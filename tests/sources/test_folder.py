"""A local inbox that others may write: no link leads us anywhere, no pipe holds us up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.model.errors import SourceUnreachable
from engine.sources.folder import FolderServer
from engine.sources.server import RemoteFile


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def listed(path: Path) -> RemoteFile:
    (file,) = FolderServer(CancelToken()).files(f"{path.parent}/")
    return file


def test_a_list_that_became_a_link_or_a_pipe_is_not_opened(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    path = inbox / "op.csv"
    path.write_text("1;2\n")
    file = listed(path)
    replacements: list[Callable[[], None]] = [
        lambda: path.symlink_to(secret),
        lambda: os.mkfifo(path),
    ]
    for put in replacements:
        path.unlink()
        put()
        with pytest.raises(SourceUnreachable):
            list(FolderServer(CancelToken()).read(file))


@pytest.mark.parametrize("way", ["move", "write", "make_folder"])
def test_a_linked_folder_is_refused(inbox: Path, tmp_path: Path, way: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = inbox / "op.csv"
    path.write_text("1;2\n")
    file = listed(path)
    (inbox / "error").symlink_to(elsewhere)
    server = FolderServer(CancelToken())
    ways: dict[str, Callable[[], None]] = {
        "move": lambda: server.move(file, f"{inbox}/error/op.csv"),
        "write": lambda: server.write(f"{inbox}/error/op.csv.result.csv", b"x"),
        "make_folder": lambda: server.make_folder(f"{inbox}/error"),
    }
    with pytest.raises(SourceUnreachable):
        ways[way]()
    assert list(elsewhere.iterdir()) == []
    assert path.read_text() == "1;2\n"


def test_a_planted_link_is_replaced_and_not_followed(inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.json"
    store.write_text("the store")
    planted = inbox / "op.csv.result.csv"
    planted.symlink_to(store)
    FolderServer(CancelToken()).write(str(planted), b"the result")
    assert store.read_text() == "the store"
    assert planted.read_bytes() == b"the result"
    assert not planted.is_symlink()
