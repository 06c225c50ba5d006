"""What can be typed and what is done about it are the same words."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from engine.cli import COMMANDS
from engine.options import build_parser


def words() -> set[str]:
    """Every command that the parser knows."""
    (commands,) = (action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return set(commands.choices)


def test_every_command_that_can_be_typed_is_done() -> None:
    assert words() | {"headless"} == COMMANDS.keys()


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert words() <= set(re.findall(r"opos (?:-c \S+ )?([a-z-]+)", readme)) | {"demo"}
