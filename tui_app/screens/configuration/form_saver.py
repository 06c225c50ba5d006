"""Save what a form says: the difference is shown first, and what somebody else saved meanwhile is
not overwritten.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.load import load_settings
from engine.settings.save import ConfigChanged, Edit, refuse_changed, save
from tui_app.screens.base.screen import OposScreen
from tui_app.screens.configuration.conflict import Conflict
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.widgets.form_list import FormList


class FormSaver:
    """Ends its screen when the form is saved, or given up for what somebody else saved."""

    def __init__(self, screen: OposScreen, fields: FormList) -> None:
        self._screen = screen
        self._fields = fields

    def save(self) -> None:
        """Show the difference, and save it if that is meant; where something is wrong, go there."""
        self._fields.check()
        if self._fields.problems:
            self._fields.go_to_problem()
        else:
            self._refusing(lambda: self._ask(self._fields.form.edit()))

    def _ask(self, edit: Edit) -> None:
        refuse_changed(edit.before)
        self._screen.app.push_screen(
            Difference(edit.diff),
            lambda answer: self._refusing(lambda: self._save(edit)) if answer else None,
        )

    def _refusing(self, step: Callable[[], None]) -> None:
        """Take a step; where somebody else changed the files, ask how to go on."""
        try:
            step()
        except ConfigChanged as error:
            self._screen.app.push_screen(Conflict(error), self._settle)
        except ConfigError as error:
            self._screen.app.push_screen(ProblemNote.of(error))

    def _save(self, edit: Edit) -> None:
        save(edit)
        former = ", ".join(sanitize(path.name) for path in edit.former_versions)
        self._leave(
            _("Saved. The former version is {name}, in the same folder.").format(name=former)
            if former
            else _("Saved.")
        )

    def _settle(self, answer: str | None) -> None:
        """The file was changed by someone else: make the changes to what it says now, or give them
        up, or go on editing.
        """
        if answer == "discard":
            self._leave(_("Your changes were discarded."))
        elif answer == "again":
            try:
                configuration = load_settings(self._screen.opos.configuration.path)
                self._fields.take(self._fields.form.again(configuration))
            except ConfigError as error:
                self._screen.app.push_screen(ProblemNote.of(error))
            else:
                self.save()

    def _leave(self, confirmation: str) -> None:
        self._screen.dismiss()
        self._screen.opos.read_configuration()
        self._screen.notify(confirmation, markup=False, timeout=2)
