"""What a terminal shows of the bytes that were sent to it."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from rich.cells import cell_len

_ESCAPE = re.compile(
    r"\x1b(?:\[(?P<codes>[0-9;?<>=]*)[ $]*(?P<final>[A-Za-z])"
    r"|\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|[^\[\]])"
)


class Shown:
    """Cells with their text and look. Told everything that is sent, it knows moves, colours, and
    lines that scroll; what only sets a terminal up means nothing to it.
    """

    def __init__(self, height: int = 24) -> None:
        self.height = height
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}
        self._x = self._y = 0
        self._look: dict[str, str] = {}
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    @property
    def lines(self) -> list[str]:
        """The text of each line, without blanks at its end."""
        rows: list[list[tuple[int, str]]] = [[] for _line in range(self.height)]
        for (x, y), (text, _look) in self.cells.items():
            if y < self.height:
                rows[y].append((x, text))
        return [_row(dict(row)) for row in rows]

    def receive(self, sent: bytes) -> None:
        """Show what was sent; half an escape sequence waits for its other half."""
        text = self._rest + self._decode(sent)
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                match = _ESCAPE.match(text, at)
                if match is None:
                    break
                self._obey(match["codes"] or "", match["final"] or "")
                at = match.end()
            else:
                self._put(text[at])
                at += 1
        self._rest = text[at:]

    def _obey(self, codes: str, final: str) -> None:
        if final == "H":
            numbers = [int(number or 1) for number in f"{codes};".split(";")[:2]]
            self._y, self._x = (number - 1 for number in numbers)
        elif final == "m":
            self._set(codes.split(";"))
        elif final == "J" or codes == "?1049":
            self.cells.clear()

    def _put(self, character: str) -> None:
        if character == "\r":
            self._x = 0
        elif character == "\n":
            self._y += 1
            if self._y >= self.height:
                self._y = self.height - 1
                self.cells = {(x, y - 1): cell for (x, y), cell in self.cells.items() if y}
        elif character >= " ":
            width = cell_len(character)
            if width == 0 and (self._x - 1, self._y) in self.cells:
                text, look = self.cells[self._x - 1, self._y]
                self.cells[self._x - 1, self._y] = (text + character, look)
            look = " ".join(f"{key}{value}" for key, value in sorted(self._look.items()))
            for at in range(width):
                self.cells[self._x, self._y] = ("" if at else character, look)
                self._x += 1

    def _set(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code in ("", "0"):
                self._look.clear()
            elif len(code) == 2 and code[0] in "34":
                value = "" if code[1] == "9" else code
                if code[1] == "8":
                    value = ";".join([code, *codes[: 4 if codes[0] == "2" else 2]])
                    del codes[: 4 if codes[0] == "2" else 2]
                self._look["colour" if code[0] == "3" else "ground"] = value
            else:
                self._look[code] = "on"
        self._look = {key: value for key, value in self._look.items() if value}


def _row(row: dict[int, str]) -> str:
    return "".join(row.get(x, " ") for x in range(max(row, default=-1) + 1)).rstrip()
