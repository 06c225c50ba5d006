"""The lists that the golden tests read, each as a person would write it down."""

from __future__ import annotations

from textwrap import dedent

import msgspec


class Case(msgspec.Struct, frozen=True):
    """One file and how it is read; the expected result lies beside it in `golden/`."""

    name: str
    """The file's name; the interface's settings do not depend on it, but its key date may."""
    data: bytes
    type: str = ""
    content: str = ""
    encoding: str = "auto"


def text(
    name: str,
    lines: str,
    *,
    type: str = "",  # noqa: A002 - what the setting is called
    content: str = "",
    written: str = "utf-8",
    encoding: str = "auto",
    newline: str = "\r\n",
) -> Case:
    """A text file, encoded as `written`. The last line has its end too, unless it ends with a
    backslash.
    """
    body = dedent(lines).removeprefix("\n").replace("\\\n", "").replace("\n", newline)
    return Case(name, body.encode(written), type, content, encoding)
