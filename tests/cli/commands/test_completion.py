"""What a shell offers when Tab is pressed: by the shells themselves where they are there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.cli.arguments import every_argument, whole_parser
from engine.cli.commands import COMMANDS
from engine.cli.main import main

SHELLS = ("bash", "zsh", "fish")


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--lang", "en", "completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_stands_in_the_script(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = script(shell, capsys)
    long_options = {
        option.removeprefix("--")
        for argument in every_argument(whole_parser())
        for option in argument.option_strings
        if option.startswith("--")
    }
    assert [word for word in (*COMMANDS, *long_options) if word not in made] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_can_read_it(
    shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "opos"
    path.write_text(script(shell, capsys))
    if shutil.which(shell):
        read = subprocess.run([shell, "-n", path], capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("opos rel", {"release"}),
        ("opos config sa", {"sample"}),
        ("opos items --st", {"--status"}),
        ("opos items --status pa", {"part_paid", "paid"}),
        ("opos --lang ", {"de", "en"}),
    ],
)
def test_bash_offers_what_fits(
    typed: str, offered: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = f"""{script("bash", capsys)}
        COMP_WORDS=({typed} {"''" if typed.endswith(" ") else ""})
        COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _shtab_opos opos "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}" 2> /dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    answer = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()) == offered
