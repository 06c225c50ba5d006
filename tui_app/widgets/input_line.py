"""A line to type into."""

from __future__ import annotations

from textual.widgets import Input


class InputLine(Input):
    """What it hides it never sends to the clipboard, where every program of the terminal's machine
    could read it.
    """

    def __init__(
        self,
        value: str = "",
        *,
        id: str,  # noqa: A002 - Textual's name
        placeholder: str = "",
        max_length: int = 0,
        password: bool = False,
        select_on_focus: bool = True,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=max_length,
            password=password,
            select_on_focus=select_on_focus,
            compact=True,
            id=id,
        )
        self.cursor_blink = False

    def action_copy(self) -> None:
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        if not self.password:
            super().action_cut()
