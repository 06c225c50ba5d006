"""The environment below /opt/opos: what `python3 -m venv` and pip would make on the machine that it
is for, made without that machine's Python.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path("/opt/opos")
_NO_WHEELS = ("pyftpdlib", "pyasyncore", "pyasynchat")
"""Published as source only; pure Python, so any machine may build them for any other."""


def version() -> str:
    """The version of this checkout; what is installed may be an older one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def build_wheel(folder: Path) -> Path:
    """The wheel of this checkout."""
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def fill_environment(home: Path, wheel: Path, python: str) -> None:
    """Install the wheel, with the store on PostgreSQL, in the locked versions."""
    packages = home / f"lib/python{python}/site-packages"
    uv = Path(sysconfig.get_path("scripts")) / "uv"
    sources = [option for name in _NO_WHEELS for option in ("--no-binary", name)]
    install = [
        *(str(uv), "pip", "install", "--quiet", "--target", str(packages)),
        *("--python-version", python, "--python-platform", f"{platform.machine()}-manylinux_2_28"),
        *("--only-binary", ":all:", *sources, "--link-mode", "copy"),
        *("--constraints", str(ROOT / "requirements-test.lock"), f"{wheel}[postgresql]"),
    ]
    subprocess.run(install, check=True)
    shutil.rmtree(packages / "bin")
    (packages / ".lock").unlink(missing_ok=True)
    for left in packages.glob("*.dist-info"):
        for name in ("RECORD", "direct_url.json", "uv_cache.json"):
            (left / name).unlink(missing_ok=True)  # they tell of the machine that built it
    for library in packages.rglob("*.so*"):
        library.chmod(0o644)
    (home / "bin").mkdir()
    (home / "bin/python3").symlink_to(f"/usr/bin/python{python}")
    (home / "bin/python").symlink_to("python3")
    program = home / "bin/opos"
    program.write_text(
        f"#!{HOME}/bin/python3 -I\nimport sys\nfrom tui_app.__main__ import main\n\n"
        "sys.exit(main())\n"
    )
    program.chmod(0o755)
    (home / "pyvenv.cfg").write_text(
        f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {python}\n"
    )


def contents(home: Path) -> list[str]:
    """Every package in the environment, as pip writes it: `name==version`."""
    found = sorted(left.name for left in home.rglob("*.dist-info"))
    return ["==".join(name.removesuffix(".dist-info").rsplit("-", 1)) for name in found]
