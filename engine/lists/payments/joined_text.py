"""A remittance text put together from the lines it came in, of which some may have been cut within
a word: those that are as long as a line can be.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise


class JoinedText:
    """The text as it most likely was: full lines go on without a blank, others end with one."""

    def __init__(self, lines: Sequence[str], full: Collection[int]) -> None:
        """`full` are the lengths of lines that may have been cut."""
        self.text = ""
        self._cuts: list[int] = []
        for line in lines:
            self.text += line
            if len(line) in full:
                self._cuts.append(len(self.text))
            else:
                self.text += " "

    def readings(self, begin: int = 0, end: int | None = None) -> tuple[str, ...]:
        """A part of the text, and besides, where a line was full, with blanks between its lines.
        Empty where it holds nothing.
        """
        end = len(self.text) if end is None else end
        whole = " ".join(self.text[begin:end].split())
        cuts = [cut for cut in self._cuts if begin < cut < end]
        if not whole or not cuts:
            return (whole,) if whole else ()
        pieces = " ".join([self.text[a:b] for a, b in pairwise([begin, *cuts, end])])
        parted = " ".join(pieces.split())
        return (whole,) if parted == whole else (whole, parted)
