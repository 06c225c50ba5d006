"""The XML of a bank statement, some elements at a time, so that its size takes no memory.

A part is what stands right below a statement: its account, a balance, an entry. Tags lose their
namespace: banks write it as a default, with a prefix, or not at all [C].
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
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
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.feed(block)
                yield from parser.take()
        parser.feed(b"", is_last=True)
        yield from parser.take()
    except _TooDeepError:
        line = _line_too_deep(path, encoding)
        raise ListRefused(PaymentFileRefusal.XML_HOSTILE, line=line) from None


class _TooDeepError(Exception):
    """Elements are nested deeper than in any statement."""


class _Parser:
    """Builds the tree of the file a block at a time; what came to its end is taken out of it.

    The handlers that are called for each of a file's millions of elements are the builder's own,
    which are not written in Python.
    """

    def __init__(self, encoding: str) -> None:
        self._expat = parser = expat.ParserCreate(encoding or None)
        self._builder = builder = TreeBuilder()
        self._top = Element("")
        """Above `Document`."""
        self._told: dict[int, Element] = {}
        """For each depth above the parts the element that was told of last."""
        self._is_open = True
        self._names = 0
        """How many names were looked at."""
        self._has_prefixes = False
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = builder.end
        parser.CharacterDataHandler = builder.data
        # Entities can be declared within a document type alone. defusedxml refuses it so, too, but
        # its parser takes five times as long.
        parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, block: bytes, *, is_last: bool = False) -> None:
        """Parse further."""
        self._is_open = not is_last
        try:
            self._expat.Parse(block, is_last)
        except expat.ExpatError as error:
            raise ListRefused(PaymentFileRefusal.XML_BROKEN, line=error.lineno) from None
        except (LookupError, ValueError):  # an encoding that there is not, or that XML cannot have
            raise ListRefused(PaymentFileRefusal.XML_BROKEN, line=1) from None
        names = self._expat.intern
        if len(names) > self._names:
            self._has_prefixes |= any(":" in name for name in islice(names, self._names, None))
            self._names = len(names)

    def take(self) -> Iterator[Element]:
        """Hand out the parts that came to their end."""
        last, depth = self._top, 0
        while len(last):
            last, depth = last[-1], depth + 1
        if depth > _DEEPEST:
            raise _TooDeepError
        return self._below(self._top, 1, is_open=self._is_open)

    def _below(self, above: Element, depth: int, *, is_open: bool) -> Iterator[Element]:
        """What came to its end below an element. Of one that is open the last child may be, too."""
        children = above[:]
        if depth == _PART_DEPTH:
            parts = children[:-1] if is_open else children
            _refuse_too_deep(parts)
            if self._has_prefixes:
                for element in (each for part in parts for each in part.iter()):
                    element.tag = _bare(element.tag)
            yield from parts
        else:
            for child in children:
                if child is not self._told.get(depth):
                    self._told[depth] = child
                    yield Element(_bare(child.tag), child.attrib)
                is_last = child is children[-1]
                yield from self._below(child, depth + 1, is_open=is_open and is_last)
        del above[: -1 if is_open else None]

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._top.append(self._builder.start(tag, attributes))
        self._expat.StartElementHandler = self._builder.start

    def _refuse(self, *_declared: Any) -> None:
        raise ListRefused(PaymentFileRefusal.XML_HOSTILE, line=self._expat.CurrentLineNumber)


def _refuse_too_deep(parts: Sequence[Element]) -> None:
    level = parts
    for _depth in range(_PART_DEPTH, _DEEPEST + 1):
        level = [child for element in level if len(element) for child in element]
    if level:
        raise _TooDeepError


def _line_too_deep(path: Path, encoding: str) -> int:
    """The line where elements are nested too deep; only a slower way through the file tells it."""
    parser, depth = expat.ParserCreate(encoding or None), 0

    def begin(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _TooDeepError

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(_TooDeepError):
        parser.Parse(path.read_bytes(), True)
    return parser.CurrentLineNumber


def _bare(tag: str) -> str:
    """The tag without its namespace's prefix."""
    return tag.rpartition(":")[2]
