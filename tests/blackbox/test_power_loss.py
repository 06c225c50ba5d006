"""The disk that forgets, by logs of a few calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blackbox.power_loss import CONTENTS, LEAST, NAMES, Disk


def hexed(text: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in text.encode()) + '"'


class Written:
    """A log in which `new` takes the place of `old` in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "old").write_text("old")
        (folder / "elsewhere").mkdir()

    def log(self, *calls: str) -> str:
        return "".join(f"7 {call}\n" for call in calls)

    def left(self, log: str, kept: str) -> dict[str, str]:
        disk = Disk(self.folder, self.folder / "elsewhere")
        for _moment in disk.states(log):
            pass
        disk.write(kept)
        found = self.folder.rglob("*")
        return {path.name: path.read_text() for path in found if path.is_file()}


@pytest.fixture
def written(tmp_path: Path) -> Written:
    folder = tmp_path / "practice"
    folder.mkdir()
    return Written(folder)


def replacing(folder: Path, *, sync_file: bool, sync_folder: bool) -> list[str]:
    new, old = hexed(f"{folder}/new"), hexed(f"{folder}/old")
    return [
        f"openat(AT_FDCWD, {new}, O_WRONLY|O_CREAT|O_EXCL, 0600) = 4",
        f"write(4, {hexed('new')}, 3) = 3",
        *(["fsync(4) = 0"] if sync_file else []),
        "close(4) = 0",
        f"rename({new}, {old}) = 0",
        *(
            [f"openat(AT_FDCWD, {hexed(str(folder))}, O_RDONLY) = 5", "fsync(5) = 0"]
            if sync_folder
            else []
        ),
    ]


@pytest.mark.parametrize(
    ("sync_file", "sync_folder", "kept", "left"),
    [
        (True, True, LEAST, {"old": "new"}),
        (True, False, LEAST, {"old": "old"}),
        (True, False, NAMES, {"old": "new"}),
        (False, True, LEAST, {"old": ""}),
        (False, False, NAMES, {"old": ""}),
        (False, True, CONTENTS, {"old": "new"}),
    ],
)
def test_a_disk_keeps_what_was_synced(
    written: Written, sync_file: bool, sync_folder: bool, kept: str, left: dict[str, str]
) -> None:
    calls = replacing(written.folder, sync_file=sync_file, sync_folder=sync_folder)
    assert written.left(written.log(*calls), kept) == left


def test_another_machine_loses_nothing(written: Written) -> None:
    calls = replacing(written.folder / "elsewhere", sync_file=False, sync_folder=False)
    (written.folder / "elsewhere" / "old").write_text("there")
    assert written.left(written.log(*calls), LEAST) == {"old": "new"}


@pytest.mark.parametrize(
    ("kept", "left"), [(CONTENTS, {"old": "old and"}), (NAMES, {"old": "old", "copy": ""})]
)
def test_what_is_appended_cut_and_copied(written: Written, kept: str, left: dict[str, str]) -> None:
    old, copy = hexed(f"{written.folder}/old"), hexed(f"{written.folder}/copy")
    log = written.log(
        f"openat(AT_FDCWD, {old}, O_RDWR|O_APPEND|O_CREAT, 0660) = 4",
        f"write(4, {hexed(' and new')}, 8) = 8",
        "ftruncate(4, 7) = 0",
        f"openat(AT_FDCWD, {copy}, O_WRONLY|O_CREAT|O_TRUNC, 0666) = 5",
        "sendfile(5, 4, [0] => [7], 7) = 7",
        f"unlink({hexed('/somewhere/else')}) = 0",
        f"mkdir({hexed(f'{written.folder}/empty')}, 0770) = 0",
    )
    assert written.left(log, kept) == left
