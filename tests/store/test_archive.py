"""The archive: originals as they came, and a chain that shows what was touched."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.common.cancellation import CancelToken
from engine.common.data_folder import DataFolder
from engine.common.i18n import render
from engine.imports.prune_run import prune
from engine.model.errors import StoreError
from engine.store.archive import Archive
from engine.store.opening import begin_store, open_store
from tests.factories import NOW
from tests.refusals import refused


@pytest.fixture
def archive(data: DataFolder) -> Archive:
    return Archive(data.archive)


def put(archive: Archive, tmp_path: Path, content: bytes, name: str = "a.csv") -> str:
    source = tmp_path / "source"
    source.unlink(missing_ok=True)  # the archive may keep this very file
    source.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    archive.put(source, sha256, name=name, run="run-1", at=NOW)
    return sha256


def without_links(*_names: object, **_options: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("links", [True, False])
def test_an_original_is_kept_byte_for_byte_and_read_only(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", without_links)
    sha256 = put(archive, tmp_path, b"\x00\xff list")
    original = archive.path_of(sha256)
    assert original.read_bytes() == b"\x00\xff list"
    assert original.stat().st_mode & 0o777 == 0o440
    assert list(archive.problems()) == []


def test_the_same_content_again_adds_nothing(archive: Archive, tmp_path: Path) -> None:
    put(archive, tmp_path, b"one")
    put(archive, tmp_path, b"one", name="b.csv")
    put(archive, tmp_path, b"two")
    assert [(line.number, line.name) for line, _hash in archive.chain()] == [
        (1, "a.csv"),
        (2, "a.csv"),
    ]


def test_a_removal_that_was_interrupted_is_ended(
    archive: Archive, tmp_path: Path, data: DataFolder
) -> None:
    """Killed between the chain's line and the original, it stayed for ever once."""
    begin_store(data)
    sha256 = put(archive, tmp_path, b"one")
    original, link = archive.path_of(sha256), tmp_path / "link"
    link.hardlink_to(original)
    archive.remove(archive.kept()[0], run="run-2", at=NOW)
    link.rename(original)
    assert [render(problem) for problem in archive.problems()] == [
        "a.csv is there still, though run run-2 removed it; `opos prune` ends that."
    ]
    story = prune(archive, open_store(data), 10, "run-3", CancelToken(), now=NOW, dry_run=False)
    assert [getattr(event, "sha256", "") for event in story] == [sha256]
    assert not original.exists()
    assert list(archive.problems()) == []
    assert len(list(archive.chain())) == 2


def test_an_original_without_its_line_gets_it(
    archive: Archive, tmp_path: Path, data: DataFolder
) -> None:
    """A crash between the two leaves it so."""
    put(archive, tmp_path, b"one")
    (data.archive / "chain.jsonl").unlink()
    put(archive, tmp_path, b"one")
    assert len(list(archive.chain())) == 1


def test_a_torn_line_is_replaced_and_kept(
    archive: Archive, tmp_path: Path, data: DataFolder
) -> None:
    put(archive, tmp_path, b"one")
    chain = data.archive / "chain.jsonl"
    chain.write_bytes(chain.read_bytes() + b'{"number":2,"at"')
    assert "in the middle of a line" in render(*archive.problems())
    put(archive, tmp_path, b"two")
    torn = archive.torn_end()
    assert torn is not None
    assert torn.read_bytes() == b'{"number":2,"at"'
    assert [line.number for line, _hash in archive.chain()] == [1, 2]
    assert list(archive.problems()) == []


def test_a_changed_original_is_seen(archive: Archive, tmp_path: Path) -> None:
    original = archive.path_of(put(archive, tmp_path, b"one"))
    original.chmod(0o600)
    original.write_bytes(b"two")
    assert [*map(render, archive.problems())] == ["a.csv of run run-1 was changed."]


def test_a_missing_original_is_seen(archive: Archive, tmp_path: Path) -> None:
    archive.path_of(put(archive, tmp_path, b"one")).unlink()
    assert [*map(render, archive.problems())] == ["a.csv of run run-1 is missing."]


@pytest.mark.parametrize(
    "touch",
    [lambda lines: lines[1:], lambda lines: [lines[0].replace(b"a.csv", b"b.csv"), *lines[1:]]],
)
def test_a_line_changed_or_removed_breaks_the_chain(
    archive: Archive, tmp_path: Path, data: DataFolder, touch: Callable[[list[bytes]], list[bytes]]
) -> None:
    for content in (b"one", b"two", b"three"):
        put(archive, tmp_path, content)
    chain = data.archive / "chain.jsonl"
    chain.write_bytes(b"".join(touch(chain.read_bytes().splitlines(keepends=True))))
    assert any("breaks at line" in render(problem) for problem in archive.problems())


def test_a_line_that_is_none_is_named(archive: Archive, data: DataFolder) -> None:
    data.archive_chain.write_bytes(b"rubbish\n")
    assert "Line 1 of" in render(*archive.problems())
    with refused(StoreError, match="Line 1"):
        list(archive.chain())


def test_an_archive_that_cannot_be_written_is_a_clear_refusal(
    archive: Archive, tmp_path: Path, data: DataFolder
) -> None:
    data.archive.rmdir()
    with refused(StoreError, match="cannot be written"):
        put(archive, tmp_path, b"one")


def test_what_was_removed_is_not_missing_and_may_come_again(
    archive: Archive, tmp_path: Path
) -> None:
    sha256 = put(archive, tmp_path, b"one")
    put(archive, tmp_path, b"two")
    archive.remove(archive.kept()[0], run="run-2", at=NOW)
    assert not archive.path_of(sha256).exists()
    assert ([kept.sha256 == sha256 for kept in archive.kept()], list(archive.problems())) == (
        [False],
        [],
    )
    put(archive, tmp_path, b"one")
    assert archive.path_of(sha256).exists()
    assert (len(archive.kept()), list(archive.problems())) == (2, [])
