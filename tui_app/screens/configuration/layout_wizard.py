"""From a sample file to a layout of one's own: what its columns may be is proposed, and corrected
in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.common.i18n import _, describe_os_error
from engine.common.sanitize import sanitize
from engine.model.errors import OposError
from engine.settings.load import Configuration
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from tui_app.form.form import Form
from tui_app.platform.background import in_background
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.note import ProblemNote

if TYPE_CHECKING:
    from engine.lists.layouts.suggest import Proposal

NAME = r"[a-z0-9][a-z0-9_-]{0,39}"
"""What an interface, a branch or a layout may be called."""


def make_layout(screen: OposScreen, path: Path, open_form: Callable[[Form], None]) -> None:
    """Read the file, ask for a name, and open the form of a new layout, in which what is certain is
    filled in.
    """
    screen.run_worker(_make_layout(screen, path, open_form), exclusive=True, group="layout")


async def _make_layout(screen: OposScreen, path: Path, open_form: Callable[[Form], None]) -> None:
    from engine.lists.layouts.suggest import propose
    from engine.settings.list_limits import file_limits

    limits = file_limits(screen.opos.configuration.settings.limits)
    try:
        proposal = await in_background(partial(propose, path, path.name, limits))
    except OposError as error:
        screen.app.push_screen(ProblemNote.of(error))
        return
    except OSError as error:
        cause = _("{path} cannot be read: {why}.").format(
            path=sanitize(str(path)), why=describe_os_error(error)
        )
        screen.app.push_screen(ProblemNote(cause))
        return

    def named(name: str | None) -> None:
        if name is None:
            return
        if name in screen.opos.configuration.settings.layouts:
            cause = _("There is {name} already.").format(name=name)
            screen.app.push_screen(ProblemNote(cause, _("Take another name.")))
        else:
            open_form(_new_layout(screen.opos.configuration, name, proposal))

    consequence = _(
        "What is certain is filled in; the other columns are chosen from those of the file."
    )
    question, enter = _("Name of the layout"), _("Enter makes it")
    ask = Ask(question, consequence, enter, pattern=NAME, value=proposal.name)
    screen.app.push_screen(ask, named)


def _new_layout(configuration: Configuration, name: str, proposal: Proposal) -> Form:
    """Return the form of a new layout, in which what is certain is filled in."""
    key = ("layouts", name)
    columns: dict[KeyPath, TomlValue] = {
        (*key, "columns", column): headings for column, headings in proposal.certain().items()
    }
    given: dict[KeyPath, TomlValue] = {
        (*key, "base"): proposal.base,
        (*key, "content"): proposal.content,
        **columns,
    }
    return Form(configuration, key, given=given, sample=proposal.columns)
