"""A printer that keeps what it is given."""

from __future__ import annotations

from typing import Any, NamedTuple

from engine.cli.printer import Printer


class Line(NamedTuple):
    """For people, and with `--json`."""

    text: str | None
    record: Any


class RecordedPrinter(Printer):
    """Prints nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    @property
    def said(self) -> list[str]:
        """What people would have read."""
        return [line.text for line in self.lines if line.text]

    def line(self, text: str | None, record: Any = None) -> None:
        self.lines.append(Line(text, record))

    def aside(self, text: str) -> None:
        self.lines.append(Line(text, None))

    def passing(self, text: str, record: Any) -> None:
        self.lines.append(Line(text, record))
