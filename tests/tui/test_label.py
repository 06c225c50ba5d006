"""What is told in a few fixed lines: whoever reads it sees that there is more."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tui_app.widgets.label import Label


class Told(App[None]):
    CSS = "Label { width: 16; height: 2; }"

    def compose(self) -> ComposeResult:
        yield Label()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ["", ""]),
        ("all of it is seen", ["all of it is", "seen"]),
        ("this is more than there is room for", ["this is more", "than there is…"]),
        ("x" * 33, ["x" * 16, "x" * 15 + "…"]),
    ],
)
async def test_what_there_is_no_room_for_is_shown_by_a_sign(text: str, shown: list[str]) -> None:
    async with Told().run_test() as pilot:
        label = pilot.app.query_one(Label)
        label.say(text)
        assert [label.render_line(y).text.rstrip() for y in range(2)] == shown
