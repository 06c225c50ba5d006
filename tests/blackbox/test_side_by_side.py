"""Many interfaces at once: as if one had come after the other, whatever hangs or is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.common.file_lock import holder_of
from engine.journal.journal import newest
from engine.model.errors import ExitCode, severest
from engine.schedule.due import due, save_records
from engine.settings.load import load_settings
from engine.store.opening import open_store
from tests.factories import item
from tests.practice import Practice, opos
from tests.servers.ftp import PASSWORD, USER
from tests.servers.scripted_ftp import ScriptedFtp, hang
from tests.waiting import wait_until

BRANCH = """
[interfaces.{name}]
name = "Payments of {name}"
[interfaces.{name}.source]
protocol = "folder"
directory = "{uploads}/{name}/"
filename = "Zahlungen"
stable_seconds = 0
[interfaces.{name}.file]
type = "payments_csv"
content = "payments"
[interfaces.{name}.posting]
mandants = ["001"]
[interfaces.{name}.guard]
max_settled_percent = 100
[interfaces.{name}.schedule]
interval = "minutes"
every_minutes = 1
"""
HEAD = """
language = "en"
data_dir = "data"
[window]
earliest = "00:00"
latest = "23:59"
[mandants.001]
name = "Hörwelt"
"""


class Branches(Practice):
    """So many interfaces, each with a folder of its own and invoices `RE-<branch>-<number>`."""

    def __init__(self, folder: Path, count: int, *, invoices: int = 3, more: str = "") -> None:
        super().__init__(folder)
        self.names = [f"b{number:02d}" for number in range(count)]
        text = HEAD + more
        for name in self.names:
            (self.uploads / name).mkdir()
            text += BRANCH.format(name=name, uploads=self.uploads)
        self.config.write_text(text, encoding="utf-8")
        numbers = [f"RE-{name}-{number}" for name in self.names for number in range(invoices)]
        self.hold(*(item(number) for number in numbers))
        self.mark_due()

    def mark_due(self) -> None:
        """All are due by now."""
        before = datetime.now(UTC) - timedelta(minutes=5)
        records = due(load_settings(self.config), {}, before).records
        save_records(self.data.schedule, records)

    def pay(self, name: str, *numbers: str, euros: int = 100, file: str = "Zahlungen.csv") -> None:
        rows = "".join(f"{number};{euros},00\r\n" for number in numbers)
        path = self.uploads / name / file
        path.write_text(f"Rechnungsnummer;Zahlbetrag\r\n{rows}", encoding="cp1252")


def test_order_output_and_exit_code_are_as_one_by_one(tmp_path: Path) -> None:
    """Some import, some are refused, some find nothing."""

    def told(workers: int) -> tuple[int, list[Any], list[Any]]:
        practice = Branches(tmp_path / f"with-{workers}", 9)
        for place, name in enumerate(practice.names):
            if place % 3 == 0:
                practice.pay(name, f"RE-{name}-0", f"RE-{name}-1")
            elif place % 3 == 1:
                (practice.uploads / name / "Zahlungen.csv").write_text("no list\r\n")
        answer = practice.opos("--headless", "--all", "--json", "--workers", str(workers))
        story = [(line.get("interface"), line["type"]) for line in answer.lines[:-1]]
        runs = [
            (run["interface"], run["outcome"], run["exit_code"]) for run in answer.lines[-1]["runs"]
        ]
        assert practice.opos("verify").code == 0
        return answer.code, story, runs

    assert told(4) == told(1)


@given(
    seed=st.integers(0, 10**6),
    workers=st.integers(2, 8),
)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_runs_at_once_against_a_naive_model(
    tmp_path_factory: pytest.TempPathFactory, seed: int, workers: int
) -> None:
    rng = random.Random(seed)
    practice = Branches(tmp_path_factory.mktemp("many"), 6)
    left = dict.fromkeys(practice.items, 100)
    for turn in range(2):
        for name in practice.names:
            if rng.random() < 0.8:
                mine = [
                    f"RE-{rng.choice(practice.names)}-{n}" for n in range(3) if rng.random() < 0.7
                ]
                euros = rng.randrange(1, 30)
                for number in mine:
                    left[number] -= euros
                if mine:
                    practice.pay(name, *mine, euros=euros, file=f"Zahlungen{turn}.csv")
        answer = practice.opos("--headless", "--all", "--json", "--workers", str(workers))
        codes = [ExitCode(run["exit_code"]) for run in answer.lines[-1]["runs"]]
        assert answer.code == severest(codes)
        assert answer.code in (0, 3, 8)
        for held in open_store(practice.data).waiting():  # the same payments twice look suspicious
            released = practice.opos("release", held.run, "--reason", "meant")
            assert released.code in (0, 3), released
    assert {number: one.open // 100 for number, one in practice.items.items()} == left
    assert practice.opos("verify").code == 0


FTP = """
[interfaces.hanging]
name = "A server that hangs"
[interfaces.hanging.source]
protocol = "ftp"
host = "127.0.0.1"
port = {port}
user = "{user}"
filename = "OPOS"
[interfaces.hanging.posting]
mandants = ["001"]
[interfaces.hanging.schedule]
interval = "minutes"
every_minutes = 1
"""


def at_work(practice: Practice) -> set[str]:
    return {run.interface for run in newest(practice.data.journals) if run.alive}


def left_to_do(practice: Branches) -> list[str]:
    return [name for name in practice.names if practice.items[f"RE-{name}-0"].open]


@contextmanager
def started(practice: Practice, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = practice.command("--headless", *arguments)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@pytest.fixture
def with_hanging(tmp_path: Path) -> Iterator[Branches]:
    """The first interface is one whose server never answers."""
    with ScriptedFtp() as server:
        server.instead["MLSD"] = hang
        practice = Branches(tmp_path / "practice", 4, more=FTP.format(port=server.port, user=USER))
        secrets = practice.folder / "secrets.toml"
        secrets.write_text(f'[interfaces.hanging.source]\npassword = "{PASSWORD}"\n')
        secrets.chmod(0o600)
        practice.mark_due()
        yield practice


@pytest.mark.parametrize("way", [[], ["--watch"], ["--all"]])
def test_a_server_that_hangs_holds_up_nobody(with_hanging: Branches, way: list[str]) -> None:
    practice = with_hanging
    for name in practice.names:
        practice.pay(name, f"RE-{name}-0")
    with started(practice, *way):
        wait_until(lambda: at_work(practice) == {"hanging"} and not left_to_do(practice))
        # nor the clock of the next minute, nor a person
        practice.pay("b00", "RE-b00-1")
        assert practice.opos("--headless", "-i", "b00").code == 0
        assert practice.opos("--headless", "-i", "hanging").code == 11
    assert practice.opos("verify").code == 0


def test_what_becomes_due_while_another_hangs_is_run_by_the_watch(with_hanging: Branches) -> None:
    practice = with_hanging
    with started(practice, "--watch"):
        wait_until(
            lambda: (
                all(run.finished or run.alive for run in newest(practice.data.journals))
                and len(list(newest(practice.data.journals))) >= 5
            )
        )
        practice.pay("b01", "RE-b01-2")
        before = datetime.now(UTC)
        wait_until(lambda: practice.items["RE-b01-2"].open == 0)
        assert datetime.now(UTC) - before < timedelta(seconds=60 + 15)


def test_no_more_connections_to_one_server_than_it_allows(tmp_path: Path) -> None:
    with ScriptedFtp() as server:
        far = "".join(
            FTP.format(port=server.port, user=USER)
            .replace("hanging", f"far{n}")
            .replace('"OPOS"', f'"OPOS{n}"')
            for n in range(3)
        )
        practice = Branches(
            tmp_path / "practice", 1, more="[worker]\nconnections_per_host = 1\n" + far
        )
        secrets = practice.folder / "secrets.toml"
        secrets.write_text(
            "".join(f'[interfaces.far{n}.source]\npassword = "{PASSWORD}"\n' for n in range(3))
        )
        secrets.chmod(0o600)
        answer = practice.opos("--headless", "--all", "--json")
        spans = sorted(
            (run.started_at, run.started_at + timedelta(seconds=run.finished.seconds))
            for run in newest(practice.data.journals)
            if run.finished and run.interface.startswith("far")
        )
    assert answer.code == 0, answer.out
    assert len(spans) == 3
    for (_begun, ended), (begun, _ended) in pairwise(spans):
        assert ended <= begun + timedelta(seconds=0.1)


def test_a_tick_leaves_to_another_what_that_is_at(with_hanging: Branches) -> None:
    practice = with_hanging
    with started(practice, "--workers", "1"):
        wait_until(lambda: any(run.alive for run in newest(practice.data.journals)))
        second = practice.process("--headless", "--workers", "1")
        assert (second.code, second.out, second.err) == (11, "", "")


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    found: list[int] = []
    for task in tasks.glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def has_children(process: subprocess.Popen[bytes]) -> bool:
    """Or it has ended already."""
    return bool(children_of(process.pid)) or process.poll() is not None


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_nothing_is_lost_and_nothing_twice(tmp_path: Path, seed: int) -> None:
    """kill -9 of parents and children; then one more turn in peace."""
    rng = random.Random(seed)
    practice = Branches(tmp_path / "practice", 8)
    for name in practice.names:
        practice.pay(name, f"RE-{name}-0", f"RE-{name}-1", euros=60)
    for _turn in range(6):
        with subprocess.Popen(
            practice.command("--headless", "--all"),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            wait_until(lambda: children_of(process.pid) or process.poll() is not None)
            time.sleep(rng.random() * 0.4)
            victims = [*children_of(process.pid), process.pid]
            for victim in rng.sample(victims, rng.randrange(1, len(victims) + 1)):
                try:
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.kill()
        wait_until(lambda: not any(map(holder_of, practice.data.locks.glob("*.lock"))))
    last = practice.process("--headless", "--all", "--json")
    assert last.code in (0, 3), last
    paid = {number: one.open for number, one in practice.items.items()}
    for name in practice.names:
        assert [paid[f"RE-{name}-{n}"] for n in range(3)] == [40_00, 40_00, 100_00]
    assert not list(practice.data.spool.iterdir())
    checked = practice.opos("verify", "--json")
    assert checked.code == 0, checked.out
    for run in newest(practice.data.journals):
        lines = (practice.data.journals / f"{run.run}.jsonl").read_text().splitlines()
        commits = sum(json.loads(line)["type"] == "committed" for line in lines)
        assert commits == len(open_store(practice.data).entries_of(run.run))


def test_a_killed_child_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    practice = Branches(tmp_path / "practice", 3)
    practice.pay("b02", "RE-b02-0")
    script = (
        "import os, signal, sys\n"
        "from engine.imports import import_run\n"
        "def die(job, store):\n"
        "    if job.name == 'b01': os.kill(os.getpid(), signal.SIGKILL)\n"
        "import_run.refuse_wrong_clock = die\n"
        "from engine.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [
        sys.executable,
        "-c",
        script,
        "-c",
        str(practice.config),
        "--headless",
        "--all",
        "--json",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    summary = json.loads(ended.stdout.splitlines()[-1])
    assert [run["exit_code"] for run in summary["runs"]] == [0, 12, 0]
    assert "signal 9" in ended.stderr
    assert practice.items["RE-b02-0"].open == 0


def test_more_workers_than_none(tmp_path: Path) -> None:
    assert opos("--headless", "--workers", "0").code == 2
