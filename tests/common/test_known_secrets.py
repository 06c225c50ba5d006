"""A password that a server repeats is told to nobody."""

from __future__ import annotations

import pytest

from engine.common import known_secrets
from engine.common.known_secrets import keep_secret, without_secrets


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_secrets, "_known", set())


def test_what_was_sent_is_hidden_in_either_encoding() -> None:
    keep_secret("gehäim-7")
    keep_secret("gehäim-7-lang")
    for encoding in ("utf-8", "latin-1"):
        repeated = "530 wrong: gehäim-7, gehäim-7-lang".encode().decode(encoding)
        assert without_secrets(repeated) == "530 wrong: ***, ***"


def test_what_is_too_short_to_be_told_from_words_stays() -> None:
    for short in ("", "1", "530"):
        keep_secret(short)
    assert without_secrets("530 Login incorrect.") == "530 Login incorrect."
