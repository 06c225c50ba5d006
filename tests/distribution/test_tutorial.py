"""The tutorial works as it stands, in both languages: files are written, commands are run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = "/tmp/opos-tutorial"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
TOLD = {
    "docs/tutorial.md": ("1 paid, 1 part paid, 1 new, 1 unchanged; €200.00 settled", "Taken back."),
    "docs/de/tutorial.md": (
        "1 bezahlt, 1 teilbezahlt, 1 neu, 1 unverändert; 200,00 € ausgeglichen",
        "Zurückgenommen.",
    ),
}


@pytest.mark.parametrize("page", TOLD)
def test_each_step_does_what_the_page_says(page: str, tmp_path: Path) -> None:
    home = tmp_path / "tutorial"
    text = (ROOT / page).read_text(encoding="utf-8").replace(FOLDER, str(home))
    said = ""
    for kind, name, block in BLOCK.findall(text):
        if kind == "sh":
            said += run(block.replace("RUN", name_of_import(said)), home)
        else:
            (home / name).write_text(block, encoding="utf-8")
    for words in TOLD[page]:
        assert words in said
    assert not list((home / "lists").iterdir())


def name_of_import(said: str) -> str:
    """The run that `opos runs` shows first; the page calls it RUN."""
    found = re.search(r"^\d{8}T\d{6}Z-datev\b", said, re.MULTILINE)
    return found[0] if found else "RUN"


def run(commands: str, home: Path) -> str:
    """What the lines say, run in the folder by a shell that stops at the first that fails; `check`
    may warn.
    """
    programs = Path(sys.executable).parent
    shell = subprocess.run(
        ["bash", "-ec", commands.replace("opos check", "opos check || test $? -eq 3")],
        cwd=home if home.exists() else home.parent,
        env={"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home.parent), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shell.returncode == 0, f"{commands}\n{shell.stdout}{shell.stderr}"
    return shell.stdout
