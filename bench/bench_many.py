"""Many branches at once: as many interfaces as branches, each with a list of its own on a server
that takes its time over every answer, into a store that holds the invoices of all.

    python3 dev.py bench many [INTERFACES [WORKERS [ROWS [HOSTS]]]]

With HOSTS the store is on a PostgreSQL, and so many hosts share the work: network namespaces where
this machine lets us. Everything is as it is by default, but the number of workers of each: so each
run waits ten seconds for its list to stand still.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from bench.making import items, write_list, write_opos
from engine.journal.journal import newest
from engine.model.item import Item
from engine.schedule.due import due
from engine.settings.load import load_settings
from engine.store.due_records import DueRecords
from engine.store.opening import fetch_journals
from engine.store.postgresql import place
from engine.store.postgresql.leases import Leases
from engine.store.postgresql.store import PostgresStore
from tests.factories import created, loaded
from tests.servers.postgresql import fresh_schema, postgresql_for
from tests.servers.separate_hosts import Network, SeparateHost, separate_hosts

ANSWER_SECONDS = 0.2
"""So long the server thinks about every answer."""
HEAD = """
data_dir = "data"
{store}
[window]
earliest = "00:00"
latest = "23:59"
"""
BRANCH = """
[mandants.{number}]
[interfaces.b{number}]
name = "Branch {number}"
[interfaces.b{number}.source]
protocol = "ftp"
host = "{address}"
port = {port}
user = "opos"
directory = "{number}/"
filename = "OPOS"
[interfaces.b{number}.posting]
mandants = ["{number}"]
"""
SECRET = '[interfaces.b{number}.source]\npassword = "opos"\n'


def main(interfaces: int, workers: int, rows: int, hosts: int) -> None:
    names = [f"host{number}" for number in range(1, hosts + 1)]
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        network = stack.enter_context(separate_hosts(*names) if hosts else alone())
        folder = Path(scratch)
        numbers = [f"{number:04d}" for number in range(1, interfaces + 1)]
        held = [item for number in numbers for item in branch(folder, number, rows)]
        url = stack.enter_context(store_of(held, network)) if hosts else ""
        port = stack.enter_context(server_of(folder / "server", network.address))
        for host in network.hosts:
            configure(folder / host.name, numbers, port, network.address, url)
        if not hosts:
            write_opos(folder / "here" / "data", held)
        before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        began = time.monotonic()
        running = [
            subprocess.Popen([*host.begin, *command(folder / host.name, workers, hosts)])
            for host in network.hosts
        ]
        codes = {process.wait() for process in running}
        took = time.monotonic() - began
        busy = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before
        print(
            f"{interfaces} interfaces of {rows} rows, {workers} workers, {network}: {took:.0f} s,"
            f" {busy:.0f} s of processor"
        )
        tell(folder / network.hosts[0].name / "config.toml", codes)
        place.close_all()


@contextmanager
def alone() -> Iterator[Network]:
    """This machine by itself."""
    yield Network("127.0.0.1", [SeparateHost("here", ())])


def branch(folder: Path, number: str, rows: int) -> list[Item]:
    """The invoices of a branch; its list is on the server."""
    mine = [msgspec.structs.replace(item, mandant=number) for item in items(rows)]
    place = folder / "server" / number
    place.mkdir(parents=True)
    write_list(place / "OPOS_19112026.csv", mine, changed=True)
    return mine


@contextmanager
def store_of(held: list[Item], network: Network) -> Iterator[str]:
    """A PostgreSQL that holds these invoices; its address."""
    with (
        postgresql_for(network, max_connections=400) as server,
        fresh_schema(server) as database,
    ):
        PostgresStore(database, Leases(database)).commit(created(*held), loaded())
        yield server.url(database.schema).replace("127.0.0.1", network.address)


@contextmanager
def server_of(root: Path, address: str) -> Iterator[int]:
    """An FTP server at this address; its port."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(root, address, there), daemon=True)
    server.start()
    yield here.recv()
    server.kill()


def configure(folder: Path, numbers: list[str], port: int, address: str, url: str) -> None:
    """A host that has all interfaces, and all of them are due."""
    folder.mkdir()
    branches = [BRANCH.format(number=each, port=port, address=address) for each in numbers]
    store = f'[store]\nurl = "{url}"' if url else ""
    config = folder / "config.toml"
    config.write_text(HEAD.format(store=store) + "".join(branches))
    secrets = folder / "secrets.toml"
    secrets.write_text("".join(SECRET.format(number=number) for number in numbers))
    secrets.chmod(0o600)
    (folder / "data").mkdir()
    if url:
        (folder / "data" / "here").touch()  # a data folder that is empty may be a disk that is not
        configuration, now = load_settings(config), datetime.now(UTC)
        for name, record in due(configuration, {}, now).records.items():
            DueRecords(configuration).put(name, record._replace(due=now - timedelta(days=2)))


def command(folder: Path, workers: int, hosts: int) -> list[str]:
    """What runs all of them: one host by hand, several what is due, each as much as it gets."""
    opos = [sys.executable, "-m", "tui_app", "-c", str(folder / "config.toml"), "--headless"]
    return [*opos, "--workers", str(workers), *([] if hosts else ["--all", "--quiet"])]


def tell(config: Path, codes: set[int]) -> None:
    data = load_settings(config).data
    fetch_journals(data)
    runs = [run for run in newest(data.journals) if run.finished]
    imported = [run for run in runs if run.finished and run.finished.outcome == "imported"]
    seconds = sorted(run.finished.seconds for run in imported if run.finished)
    told = sorted({run.finished.exit_code for run in runs if run.finished})
    by = Counter(run.started.host for run in imported)
    print(
        f"{len(imported)} imported, {dict(by)}; a run {seconds[len(seconds) // 2]:.1f} s (median),"
        f" {seconds[-1]:.1f} s (longest); {len(runs)} runs, exit codes {told}; hosts ended with"
        f" {sorted(codes)}"
    )


def serve(root: Path, address: str, there: Connection) -> None:
    """An FTP server, and before it one that hands its answers on after a while."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    logging.disable()
    authorizer = DummyAuthorizer()
    authorizer.add_user("opos", "opos", str(root), perm="elrd")
    through_a_proxy = {"authorizer": authorizer, "permit_foreign_addresses": True}
    handler = type("Handler", (FTPHandler,), through_a_proxy)
    server = FTPServer((address, 0), handler)
    inner = server.socket.getsockname()[:2]
    threading.Thread(target=delay, args=(inner, there), daemon=True).start()
    server.serve_forever(handle_exit=False)


def delay(inner: tuple[str, int], there: Connection) -> None:
    async def listen() -> None:
        proxy = await asyncio.start_server(partial(pass_on, inner), inner[0], 0)
        there.send(proxy.sockets[0].getsockname()[1])
        await proxy.serve_forever()

    asyncio.run(listen())


async def pass_on(
    inner: tuple[str, int], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    answers, questions = await asyncio.open_connection(*inner)
    await asyncio.gather(
        copy(reader, questions, 0.0), copy(answers, writer, ANSWER_SECONDS), return_exceptions=True
    )


async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter, after: float) -> None:
    while block := await source.read(65536):
        await asyncio.sleep(after)
        target.write(block)
        await target.drain()
    target.close()


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    main(*[*asked, *(600, 16, 400, 0)[len(asked) :]])
