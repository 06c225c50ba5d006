"""The servers of the world outside, as Debian ships them: vsftpd, ProFTPD, Pure-FTPd and OpenSSH,
on free ports of this machine.

A test that needs one that is not installed is skipped by name; with TESTS_DEMAND_SERVERS set, as
`.ci/run` does, it fails.
"""

from __future__ import annotations

import getpass
import grp
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.servers.ftp import PASSWORD, USER
from tests.servers.self_signed import make_certificate

_PATH = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
_OTHER_UID = 1000
"""Pure-FTPd serves nobody who is root."""


class RealServer(msgspec.Struct):
    """A server that runs, and the settings that reach it."""

    root: Path
    """Where the login begins."""
    settings: dict[str, Any]
    password: str = PASSWORD


@contextmanager
def vsftpd(folder: Path, tls: bool) -> Iterator[RealServer]:
    """Anonymous, since its other logins need the machine's own users; with TLS, session reuse is
    demanded as by default.
    """
    program = needed("vsftpd")
    root, port, certificate = _prepared(folder)
    options: dict[str, object] = {
        "listen": "YES", "background": "NO", "listen_address": "127.0.0.1", "listen_port": port,
        "run_as_launching_user": "YES",
        "anonymous_enable": "YES", "no_anon_password": "YES", "write_enable": "YES",
        "anon_root": root,
        "anon_upload_enable": "YES", "anon_mkdir_write_enable": "YES",
        "anon_other_write_enable": "YES", "anon_umask": "022",
        "anon_world_readable_only": "NO",
        "allow_writeable_chroot": "YES", "seccomp_sandbox": "NO",
        "secure_chroot_dir": folder / "empty", "xferlog_enable": "NO",
    }  # fmt: skip
    if tls:
        options |= {
            "ssl_enable": "YES", "allow_anon_ssl": "YES", "force_anon_data_ssl": "YES",
            "force_anon_logins_ssl": "YES",
            "require_ssl_reuse": "YES", "rsa_cert_file": certificate,
            "rsa_private_key_file": certificate, "ssl_ciphers": "HIGH",
        }  # fmt: skip
    (folder / "empty").mkdir()
    configuration = folder / "vsftpd.conf"
    configuration.write_text("".join(f"{key}={value}\n" for key, value in options.items()))
    with _running([program, str(configuration)], port):
        yield RealServer(root, _ftp(port, certificate, tls, user="anonymous"))


