"""Somebody else saved the configuration meanwhile: three ways out, none of which loses anything
unseen.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from engine.common.i18n import _, cause_of
from engine.model.errors import OposError
from tui_app.commands import by_screen, commands
from tui_app.commands.command import bindings
from tui_app.screens.dialogs.choice import Choice


class Conflict(Choice):
    """Answers `again`, `discard`, or None to go on editing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.CONFLICT)

    def __init__(self, error: OposError) -> None:
        super().__init__(
            cause_of(error),
            {
                commands.READ_AGAIN: _(
                    "Read it again, make the same changes to it, and show the difference."
                ),
                commands.DISCARD: _("Give your changes up."),
                commands.LEAVE: _("Go on editing; nothing is saved."),
            },
        )

    def action_read_again(self) -> None:
        self.dismiss("again")

    def action_discard(self) -> None:
        self.dismiss("discard")
