"""The last runs beside one for now, with a limit through them."""

from __future__ import annotations

import pytest

from tui_app.wording.limit_chart import limit_chart


def test_the_limit_is_drawn_through_the_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert limit_chart([2, 4, 0], 20, 10, 4, ("20 now", "limit 10")) == [
        "    ██ 20 now",
        "    ██",
        "────██ limit 10",
        "▃▆ ·██".replace("·", " "),
    ]


def test_without_blocks_it_is_drawn_with_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert limit_chart([5], 10, 9, 2, ("10 now", "limit 9")) == ["--|| 10 now, limit 9", "| ||"]


def test_nothing_at_all_is_no_error() -> None:
    assert limit_chart([], 0, 0, 2, ("0 now", "limit 0"))[0] == ""
