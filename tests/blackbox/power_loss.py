"""What a loss of power leaves of a practice: the calls of a command, replayed on a disk that
forgets whatever was not synced.

`strace` records what a command writes. `states` replays it and tells, at each call, what may be on
the disk after the power is gone. POSIX promises little: what a file holds is safe once the file was
synced, a name once its folder was. In between anything may be lost by itself, so three disks are
tried: one that keeps no more than it must, one that keeps all names and no contents (as ext4 may,
which leaves new files empty), and one that keeps all contents and no names. The server's folder
belongs to another machine.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

LEAST, NAMES, CONTENTS, ALL = "least", "names", "contents", "all"
DISKS = (LEAST, NAMES, CONTENTS)
"""What a disk keeps that it need not."""

_LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class _File:
    """What a file holds, and what of it is safe; of a folder, which names."""

    def __init__(self, content: bytes = b"", mode: int = 0o660, *, is_folder: bool = False) -> None:
        self.is_folder, self.mode = is_folder, mode
        self.modified_ns: int | None = None
        """Where it was there before and no call changed it."""
        self.content = self.safe_content = content
        self.names: dict[str, _File] = {}
        self.safe_names: dict[str, _File] = {}

    def sync(self) -> None:
        self.safe_content, self.safe_names = self.content, dict(self.names)


class _Open:
    """A descriptor."""

    def __init__(self, file: _File, *, appends: bool) -> None:
        self.file, self.appends, self.at = file, appends, 0


class Moment(NamedTuple):
    """After so many calls, the last of them as it can be shown."""

    number: int
    shown: str


class Disk:
    """The folder of a practice, and the calls that change it."""

    def __init__(self, folder: Path, elsewhere: Path) -> None:
        """`elsewhere` lies in the folder and on another machine, where nothing is lost."""
        self._folder, self._elsewhere = folder, elsewhere
        self._root = _loaded(folder)
        self._open: dict[int, _Open] = {}

    def states(self, log: str) -> Iterator[Moment]:
        """Replay each call of strace's log; after each that changed what the disk holds or what is
        safe of it comes a moment at which `write` may be called.
        """
        number = 0
        for line in log.splitlines():
            found = _LINE.match(line)
            if found is None or int(found[3]) < 0:
                continue
            texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(found[2])]
            bare = _TEXT.sub("", found[2])
            if self._do(found[1], texts, bare, int(found[3])):
                number += 1
                paths = b" ".join(texts[:2])[-80:].decode(errors="replace")
                yield Moment(number, f"{found[1]} {bare[:40]} {paths!r}")

    def write(self, kept: str) -> None:
        """Make the folder as a loss of power leaves it now, on a disk that is one of `DISKS`."""
        shutil.rmtree(self._folder)
        for path, file, content in self._left(kept):
            if file.is_folder:
                path.mkdir()
            else:
                path.write_bytes(content)
            path.chmod(file.mode | 0o700 * file.is_folder)
            if file.modified_ns is not None:
                os.utime(path, ns=(file.modified_ns, file.modified_ns))

    def picture(self, kept: str) -> list[tuple[Path, int, bytes]]:
        """What would be written: equal answers mean the same state."""
        return [(path, file.mode, content) for path, file, content in self._left(kept)]

    def _left(self, kept: str) -> Iterator[tuple[Path, _File, bytes]]:
        """Every folder and file that is left, folders first."""
        todo = [(self._folder, self._root, kept)]
        while todo:
            path, file, kept_here = todo.pop()
            if path == self._elsewhere:
                kept_here = ALL
            yield path, file, file.content if kept_here in (CONTENTS, ALL) else file.safe_content
            names = file.names if kept_here in (NAMES, ALL) else file.safe_names
            todo += [(path / name, each, kept_here) for name, each in names.items()]

    def _do(self, call: str, texts: list[bytes], bare: str, result: int) -> bool:
        """Replay one call; whether it mattered."""
        match call.removesuffix("at2").removesuffix("at"):
            case "open" | "creat":
                return self._opened(texts[0], bare, result)
            case "write" | "pwrite64":
                return self._written(bare, texts[0])
            case "ftruncate":
                return self._cut(bare)
            case "sendfile" | "copy_file_range":
                return self._copied(call, bare, result)
            case "fsync" | "fdatasync":
                return self._synced(int(bare))
            case "rename":
                return self._renamed(*texts)
            case "link":
                return self._linked(*texts)
            case "unlink" | "rmdir":
                return self._named(texts[0], lambda folder, name: folder.names.pop(name, None))
            case "mkdir":
                made = _File(mode=0o770, is_folder=True)
                return self._named(
                    texts[0], lambda folder, name: folder.names.setdefault(name, made)
                )
            case _:
                self._kept_up(call, texts, bare, result)
                return False

    def _kept_up(self, call: str, texts: list[bytes], bare: str, result: int) -> None:
        """Replay a call that changes nothing on a disk but, at once, rights."""
        opened = None if texts else self._open.get(int(bare.split(",")[0]))
        match call:
            case "close":
                self._open.pop(int(bare), None)
            case "dup" | "dup2" | "dup3" if opened:
                self._open[result] = opened
            case "lseek" if opened:
                opened.at = result
            case "chmod" | "fchmod" | "fchmodat":
                self._given_mode(texts, bare)
            case "symlink":
                self._linked(*texts)
            case "symlinkat" | "writev":
                raise NotImplementedError(call)

    def _opened(self, path: bytes, flags: str, result: int) -> bool:
        place = self._place(path)
        if place is None:
            return False
        folder, name = place
        file = folder if not name else folder.names.get(name)
        is_new = file is None
        if file is None:
            if "O_TMPFILE" in flags:
                return False
            file = folder.names[name] = _File(mode=int(flags.rpartition(", ")[2], 8))
        had = file.content
        if "O_TRUNC" in flags:
            file.content = b""
        self._open[result] = _Open(file, appends="O_APPEND" in flags)
        return is_new or had != file.content

    def _linked(self, target: bytes, link: bytes) -> bool:
        """Let the link be what it leads to; a symbolic one is made only by a repair, in its own
        spool.
        """
        leads_to, stands = self._place(target), self._place(link)
        if leads_to is None or stands is None:
            return False
        stands[0].names[stands[1]] = leads_to[0].names[leads_to[1]]
        return True

    def _given_mode(self, texts: list[bytes], bare: str) -> None:
        mode = int(re.findall(r"\b0[0-7]*\b", bare)[-1], 8)
        if not texts:
            if opened := self._open.get(int(bare.split(",")[0])):
                opened.file.mode = mode
        elif place := self._place(texts[0]):
            folder, name = place
            (folder.names[name] if name else folder).mode = mode

    def _written(self, bare: str, content: bytes) -> bool:
        numbers = [int(number) for number in re.findall(r"\d+", bare)]
        opened = self._open.get(numbers[0])
        if opened is None:
            return False
        file = opened.file
        file.modified_ns = None
        at = len(file.content) if opened.appends else opened.at
        file.content = (
            file.content[:at].ljust(at, b"\0") + content + file.content[at + len(content) :]
        )
        opened.at = at + len(content)
        return True

    def _cut(self, bare: str) -> bool:
        descriptor, length = map(int, bare.split(","))
        if descriptor not in self._open:
            return False
        file = self._open[descriptor].file
        file.content = file.content[:length].ljust(length, b"\0")
        return True

    def _copied(self, call: str, bare: str, length: int) -> bool:
        parts = bare.split(", ")
        into, source = (0, 1) if call == "sendfile" else (2, 0)
        target, origin = (self._open.get(int(parts[place])) for place in (into, source))
        if target is None or origin is None or not length:
            return False
        offset = re.search(r"\[(\d+)\]", bare)
        start = int(offset[1]) if offset else origin.at
        if offset is None:
            origin.at += length
        target.file.content += origin.file.content[start : start + length]
        target.at = len(target.file.content)
        return True

    def _synced(self, descriptor: int) -> bool:
        if descriptor not in self._open:
            return False
        self._open[descriptor].file.sync()
        return True

    def _renamed(self, old: bytes, new: bytes) -> bool:
        before, after = self._place(old), self._place(new)
        if before is None or after is None:
            return False
        after[0].names[after[1]] = before[0].names.pop(before[1])
        return True

    def _named(self, path: bytes, act: Callable[[_File, str], object]) -> bool:
        place = self._place(path)
        if place is None:
            return False
        act(*place)
        return True

    def _place(self, path: bytes) -> tuple[_File, str] | None:
        """The folder that a path lies in, and its name there; None outside of the practice."""
        try:
            steps = Path(os.fsdecode(path)).relative_to(self._folder).parts
        except ValueError:
            return None
        folder = self._root
        for step in steps[:-1]:
            folder = folder.names[step]
        return folder, steps[-1] if steps else ""


def _loaded(path: Path) -> _File:
    """What lies there, all of it safe."""
    mode = path.stat().st_mode & 0o777
    if not path.is_dir():
        file = _File(path.read_bytes(), mode)
        file.modified_ns = path.stat().st_mtime_ns
        return file
    folder = _File(mode=mode, is_folder=True)
    folder.names = {each.name: _loaded(each) for each in path.iterdir()}
    folder.sync()
    return folder
