"""A run that stands still past its lease, right before its commit: another one does its work, and
when it wakes up it changes nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.store.opening import open_store
from engine.store.postgresql import leases, place
from tests.factories import item
from tests.store.postgresql.hosts import Host

TIMES = int(os.environ.get("TESTS_STANDING_STILL", "2"))
TTL, IDLE = 2.0, 1
_SLEEPER = f"""
import os, signal, sys
from engine.store.postgresql import leases, place
from tests.practice import opos
leases.TTL, place._IDLE_SECONDS = {TTL}, {IDLE}
demand = leases.Leases.demand
def stand_still(self, ask):
    if ask.__qualname__.startswith("asks."):
        os.kill(os.getpid(), signal.SIGSTOP)
    demand(self, ask)
if sys.argv[2] == "before":
    leases.Leases.demand = stand_still
answer = opos("-c", sys.argv[1], "--headless", "-i", "datev", "--json")
print(answer.out)
sys.exit(answer.code)
"""


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch, hosts: tuple[Host, Host]) -> tuple[Host, Host]:
    monkeypatch.setattr(leases, "TTL", TTL)
    monkeypatch.setattr(place, "_IDLE_SECONDS", IDLE)
    return hosts


def _standing_still(host: Host) -> subprocess.Popen[str]:
    """A run that stands still right before its commit. One that was too slow to come so far has
    lost its lease already, and says so.
    """
    while True:
        sleeper = subprocess.Popen(
            [sys.executable, "-c", _SLEEPER, str(host.config), "before"],
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            text=True,
        )
        _pid, status = os.waitpid(sleeper.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            return sleeper
        sleeper.communicate()
        assert os.waitstatus_to_exitcode(status) == 11


def test_the_late_commit_is_refused_each_time(hosts: tuple[Host, Host]) -> None:
    slow, quick = hosts
    slow.hold(item("RE-1"), item("RE-2"))
    for number in range(TIMES):
        left = 9900 - number
        slow.put_list(f"RE-1 {left / 100:.2f}".replace(".", ","), "RE-2 100,00")
        sleeper = _standing_still(slow)
        until = time.monotonic() + 60
        while (answer := quick.run()).code == 11:
            assert time.monotonic() < until
        assert answer.code == 0, answer
        assert quick.items["RE-1"].open == left
        sleeper.send_signal(signal.SIGCONT)
        told, _ = sleeper.communicate(timeout=60)
        assert sleeper.returncode == 11, told
        assert '"committed"' not in told
    imported = [entry for entry in open_store(quick.data).ledger() if entry.interface == "datev"]
    assert len(imported) == TIMES
    verified = quick.opos("verify")
    assert verified.code == 0, verified
