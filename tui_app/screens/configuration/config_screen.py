"""A list of what the configuration says, kept true while the files change."""

from __future__ import annotations

from engine.model.errors import ConfigError
from engine.settings.save import Changes, Edit, edit, save
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.dialogs.note import ProblemNote


class ConfigScreen(SearchScreen):
    """A subclass gives `configuration_changed`."""

    def configuration_changed(self) -> None:
        """Show what the configuration says by now, if it says something else."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.run_worker(self._follow_files())

    def on_screen_resume(self) -> None:
        self.configuration_changed()

    async def _follow_files(self) -> None:
        """Notice what somebody else saves, whether with opos or with a text editor."""
        while True:
            await self.rest(self.opos.pace)
            if self.opos.reread_if_changed():
                self.configuration_changed()
                self.refresh_bindings()

    def save_changes(self, changes: Changes, confirmation: str) -> None:
        """Save changes that need no form."""
        try:
            edited = edit(self.opos.configuration, changes)
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            self._save(edited, confirmation)

    def show_and_save(self, edited: Edit, confirmation: str) -> None:
        """Show the difference, and save it if that is meant."""
        self.app.push_screen(
            Difference(edited.diff),
            lambda answer: self._save(edited, confirmation) if answer else None,
        )

    def _save(self, edited: Edit, confirmation: str) -> None:
        try:
            save(edited)
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            self.opos.read_configuration()
            self.notify(confirmation, markup=False, timeout=2)
            self.configuration_changed()
