"""Workers on two hosts, killed at random for as long as one likes, and what must hold then:

    python -m tests.store.postgresql.chaos SECONDS WORKERS [SEED]

Each host is a network namespace of its own where this machine lets us. Every interface gets lists
that each pay one euro on an invoice of its own. At the end each invoice must be paid by as many
euros as there were lists: none was lost, and none counted twice.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from engine.store.ledger import LedgerEntry
from engine.store.opening import open_store
from engine.store.postgresql import place
from engine.store.postgresql.database import Database
from tests.factories import item
from tests.practice import opos
from tests.servers.postgresql import fresh_schema, postgresql_for
from tests.servers.separate_hosts import Network, separate_hosts
from tests.store.postgresql.hosts import Host

INTERFACES = 12
EUROS = 10_000
"""What is open of each invoice at first: more than there will be lists."""
_INTERFACE = """
[interfaces.p{n}]
name = "Payments {n}"
[interfaces.p{n}.source]
protocol = "folder"
directory = "{uploads}/p{n}/"
filename = "Zahlungen"
stable_seconds = 0
[interfaces.p{n}.file]
type = "payments_csv"
content = "payments"
[interfaces.p{n}.posting]
mandants = ["{mandant}"]
[interfaces.p{n}.guard]
max_settled_percent = 100
"""
_WORKER = """
import random, sys
from engine.store.postgresql import leases
from tests.practice import opos
leases.TTL = 2.0
names = sys.argv[2].split(",")
while True:
    opos("-c", sys.argv[1], "--headless", "-i", random.choice(names), "--quiet")
"""


class Outcome(msgspec.Struct, frozen=True):
    """What came of it."""

    lists: int
    kills: int
    by_workers: int
    """So many of the lists were imported before the killing ended."""
    wrong: list[str]
    """The invoices that are not paid as they should be, and what `opos verify` says."""


def chaos(
    database: Database, folder: Path, network: Network, seconds: float, workers: int, seed: int
) -> Outcome:
    """Let it happen; the same seed gives the same kills."""
    dice = random.Random(seed)
    uploads = folder / "uploads"
    hosts = [
        _host(folder / each.name, database, uploads, network.address) for each in network.hosts
    ]
    hosts[0].hold(
        *[
            item(f"RE-{n}", mandant=_mandant(n), amount=EUROS * 100, open=EUROS * 100)
            for n in range(INTERFACES)
        ]
    )
    counted = [0] * INTERFACES

    def start(number: int) -> subprocess.Popen[bytes]:
        which = number % len(hosts)
        return _start(hosts[which], folder, network.hosts[which].begin)

    running = [start(number) for number in range(workers)]
    kills, until, next_kill = 0, time.monotonic() + seconds, time.monotonic() + 2
    while time.monotonic() < until:
        n = dice.randrange(INTERFACES)
        _upload(uploads / f"p{n}", n, counted[n])
        counted[n] += 1
        if time.monotonic() > next_kill:
            next_kill += 2
            victim = dice.randrange(workers)
            running[victim].kill()
            running[victim].wait()
            running[victim] = start(victim)
            kills += 1
        time.sleep(dice.random() * 0.4)
    for process in running:
        process.kill()
        process.wait()
    by_workers = len(_imports(hosts[0]))
    time.sleep(2.5)  # until the leases of the dead ran out
    for n in range(INTERFACES):
        for _run in range(2 + counted[n]):  # each takes so many lists at most
            answer = opos("-c", str(hosts[0].config), "--headless", "-i", f"p{n}", "--quiet")
            if answer.code not in (0, 3):
                return Outcome(sum(counted), kills, by_workers, [f"p{n}: {answer}"])
            if not any((uploads / f"p{n}").iterdir()):
                break
    return Outcome(sum(counted), kills, by_workers, _wrong(hosts, counted))


def _wrong(hosts: list[Host], counted: list[int]) -> list[str]:
    items = hosts[1].items
    wrong = [
        f"RE-{n}: {items[f'RE-{n}'].open} open, {times} lists"
        for n, times in enumerate(counted)
        if items[f"RE-{n}"].open != (EUROS - times) * 100
    ]
    if (n := len(_imports(hosts[0]))) != sum(counted):
        wrong.append(f"{n} imports")
    for host in hosts:
        verified = host.opos("verify")
        if verified.code:
            wrong.append(verified.out)
    return wrong


def _imports(host: Host) -> list[LedgerEntry]:
    return [entry for entry in open_store(host.data).ledger() if entry.interface != "load"]


def _mandant(n: int) -> str:
    """Four interfaces get into each other's way."""
    return f"00{1 + n % 3}"


def _host(folder: Path, database: Database, uploads: Path, address: str) -> Host:
    folder.mkdir()
    host = Host(folder, database, uploads, address=address)
    parts = [host.config.read_text(encoding="utf-8"), "[mandants.002]\n[mandants.003]\n"]
    for n in range(INTERFACES):
        (uploads / f"p{n}").mkdir(parents=True, exist_ok=True)
        parts.append(_INTERFACE.format(n=n, uploads=uploads, mandant=_mandant(n)))
    host.config.write_text("\n".join(parts), encoding="utf-8")
    return host


def _upload(folder: Path, n: int, number: int) -> None:
    """A list that comes whole, as a rename brings it."""
    part = folder / f".{number}.part"
    part.write_text(
        f"Rechnungsnummer;Betrag;Verwendungszweck\r\nRE-{n};1,00;{number}\r\n", encoding="utf-8"
    )
    part.rename(folder / f"Zahlungen-{number}.csv")


def _start(host: Host, folder: Path, begin: Sequence[str]) -> subprocess.Popen[bytes]:
    names = ",".join(f"p{n}" for n in range(INTERFACES))
    with (folder / "words").open("ab") as words:
        return subprocess.Popen(
            [*begin, sys.executable, "-c", _WORKER, str(host.config), names],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "LANG": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=words,
        )


def main(arguments: list[str]) -> int:
    seconds, workers = float(arguments[0]), int(arguments[1])
    seed = int(arguments[2]) if arguments[2:] else random.randrange(1 << 30)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with (
        tempfile.TemporaryDirectory(prefix="chaos-") as folder,
        separate_hosts("one", "other") as network,
        postgresql_for(network) as server,
        fresh_schema(server) as database,
    ):
        found = chaos(database, Path(folder), network, seconds, workers, seed)
        place.close_all()
    print(f"{network}, seed {seed}: {found}")
    return bool(found.wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
