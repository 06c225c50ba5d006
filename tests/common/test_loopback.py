"""Which hosts are this machine itself."""

from __future__ import annotations

import pytest

from engine.common.loopback import is_loopback


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "LOCALHOST"]
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "::2", ""]
)
def test_another_machine(host: str) -> None:
    assert not is_loopback(host)
