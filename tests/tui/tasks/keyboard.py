"""Keys as somebody presses them, counted."""

from __future__ import annotations

from textual.pilot import Pilot

_TYPED = {" ": "space", "-": "minus", ":": "colon", ".": "full_stop", "@": "at", "/": "slash"}


class Keyboard:
    """Counts what is pressed, and how much of it is text."""

    def __init__(self, pilot: Pilot[str]) -> None:
        self._pilot = pilot
        self.count = 0
        self.typed = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self._pilot.press(*keys)

    async def type(self, text: str) -> None:
        self.typed += len(text)
        await self.press(*(_TYPED.get(letter, letter) for letter in text))
