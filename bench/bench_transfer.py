"""A large list over SFTP and FTPS on this machine, beside curl, lftp and OpenSSH's sftp.

    python3 dev.py bench transfer [MEGABYTES …]

Whole processes. opos does all that it does in a run: looks before and after, hash, spool, fsync;
the peers only copy. Its start alone is shown apart. Needs vsftpd and OpenSSH's server, and
whichever peers there are.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.measuring import Contestant, compare, table
from tests.servers.real import RealServer, openssh, vsftpd

NAME = "Zahlungen.csv"
ROUNDS = 7


def main(sizes: list[int]) -> None:
    for megabytes in sizes or [10, 100, 400]:
        with (
            tempfile.TemporaryDirectory() as folder,
            openssh(Path(folder), internal=True) as server,
        ):
            race("SFTP", megabytes, server, sftp_peers(server, Path(folder) / NAME), Path(folder))
        with tempfile.TemporaryDirectory() as folder, vsftpd(Path(folder), tls=True) as server:
            race("FTPS", megabytes, server, ftps_peers(server, Path(folder) / NAME), Path(folder))


def race(
    title: str, megabytes: int, server: RealServer, peers: dict[str, list[str]], folder: Path
) -> None:
    """Everyone fetches the same file in turn."""
    with (server.root / NAME).open("wb") as file:
        for _megabyte in range(megabytes):
            file.write(os.urandom(1_000_000))

    def clean() -> None:
        (folder / NAME).unlink(missing_ok=True)
        shutil.rmtree(folder / "spool", ignore_errors=True)

    settings = json.dumps(
        {**server.settings, "host": "127.0.0.1", "filename": "Zahlungen", "stable_seconds": 0}
    )
    opos = [sys.executable, "-m", "bench.fetching", settings]
    contestants = {
        name: Contestant(command, clean)
        for name, command in peers.items()
        if shutil.which(command[0])
    }
    contestants |= {
        "opos": Contestant([*opos, str(folder / "spool")], clean),
        "opos, start alone": Contestant(opos, clean),
    }
    figures = compare(contestants, ROUNDS)
    fastest = min(
        (name for name in figures if name in peers), key=lambda name: figures[name].median
    )
    print(
        f"\n{megabytes} MB over {title}, milliseconds (whole processes, {ROUNDS} rounds), ratios to"
        f" {fastest}"
    )
    print(table(figures, base=fastest))
    transfer = figures["opos"].median - figures["opos, start alone"].median
    print(
        f"opos without its start: {transfer / figures[fastest].median:.2f} times {fastest} with its"
        " start"
    )


def sftp_peers(server: RealServer, target: Path) -> dict[str, list[str]]:
    port, user, key = (str(server.settings[name]) for name in ("port", "user", "key_file"))
    trusting = (
        f"-o StrictHostKeyChecking=no -o UserKnownHostsFile={target.with_name('known_hosts')} -o"
        " LogLevel=ERROR"
    )
    script = (
        f"set sftp:connect-program 'ssh -a -x -i {key} {trusting}'; get {NAME} -o {target}; quit"
    )
    return {
        "sftp": [
            "sftp",
            "-q",
            "-P",
            port,
            "-i",
            key,
            *trusting.split(),
            f"{user}@127.0.0.1:{NAME}",
            str(target),
        ],
        "curl": [
            "curl",
            "-sk",
            "--key",
            key,
            "-u",
            f"{user}:",
            "-o",
            str(target),
            f"sftp://127.0.0.1:{port}{server.root / NAME}",
        ],
        "lftp": ["lftp", "-e", script, f"sftp://{user}:-@127.0.0.1:{port}"],
    }


def ftps_peers(server: RealServer, target: Path) -> dict[str, list[str]]:
    port, ca_file = server.settings["port"], server.settings["ca_file"]
    script = (
        f"set ssl:ca-file {ca_file}; set ftp:ssl-force yes; set ftp:ssl-protect-data yes; get"
        f" {NAME} -o {target}; quit"
    )
    return {
        "curl": [
            "curl",
            "-s",
            "--ssl-reqd",
            "--cacert",
            ca_file,
            "-o",
            str(target),
            f"ftp://127.0.0.1:{port}/{NAME}",
        ],
        "lftp": ["lftp", "-e", script, f"ftp://anonymous:-@127.0.0.1:{port}"],
    }


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
