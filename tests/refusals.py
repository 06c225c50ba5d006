"""Errors that are told: what raised one is asked for its words, not for its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.common.i18n import cause_of
from engine.model.errors import OposError


@contextmanager
def refused(kind: type[OposError], match: str) -> Iterator[pytest.ExceptionInfo[OposError]]:
    """Expect an error of this kind whose words hold this regular expression."""
    with pytest.raises(kind) as caught:
        yield caught
    said = cause_of(caught.value)
    assert re.search(match, said), said
