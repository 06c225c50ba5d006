"""`opos --headless --watch -c FOLDER/`: many practices on one host, none in the way of another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.settings.load import configurations_in, load_settings, secrets_beside
from tests.blackbox.test_side_by_side import Branches
from tests.practice import opos
from tests.waiting import wait_until

PATIENCE = 60.0
"""Seconds until what must come is given up."""


class Member(Branches):
    """A practice whose configuration lies beside others, with a payment that is due by now."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(folder.parent / f"files of {name}", 1)
        self.pay("b00", "RE-b00-0")
        self.file = folder / f"{name}.toml"
        self.text = self.config.read_text(encoding="utf-8").replace('"data"', f'"{self.data.root}"')
        self.file.write_text(self.text, encoding="utf-8")

    @property
    def has_imported(self) -> bool:
        return self.items["RE-b00-0"].open == 0


class Watched:
    """The command at work, and all that it printed."""

    def __init__(self, folder: Path, *more: str) -> None:
        command = [sys.executable, "-m", "tui_app", "--headless", "--watch", "--lang", "en"]
        self.process = subprocess.Popen(
            [*command, "-c", str(folder), *more],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def says(self, *words: str) -> bool:
        return any(all(word in line for word in words) for line in self.lines)

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.lines
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)

    @property
    def children(self) -> list[int]:
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        return [int(pid) for pid in Path(path).read_text().split()]

    def ended(self) -> int:
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert not self._reader.is_alive()  # whoever held its end of the pipe is gone
        assert self.process.stdout
        self.process.stdout.close()
        return code


@contextmanager
def watched(folder: Path, *more: str) -> Iterator[Watched]:
    watched = Watched(folder, *more)
    try:
        yield watched
    finally:
        if watched.process.returncode is None:
            watched.process.terminate()
            watched.ended()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "practices"
    folder.mkdir(mode=0o755)
    return folder


def test_each_imports_and_a_broken_one_is_told(folder: Path) -> None:
    members = [Member(folder, name) for name in ("aalen", "backnang")]
    broken = folder / "calw.toml"
    broken.write_text("timezone = 1\n")
    with watched(folder) as watch:
        watch.until(lambda: all(member.has_imported for member in members))
        watch.until(lambda: watch.says("calw: ", "timezone"))
        mended = Member(folder, "calw")
        watch.until(lambda: mended.has_imported)
        assert sum("timezone" in line for line in watch.lines) == 1


def test_they_come_and_go(folder: Path) -> None:
    with watched(folder) as watch:
        watch.until(lambda: watch.says("practices: There is no configuration yet"))
        first = Member(folder, "aalen")
        watch.until(lambda: first.has_imported)
        second = Member(folder, "backnang")
        watch.until(lambda: second.has_imported)
        assert len(watch.children) == 2
        first.file.unlink()
        watch.until(lambda: watch.says("aalen: Its configuration is gone"))
        first.file.write_text(first.text)
        first.pay("b00", "RE-b00-1", file="Zahlungen_later.csv")
        first.mark_due()
        watch.until(lambda: first.items["RE-b00-1"].open == 0)
        second.file.rename(folder / "ulm.toml")
        watch.until(lambda: watch.says("backnang: Its configuration is gone"))
        second.pay("b00", "RE-b00-1", file="Zahlungen_later.csv")
        second.mark_due()
        watch.until(lambda: second.items["RE-b00-1"].open == 0)
        assert not watch.says("not run")


def test_two_with_the_same_data_folder_are_both_refused(folder: Path) -> None:
    one, twin, other = (Member(folder, name) for name in ("aalen", "backnang", "calw"))
    twin.file.write_text(one.text)
    with watched(folder) as watch:
        watch.until(lambda: other.has_imported)
        watch.until(lambda: watch.says("aalen: It is not run", str(one.data.root), "backnang"))
        watch.until(lambda: watch.says("backnang: It is not run", str(one.data.root), "aalen"))
        assert not one.has_imported
        assert len(watch.children) == 1
        twin.file.write_text(twin.text)
        watch.until(lambda: one.has_imported and twin.has_imported)


def test_who_was_there_first_keeps_its_data_folder(folder: Path) -> None:
    first = Member(folder, "zwiefalten")
    with watched(folder) as watch:
        watch.until(lambda: first.has_imported)
        (folder / "copy.toml").write_text(first.text)
        watch.until(lambda: watch.says("copy: It is not run", "zwiefalten"))
        assert not watch.says("zwiefalten: It is not run")
        assert len(watch.children) == 1


