"""For pybabel: the docstrings of the settings are texts to translate, beside what stands in
`_()`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python

from engine.settings.explanations import docstrings


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[Any]:
    """What babel's own extraction finds, and every docstring as `words.py` asks for it; all as
    babel wants its messages.
    """
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for docstring in docstrings(file.read().decode("utf-8")):
        yield docstring.line, None, docstring.text, []
