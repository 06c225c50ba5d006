#!/usr/bin/env python3
"""Everything a developer types, on any machine with Python 3.11: `python3 dev.py demo`, `python3
dev.py test`.

Needs nothing but the standard library: it makes `.venv` from the locked versions and runs the rest
there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python meets first
        print(
            f"opos needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr
        )
        return 2
    task = arguments[0] if arguments else "help"
    if task not in TASKS:
        print(USAGE, file=sys.stderr)
        return 0 if task in ("help", "-h", "--help") else 2
    return TASKS[task](arguments[1:])


def demo(arguments: list[str]) -> int:
    """The main job on this machine alone."""
    return opos(["demo", *arguments])


def opos(arguments: list[str]) -> int:
    """Any opos command."""
    install("run")
    return run("opos", *arguments)


def test(arguments: list[str]) -> int:
    """All checks and tests; arguments go to pytest, and then only pytest runs."""
    install("test")
    if arguments:
        return run("pytest", *arguments)
    for check in CHECKS:
        if code := run(*check):
            return code
    return 0


def bench(arguments: list[str]) -> int:
    """Measure beside peers: `bench NAME [...]`; without a name: what there is."""
    install("test")
    module = f"bench.bench_{arguments[0]}" if arguments else "bench"
    return run("python", "-m", module, *arguments[1:])


def crash(arguments: list[str]) -> int:
    """Kill and fail commands at every system call: `crash [HOW ...] [COMMAND ...]`."""
    install("test")
    return run("python", "-m", "tests.blackbox.crash_points", *arguments)


def fuzz(arguments: list[str]) -> int:
    """Change at random whatever opos reads: `fuzz [TARGET ...] [--minutes N] [--seed N]`."""
    install("test")
    return run("python", "-m", "tests.fuzz", *arguments)


def package(arguments: list[str]) -> int:
    """Build the Debian packages: `package [FOLDER]`."""
    install("test")
    return run("python", "-m", "distribution.debian", *arguments)


def site(arguments: list[str]) -> int:
    """The manual as a site, in both languages: `site [FOLDER]`."""
    install("test")
    return run("python", "-m", "distribution.site", *arguments)


def pictures(arguments: list[str]) -> int:
    """Renew the picture and the recording in the README, from the real app."""
    install("test")
    return run("python", "-m", "distribution.pictures", *arguments)


def release(arguments: list[str]) -> int:
    """Everything that is handed out, made from one commit: `release VERSION [FOLDER]`."""
    install("test")
    return run("python", "-m", "distribution.release", *arguments)


def lock(_arguments: list[str]) -> int:
    """Renew both lock files: versions and hashes for every platform, no addresses."""
    install("test")
    options = (
        "--quiet --universal --upgrade --generate-hashes --no-header --no-annotate"
        " --no-emit-index-url --no-emit-find-links"
    )
    for level, extras in (("run", ""), ("test", "--all-extras ")):
        command = (
            f"uv pip compile {options} {extras}pyproject.toml requirements-build.in -o"
            f" {LOCKS[level].name}"
        )
        if code := run(*command.split()):
            return code
    return 0


def words(_arguments: list[str]) -> int:
    """Collect the texts from the code into the German catalogue, and compile it."""
    install("test")
    template, folder = ".venv/opos.pot", "engine/locale"
    for command in (
        f"extract -F babel.cfg -k plural:1,2 --add-location file --no-wrap -o {template} .",
        (
            f"update -i {template} -d {folder} -D opos -l de --no-wrap -N --ignore-obsolete"
            " --ignore-pot-creation-date"
        ),
        f"compile -d {folder} -D opos",
    ):
        if code := run("pybabel", "-q", *command.split()):
            return code
    return 0


def install(level: str) -> None:
    """Make `.venv` hold exactly what the lock of this level says; quick when it does already."""
    wanted = hashlib.sha256(
        LOCKS[level].read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    ).hexdigest()
    stamp = VENV / f"installed-{level}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up .venv, once …", file=sys.stderr)
    pip = make_venv()
    quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    for step in (
        ["--require-hashes", "-r", str(LOCKS[level])],
        ["--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if run(*pip, "install", *quiet, *step):
            raise SystemExit("The packages could not be installed; the lines above say why.")
    stamp.write_text(wanted)


def make_venv() -> list[str]:
    """The pip command for `.venv`, which is made if it is not there.

    Debian ships `venv` without `ensurepip`; its own pip can fill an environment that has none.
    """
    python = BIN / "python"
    if not python.exists():
        try:
            venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
        except (subprocess.CalledProcessError, SystemExit):
            venv.create(VENV, with_pip=False, clear=True, symlinks=os.name != "nt")
    for pip in ([str(python), "-m", "pip"], [sys.executable, "-m", "pip", "--python", str(python)]):
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            return pip
    raise SystemExit(
        "Python's venv and pip are missing. On Debian or Ubuntu: apt install python3-venv"
    )


def run(program: str | Path, *arguments: str) -> int:
    """Run one of the environment's own programs, else one of the machine's, and say
    how it ended.
    """
    own = shutil.which(program, path=str(BIN)) or str(program)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    try:
        return subprocess.run([own, *arguments], cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--quiet", "--check", "."),
    ("mypy", "--no-error-summary"),
    ("lint-imports", "--no-logo"),
    # Counting branches doubles the time of property tests, and the others take the same ones.
    ("pytest", "-n", "3", "-m", "hypothesis"),
    ("pytest", "-n", "3", "-m", "not hypothesis", "--cov", "--cov-report="),
)

TASKS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "opos": opos,
    "test": test,
    "bench": bench,
    "crash": crash,
    "fuzz": fuzz,
    "package": package,
    "release": release,
    "site": site,
    "pictures": pictures,
    "lock": lock,
    "words": words,
}
USAGE = (
    "usage: python3 dev.py "
    + " | ".join(TASKS)
    + "\n"
    + "".join(f"  {name:8} {task.__doc__}\n" for name, task in TASKS.items())
)

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
