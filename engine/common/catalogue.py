"""The words of a language, looked for in its `.mo` file one by one: a command says few of them, and
to take in all two and a half thousand first would be the longest part of its start.

The file is a table of the English texts, in their order, and a table of what they are called. Each
place in a table tells how many bytes its text has, and where it begins.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from gettext import NullTranslations
from struct import unpack_from
from typing import Any


class Catalogue(NullTranslations):
    """A language whose plural is for all but one, as in German."""

    def _parse(self, fp: Any) -> None:
        self._data: bytes = fp.read()
        self._number, self._english, self._said = unpack_from("<3I", self._data, 8)
        self._known: dict[str, list[str]] = {}

    def gettext(self, message: str) -> str:
        """The text in this language; the English one where there is none."""
        return (self._forms(message) or [message])[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for `n` of it."""
        forms = self._forms(msgid1)
        return (forms if len(forms) == 2 else [msgid1, msgid2])[n != 1]

    def _forms(self, message: str) -> list[str]:
        """One form, or two where they differ by number; none where the text is not there."""
        if message not in self._known:
            self._known[message] = self._found(message.encode())
        return self._known[message]

    def _found(self, message: bytes) -> list[str]:
        english = partial(self._text, self._english)
        place = bisect_left(range(self._number), message, key=english)
        if place == self._number or english(place).split(b"\0")[0] != message:
            return []
        return self._text(self._said, place).decode().split("\0")

    def _text(self, table: int, place: int) -> bytes:
        length, start = unpack_from("<2I", self._data, table + 8 * place)
        return self._data[start : start + length]
