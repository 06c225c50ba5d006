"""What the commands answer: each is a function that yields lines, and `engine.cli.printer` prints
them.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import msgspec

from engine.model.errors import ExitCode


class Line(msgspec.Struct, frozen=True):
    """One line of an answer: as people read it, and as the object that `--json` prints."""

    text: str | None
    """None: for `--json` only."""
    record: Any = None
    """None: for people only, such as a heading or a sum."""
    aside: bool = False
    """A word beside the answer, which goes to stderr."""
    passing: bool = False
    """How far something is: shown on a terminal until the next line comes, and nowhere else."""


Answer = Generator[Line, None, ExitCode]
"""The lines of a command; what it returns is the exit code. Raises `OposError` where it cannot
answer.
"""