@contextmanager
def proftpd(folder: Path, tls: bool) -> Iterator[RealServer]:
    """With TLS, session reuse is demanded, as by default."""
    program = needed("proftpd")
    root, port, certificate = _prepared(folder)
    modules = Path(program).parents[1] / "lib" / "proftpd"
    hashed = subprocess.run(
        ["openssl", "passwd", "-5", PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    passwords = folder / "passwd"
    passwords.write_text(f"{USER}:{hashed}:{os.getuid()}:{os.getgid()}::{root}:/bin/sh\n")
    passwords.chmod(0o600)
    begin_tls = (
        f"TLSEngine on\nTLSRequired on\nTLSECCertificateFile {certificate}\nTLSECCertificateKeyFile"
        f" {certificate}"
    )
    configuration = folder / "proftpd.conf"
    configuration.write_text(f"""
        ModulePath {modules}
        LoadModule mod_tls.c
        ServerType standalone
        ServerName test
        DefaultAddress 127.0.0.1
        Port {port}
        SocketBindTight on
        UseIPv6 off
        UseReverseDNS off
        WtmpLog off
        TransferLog none
        SystemLog none
        PidFile {folder}/pid
        ScoreboardFile {folder}/score
        DelayTable none
        User {getpass.getuser()}
        Group {grp.getgrgid(os.getgid()).gr_name}
        RootLogin on
        RequireValidShell off
        AuthOrder mod_auth_file.c
        AuthUserFile {passwords}
        UseFtpUsers off
        AllowOverwrite on
        {"DefaultRoot ~" if os.geteuid() == 0 else ""}
        {begin_tls if tls else ""}
        """)
    with _running([program, "--nodaemon", "--config", str(configuration)], port):
        yield RealServer(root, _ftp(port, certificate, tls))


@contextmanager
def pure_ftpd(folder: Path, tls: bool) -> Iterator[RealServer]:
    """Needs root, to become the user of its folder."""
    program, make_database = needed("pure-ftpd"), needed("pure-pw")
    if os.geteuid() != 0:
        missing("pure-ftpd as root")
    root, port, certificate = _prepared(folder)
    os.chown(root, _OTHER_UID, _OTHER_UID)
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    passwords = folder / "passwd"
    passwords.write_text(f"{USER}:{hashed}:{_OTHER_UID}:{_OTHER_UID}::{root}/./::::::::::::\n")
    subprocess.run([make_database, "mkdb", str(folder / "pdb"), "-f", str(passwords)], check=True)
    with_tls = ["-Y", "2", "-2", str(certificate)] if tls else ["-Y", "0"]
    command = [
        program,
        "-S",
        f"127.0.0.1,{port}",
        "-l",
        f"puredb:{folder}/pdb",
        "-E",
        "-H",
        "-g",
        f"{folder}/pid",
        *with_tls,
    ]
    with _running(command, port):
        yield RealServer(root, _ftp(port, certificate, tls))


@contextmanager
def openssh(folder: Path, internal: bool) -> Iterator[RealServer]:
    """Logs in whoever runs the tests, by key: with its own `sftp-server`, or the one
    inside sshd.
    """
    program = needed("sshd")
    root, port, _certificate = _prepared(folder)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(folder / "host.pub")], capture_output=True, text=True, check=True
    ).stdout
    sftp_server = (
        "internal-sftp"
        if internal
        else needed("sftp-server", "/usr/lib/openssh", "/usr/libexec/openssh")
    )
    configuration = folder / "sshd_config"
    configuration.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile"
        f" {folder}/user.pub\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile"
        f" none\nSubsystem sftp {sftp_server} -d {root}\n"
    )
    with _running([program, "-D", "-e", "-f", str(configuration)], port):
        key = {
            "user": getpass.getuser(),
            "key_file": str(folder / "user"),
            "host_key": shown.split()[1],
        }
        yield RealServer(root, {"protocol": "sftp", "port": port, **key}, password="")


SERVERS: dict[str, Callable[[Path], Any]] = {
    "vsftpd": lambda folder: vsftpd(folder, tls=False),
    "vsftpd with TLS": lambda folder: vsftpd(folder, tls=True),
    "ProFTPD": lambda folder: proftpd(folder, tls=False),
    "ProFTPD with TLS": lambda folder: proftpd(folder, tls=True),
    "Pure-FTPd": lambda folder: pure_ftpd(folder, tls=False),
    "Pure-FTPd with TLS": lambda folder: pure_ftpd(folder, tls=True),
    "OpenSSH": lambda folder: openssh(folder, internal=True),
    "OpenSSH's sftp-server": lambda folder: openssh(folder, internal=False),
}


@pytest.fixture(params=SERVERS)
def real_server(request: pytest.FixtureRequest) -> Iterator[RealServer]:
    """Each of them in turn."""
    with tempfile.TemporaryDirectory(prefix="opos-server-") as folder:
        Path(folder).chmod(0o755)
        with SERVERS[request.param](Path(folder)) as server:
            yield server


def needed(program: str, *elsewhere: str) -> str:
    """Where the program is; without it, the test is skipped or fails."""
    return shutil.which(program, path=":".join([_PATH, *elsewhere])) or missing(program)


def missing(what: str) -> str:
    if os.environ.get("TESTS_DEMAND_SERVERS"):
        pytest.fail(f"{what} is missing, and TESTS_DEMAND_SERVERS demands it")
    pytest.skip(f"{what} is not installed")


def _prepared(folder: Path) -> tuple[Path, int, Path]:
    """A root, a free port and a certificate."""
    root = folder / "root"
    root.mkdir()
    return root, free_port(), make_certificate(folder)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _ftp(port: int, certificate: Path, tls: bool, user: str = USER) -> dict[str, Any]:
    if tls:
        return {"protocol": "ftps", "port": port, "user": user, "ca_file": str(certificate)}
    return {"protocol": "ftp", "port": port, "user": user}


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    """The program, from when it listens until the test is over."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 20
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    pytest.fail(
                        f"{command[0]} did not start: {said.read().decode(errors='replace')}"
                    )
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0
