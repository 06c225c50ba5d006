"""What the manual shows can be typed: commands by the parser, configurations by the schema."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.cli.arguments import parse
from engine.model.errors import UsageError
from engine.settings.json_schema import schema

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("docs", "docs/de", ".")
    for path in (ROOT / folder).glob("*.md")
)
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:sudo -u opos -H )?(?:\S+/)?opos\b(?: (.*))?$")
MISSING = r"[Mm]issing|fehlt"
"""A sentence may name a command without what belongs to it."""


def blocks(page: str, kind: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [block for found, block in BLOCK.findall(text) if found == kind]


def typed(page: str) -> Iterator[str]:
    """Every call of opos in a block for the shell."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            for part in re.split(r"&&|\|\||[;|>]", line.partition("  #")[0]):
                if call := CALL.match(part.strip()):
                    yield call[1] or ""


def named(page: str) -> Iterator[str]:
    """Every call of opos within a sentence: perhaps no more than the name of a command."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for call in re.findall(r"`opos ([^`]+)`", text):
        if "|" not in call:
            yield re.sub(r"\[[^\]]*\]|…|\.\.\.|>.*", "", call)


def refusal(call: str) -> str:
    """What the parser says against it; a letter that stands for a number is one."""
    words = shlex.split(call, comments=True)
    try:
        parse(["7" if word in ("N", "M") else word for word in words])
    except UsageError as error:
        return f"opos {call}: {error}"
    except SystemExit:  # --help and --version
        pass
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_every_command_can_be_typed(page: str) -> None:
    assert [told for call in typed(page) if (told := refusal(call))] == []
    assert [
        told for call in named(page) if (told := refusal(call)) and not re.search(MISSING, told)
    ] == []


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "toml")])
def test_every_configuration_is_one(page: str, tmp_path: Path) -> None:
    """Parts of one, too: nothing is demanded, and nothing else allowed."""
    (tmp_path / "schema.json").write_text(json.dumps(undemanding(schema())), encoding="utf-8")
    told = ""
    for number, block in enumerate(blocks(page, "toml")):
        part = tmp_path / f"{number}.toml"
        part.write_text(block, encoding="utf-8")
        taplo = Path(sys.executable).with_name("taplo")
        options = ["check", "--colors", "never", "--schema", f"file://{tmp_path}/schema.json"]
        check = subprocess.run([taplo, *options, part], capture_output=True, text=True, check=False)
        told += check.stderr if check.returncode else ""
    assert told == ""


def undemanding(form: Any) -> Any:
    if isinstance(form, dict):
        return {key: undemanding(value) for key, value in form.items() if key != "required"}
    return [undemanding(each) for each in form] if isinstance(form, list) else form