def test_two_with_the_same_store_are_refused(folder: Path) -> None:
    for name in ("aalen", "backnang"):
        member = Member(folder, name)
        schema = "?schema=opos" if name == "aalen" else ""
        store = f'[store]\nurl = "postgresql://opos@127.0.0.1:9/practices{schema}"\n'
        member.file.write_text(f"{member.text}{store}")
    with watched(folder) as watch:
        watch.until(lambda: watch.says("aalen: It is not run: its store", "backnang"))
        watch.until(lambda: watch.says("backnang: It is not run: its store", "aalen"))
        assert watch.children == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_all_of_them(folder: Path, number: signal.Signals, code: int) -> None:
    members = [Member(folder, name) for name in ("aalen", "backnang", "calw")]
    with watched(folder) as watch:
        watch.until(lambda: all(member.has_imported for member in members))
        children = watch.children
        watch.process.send_signal(number)
        assert watch.ended() == code
    assert len(children) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert not watch.says("started again")
    assert not watch.says("Traceback")


def test_one_that_was_killed_is_started_again(folder: Path) -> None:
    members = [Member(folder, name) for name in ("aalen", "backnang")]
    with watched(folder) as watch:
        watch.until(lambda: all(member.has_imported for member in members))
        before = watch.children
        os.kill(before[0], signal.SIGKILL)
        watch.until(lambda: watch.says(": Its watcher ended with -9; it is started again."))
        watch.until(lambda: len(watch.children) == 2 and before[0] not in watch.children)
        assert before[1] in watch.children


def test_none_outlives_the_one_that_keeps_them(folder: Path) -> None:
    members = [Member(folder, name) for name in ("aalen", "backnang")]
    with watched(folder) as watch:
        watch.until(lambda: all(member.has_imported for member in members))
        children = watch.children
        watch.process.kill()
        watch.ended()
    wait_until(lambda: not any(_is_alive(pid) for pid in children))


def _is_alive(pid: int) -> bool:
    """Who ended and is waited for by nobody counts as dead."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_each_line_says_whose_it_is(folder: Path) -> None:
    member = Member(folder, "aalen")
    with watched(folder, "--json") as watch:
        watch.until(lambda: watch.says('"exit_code":0'))
        assert member.has_imported
        lines = [json.loads(line) for line in watch.lines]
    assert {line["configuration"] for line in lines} == {"aalen"}
    assert "run_started" in {line["type"] for line in lines}


def test_a_folder_goes_with_watch_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = opos("--lang", "en", "--headless", "-c", str(folder))
    assert refused.code == 2
    assert f"`opos --headless --watch -c {folder}`" in refused.err
    assert opos("--lang", "en", "next", "-c", str(folder)).err == refused.err
    assert opos("--headless", "--watch", "--all", "-c", str(folder)).code == 2
    monkeypatch.setenv("OPOS_CONFIG", str(folder))
    assert opos("--lang", "en", "--headless").err == refused.err


def test_each_has_secrets_of_its_own(folder: Path) -> None:
    one, two = Member(folder, "aalen"), Member(folder, "backnang")
    shared, own = folder / "secrets.toml", folder / "backnang.secrets.toml"
    for path, password in ((shared, "of all"), (own, "its own")):
        path.write_text(f'[smtp]\npassword = "{password}"\n')
        path.chmod(0o600)
    assert configurations_in(folder) == [one.file, two.file]
    assert [secrets_beside(file) for file in (one.file, two.file)] == [shared, own]
    assert secrets_beside(folder / "config.toml") == shared
    shared.unlink()
    assert secrets_beside(one.file) == folder / "aalen.secrets.toml"
    own.chmod(0o644)
    refused = opos("--lang", "en", "-c", str(two.file), "next")
    assert (refused.code, str(own) in refused.err) == (10, True)
    assert load_settings(one.file).secrets_path == folder / "aalen.secrets.toml"


def test_one_service_for_a_folder_of_practices(folder: Path, tmp_path: Path) -> None:
    empty = opos("-c", str(folder), "service", "systemd")
    assert (empty.code, "There is no configuration in" in empty.err) == (2, True), empty
    for name in ("aalen", "backnang"):
        data = f'data_dir = "{tmp_path}/data of all/{name}"\n'
        (folder / f"{name}.toml").write_text(f"{data}[worker]\nruns_at_once = 1\n")
    printed = opos("-c", str(folder), "service", "systemd", "--json")
    units = printed.lines[0]["units"]
    assert f"--config {folder} --watch" in units["opos-watch.service"], units
    apart = " ".join(f'"-{tmp_path}/data of all/{name}"' for name in ("aalen", "backnang"))
    assert f"ReadWritePaths={apart}\n" in units["opos-watch.service"]  # nothing is there yet
    (tmp_path / "data of all").mkdir()
    beside = opos("-c", str(folder), "service", "systemd").out
    assert f'ReadWritePaths="-{tmp_path}/data of all"\n' in beside
    for command in ("service cron", "config show", "check", "items"):
        refused = opos("-c", str(folder), *command.split())
        assert (refused.code, "name its file" in refused.err) == (2, True), refused
    (folder / "backnang.toml").write_text("timezone = 1\n")
    assert opos("-c", str(folder), "service", "systemd").code == 10
