"""The manual page says all that the parser knows, in both languages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from distribution.man_pages import PAGES, main, man_page
from engine.cli.arguments import every_argument, whole_parser
from engine.cli.commands import COMMANDS
from engine.cli.exit_codes import MEANINGS
from engine.model.errors import ExitCode


def said(language: str) -> str:
    return man_page(language).replace("\\-", "-")


@pytest.mark.parametrize("language", PAGES)
def test_every_command_and_option_stands_in_it(language: str) -> None:
    page = said(language)
    assert [name for name in COMMANDS if f"opos {name}" not in page] == []
    options = {
        option
        for argument in every_argument(whole_parser())
        for option in argument.option_strings
        if option.startswith("--") and option != "--help"
    }
    assert [option for option in options if option not in page] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_exit_code_stands_in_it(language: str) -> None:
    assert [*MEANINGS] == [*ExitCode]
    page = said(language)
    assert [code for code in ExitCode if f".TP\n{code.value}\n" not in page] == []


def test_the_pages_differ_in_language_only() -> None:
    english, german = (said(language) for language in ("en", "de"))
    assert "the configuration is wrong" in english
    assert "the configuration is wrong" not in german
    assert english.count(".SH") == german.count(".SH")


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff, which man sets pages with")
def test_groff_finds_no_fault_with_them(tmp_path: Path) -> None:
    main(tmp_path)
    for page in PAGES.values():
        groff = ["groff", "-man", "-Tutf8", "-k", "-ww", "-z", str(tmp_path / page)]
        done = subprocess.run(groff, capture_output=True, text=True, check=True)
        assert done.stderr == ""
