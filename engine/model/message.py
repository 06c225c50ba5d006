"""A sentence that nobody has said yet: a code for programs, English words and parameters.

Rooms that decide make messages and know no language. `engine.common.i18n.render` says them in the
language of whoever reads, `engine.messages` holds all codes with their words.

A placeholder's format says how its parameter is read by people, so that JSON can hold plain values:

| in the words | the parameter | read as |
| --- | --- | --- |
| `{name}` | text from outside, a number, another message | sanitized text, the message's words |
| `{error:full}` | another message | its words, and what to do about it |
| `{names}` | several of these | the same, with commas between |
| `{n:count}` | a whole number | 12,345 |
| `{surplus:money}` | cents, in JSON `"1190.00"` | €1,190.00 |
| `{figures:money}` | several of these | €119.00 · €1,190.00 |
| `{day:date}` | a date, in JSON `YYYY-MM-DD` | 2026-09-30 |
| `{since:moment}` | local time, `YYYY-MM-DD HH:MM:SS` | 2026-09-30 07:00:00 |

Money is in the currency that the parameter `currency` names, else in euro. Messages in the
parameter `more` are further sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Self, Union

import msgspec

Param = Union[str, int, date, "Message", None, Sequence[Union[str, int, "Message"]]]
"""What a message may be about; for money the parameter is an integer number of cents."""


def N_(words: str) -> str:  # noqa: N802 - gettext's own name for words that are translated later
    """Mark words for the catalogue, and leave them English."""
    return words


def plural(one: str, many: str) -> tuple[str, str]:
    """Mark words that differ where the parameter `n` is not one, and leave them English."""
    return one, many


class Code(Enum):
    """What can be said. The value is for programs and stays for ever; the words may be improved."""

    cause: str
    """What happened, in English."""
    advice: str
    """What to do about it, in English; empty where nothing need be done."""
    many: str
    """The cause where the parameter `n` is not one; empty where number makes no difference."""

    def __new__(cls, value: str, cause: str | tuple[str, str], advice: str = "") -> Self:
        """Make a code; its cause may be a `plural`."""
        code = object.__new__(cls)
        code._value_, code.advice = value, advice
        code.cause, code.many = (cause, "") if isinstance(cause, str) else cause
        return code


class Message(msgspec.Struct, frozen=True):
    """One thing to say."""

    code: Code
    params: Mapping[str, Param] = {}

    @classmethod
    def of(cls, code: Code, **params: Param) -> Self:
        """Make a message with these parameters."""
        return cls(code, params)


class Said(Code):
    """What was said in words already: by whoever types right now, or in a journal of old."""

    SAID = "said", "{cause}", "{advice}"


def said(cause: str, advice: str = "") -> Message:
    """Make a message of finished sentences."""
    return Message(Said.SAID, {"cause": cause, "advice": advice})
