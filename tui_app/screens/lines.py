"""A searched list whose lines can be looked at in full, copied and saved."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from textual import on

from engine.language import _
from engine.plain import plain
from tui_app.clipboard import copy
from tui_app.screens.note import Note, Problem
from tui_app.screens.searching import SearchScreen
from tui_app.widgets.line_list import LineList


class LinesScreen(SearchScreen):
    """A subclass says its lines as text; all of it must be safe for a terminal."""

    FILE_NAME = "lines"
    """How a saved file is called, between `opos-` and the time."""

    def line_told(self) -> str | None:
        """The line the cursor is on; None where there is none."""
        raise NotImplementedError

    def lines_told(self) -> Iterable[str]:
        """All lines shown."""
        raise NotImplementedError

    def details_told(self) -> str:
        """All that is known of the line the cursor is on; asked only where there is one."""
        raise NotImplementedError

    def is_possible(self, action: str) -> bool:
        if action in ("details", "copy", "copy_all", "save"):
            return self.line_told() is not None
        return super().is_possible(action)

    @on(LineList.Chosen)
    def action_details(self) -> None:
        self.app.push_screen(Note(_("Details"), self.details_told()))

    def action_copy(self) -> None:
        copy(self, self.line_told() or "")

    def action_copy_all(self) -> None:
        copy(self, "\n".join(self.lines_told()))

    def action_save(self) -> None:
        path = Path.cwd() / f"opos-{self.FILE_NAME}-{datetime.now(self.opos.zone):%Y%m%d-%H%M%S}.txt"
        try:
            with open(path, "x", encoding="utf-8", opener=_private) as file:
                file.writelines(f"{line}\n" for line in self.lines_told())
        except OSError as error:
            cause = _("{path} cannot be written: {error}.").format(path=plain(str(path)), error=error.strerror)
            self.app.push_screen(Problem(cause, _("Start opos in a folder of yours.")))
        else:
            self.notify(_("Saved as {path}.").format(path=plain(str(path))), markup=False)


def _private(name: str, flags: int) -> int:
    """Invoices are nobody else's business."""
    return os.open(name, flags, 0o600)
