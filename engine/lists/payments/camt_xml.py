"""The XML of a bank statement, some elements at a time, so that its size takes no memory.

A part is what stands right below a statement: its account, a balance, an entry. Tags lose their
namespace: banks write it as a default, with a prefix, or not at all [C].
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from engine.messages.payment_files import PaymentFileRefusal
from engine.model.errors import ListRefused

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)""")
_BLOCK = 1 << 16
_PART_DEPTH = 4
"""Document, message, statement, part."""
_DEEPEST = 40
"""The published schemas nest half as deep."""


def xml_encoding(path: Path) -> str:
    """How the file is written where that is not what it says: some banks declare UTF-8 and write
    what Windows does [C]. Empty where it is right.
    """
    check = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        declared = _DECLARED.search(file.read(200))
        if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
            return ""
        file.seek(0)
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return ""
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                check.decode(block)
        except UnicodeDecodeError:
            return "cp1252"
    return ""


def parts_of(path: Path, encoding: str = "") -> Iterator[Element]:
    """Each part in its order; before them `Document`, with its attributes, and the message and
    each statement, empty. `encoding` overrides what the file says.

    Raises `ListRefused` for damaged XML, and for a document type or a depth that no bank writes.
    """
    parser = _Parser(encoding)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield from parser.feed(block)
    yield from parser.feed(b"", last=True)


class _Parser:
    def __init__(self, encoding: str) -> None:
        self._expat = parser = expat.ParserCreate(encoding or None)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # Entities can be declared within a document type alone. defusedxml refuses it so, too, but
        # its parser takes five times as long.
        parser.StartDoctypeDeclHandler = self._refuse
        self._depth = 0
        self._done: list[Element] = []

    def feed(self, block: bytes, *, last: bool = False) -> list[Element]:
        """Parse further; returns the parts that came to their end."""
        try:
            self._expat.Parse(block, last)
        except expat.ExpatError as error:
            raise ListRefused(PaymentFileRefusal.XML_BROKEN, line=error.lineno) from None
        except (LookupError, ValueError):  # an encoding that there is not, or that XML cannot have
            raise ListRefused(PaymentFileRefusal.XML_BROKEN, line=1) from None
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        tag = tag.rpartition(":")[2]
        if self._depth < _PART_DEPTH:
            self._done.append(Element(tag, attributes))
            return
        self._take_part(tag, attributes)

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _take_part(self, tag: str, attributes: dict[str, str]) -> None:
        """Build the part that begins here. Its handlers are called for each of a file's millions of
        elements, so they look up nothing but what is theirs.
        """
        builder, depth = TreeBuilder(), _PART_DEPTH
        begin, finish = builder.start, builder.end
        begin(tag, attributes)

        def start_within(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                self._refuse()
            begin(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

        def end_within(tag: str) -> None:
            nonlocal depth
            finish(tag)
            depth -= 1
            if depth < _PART_DEPTH:
                self._depth = depth
                self._done.append(builder.close())
                self._expat.StartElementHandler = self._start
                self._expat.EndElementHandler = self._end
                self._expat.CharacterDataHandler = None

        self._expat.StartElementHandler = start_within
        self._expat.EndElementHandler = end_within
        self._expat.CharacterDataHandler = builder.data

    def _refuse(self, *_declared: Any) -> None:
        raise ListRefused(PaymentFileRefusal.XML_HOSTILE, line=self._expat.CurrentLineNumber)
