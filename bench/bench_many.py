"""Many branches at once: as many interfaces as branches, each with a list of its own on a server
that takes its time over every answer, into a store that holds the invoices of all.

    python3 dev.py bench many [INTERFACES [WORKERS [ROWS]]]

Everything is as it is by default, but the number of workers: so each run waits ten seconds for its
list to stand still.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from bench.making import items, write_list, write_opos
from engine.common.data_folder import DataFolder
from engine.journal.journal import newest
from engine.model.item import Item

ANSWER_SECONDS = 0.2
"""So long the server thinks about every answer."""
HEAD = """
data_dir = "data"
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
host = "127.0.0.1"
port = {port}
user = "opos"
directory = "{number}/"
filename = "OPOS"
[interfaces.b{number}.posting]
mandants = ["{number}"]
"""
SECRET = '[interfaces.b{number}.source]\npassword = "opos"\n'


def main(interfaces: int, workers: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        here, there = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(folder / "server", there), daemon=True)
        numbers = [f"{number:04d}" for number in range(1, interfaces + 1)]
        make(folder, numbers, rows)
        server.start()
        configure(folder, numbers, here.recv())
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "tui_app", "-c", str(folder / "config.toml"), "--headless",
             "--all", "--quiet", "--workers", str(workers)], check=True,
        )  # fmt: skip
        took = time.monotonic() - began
        server.kill()
        tell(folder, took, interfaces, workers, rows)


def make(folder: Path, numbers: list[str], rows: int) -> None:
    """The invoices of every branch, and the list of each on the server."""
    held: list[Item] = []
    for number in numbers:
        mine = [msgspec.structs.replace(item, mandant=number) for item in items(rows)]
        place = folder / "server" / number
        place.mkdir(parents=True)
        write_list(place / "OPOS_19112026.csv", mine)
        held += mine
    write_opos(folder / "data", held)


def configure(folder: Path, numbers: list[str], port: int) -> None:
    branches = "".join(BRANCH.format(number=number, port=port) for number in numbers)
    (folder / "config.toml").write_text(HEAD + branches)
    secrets = folder / "secrets.toml"
    secrets.write_text("".join(SECRET.format(number=number) for number in numbers))
    secrets.chmod(0o600)


def tell(folder: Path, took: float, interfaces: int, workers: int, rows: int) -> None:
    runs = [run for run in newest(DataFolder(folder / "data").journals) if run.finished]
    seconds = sorted(run.finished.seconds for run in runs if run.finished)
    codes = {run.finished.exit_code for run in runs if run.finished}
    print(
        f"{interfaces} interfaces of {rows} rows, {workers} workers: {took:.0f} s;"
        f" a run {seconds[len(seconds) // 2]:.1f} s (median), {seconds[-1]:.1f} s (longest);"
        f" {len(runs)} runs, exit codes {sorted(codes)}"
    )


def serve(root: Path, there: Connection) -> None:
    """An FTP server, and before it one that hands its answers on after a while."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    logging.disable()
    authorizer = DummyAuthorizer()
    authorizer.add_user("opos", "opos", str(root), perm="elrd")
    handler = type("Handler", (FTPHandler,), {"authorizer": authorizer})
    server = FTPServer(("127.0.0.1", 0), handler)
    inner = server.socket.getsockname()[1]
    threading.Thread(target=delay, args=(inner, there), daemon=True).start()
    server.serve_forever(handle_exit=False)


def delay(inner: int, there: Connection) -> None:
    async def listen() -> None:
        proxy = await asyncio.start_server(partial(pass_on, inner), "127.0.0.1", 0)
        there.send(proxy.sockets[0].getsockname()[1])
        await proxy.serve_forever()

    asyncio.run(listen())


async def pass_on(inner: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    answers, questions = await asyncio.open_connection("127.0.0.1", inner)
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
    main(*[*asked, *(600, 16, 400)[len(asked) :]])
