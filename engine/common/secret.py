"""A text that is not printed by mistake: whoever means to use it says so."""

from __future__ import annotations


class SecretStr:
    """In logs, tracebacks and messages it is `**********`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self) -> str:
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __str__(self) -> str:
        """What may be shown in its place."""
        return "**********" if self._text else ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"
