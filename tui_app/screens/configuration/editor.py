"""The form for one interface, or for any other table of the configuration: made from the settings
model.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType

from engine.common.i18n import _, cause_of, format_number, ngettext
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError, StoreError
from engine.settings.load import load_settings
from engine.settings.save import ConfigChanged, Edit, save
from tui_app import commands
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft, drop, keep_and_explain
from tui_app.screens.configuration.conflict import Conflict
from tui_app.screens.configuration.difference import Difference
from tui_app.screens.configuration.form import FormScreen
from tui_app.screens.configuration.layout_wizard import make_layout
from tui_app.screens.dialogs.ask_path import AskPath, path_of
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.doctor import DoctorScreen


class EditorScreen(FormScreen):
    """Nothing is written before it was shown as a difference, and unsaved changes are never lost in
    silence.
    """

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.EDITOR)

    def __init__(
        self, form: Form, *, sample: Path | None = None, draft: SavedDraft | None = None
    ) -> None:
        """`sample` is a file to try the form with; `draft` is what was offered before, and goes
        when this ends in order.
        """
        super().__init__(form)
        self._sample = sample
        self._draft = draft
        self._layout = ""
        """One that is being made for this interface."""

    @property
    def title_text(self) -> str:
        name = ".".join(self.form.key) or _("General")
        return (_("New: {name}") if self.form.is_new else _("Edit {name}")).format(
            name=sanitize(name)
        )

    @property
    def news(self) -> str:
        changed, wrong = self.form.changed, self.problems
        parts = (
            ngettext("{n} change", "{n} changes", changed).format(n=format_number(changed))
            if changed
            else "",
            ngettext("{n} mistake", "{n} mistakes", wrong).format(n=format_number(wrong))
            if wrong
            else "",
        )
        return ", ".join(filter(None, parts))

    def is_possible(self, action: str) -> bool:
        match action:
            case "save_form":
                return bool(self.form.changed or self.form.is_new)
            case "try_out":
                return self.form.key[:1] == ("interfaces",)
            case "sample":
                return self.form.key[:1] in (("interfaces",), ("layouts",))
            case "test_mail":
                return self.form.key == ("smtp",)
        return super().is_possible(action)

    def action_try_out(self) -> None:
        self._examine([self.form.key[1]])

    def action_test_mail(self) -> None:
        self._examine(list(self.opos.configuration.settings.interfaces), test_mail=True)

    def _examine(self, names: list[str], *, test_mail: bool = False) -> None:
        """The doctor, on what the form says."""
        if edited := self.form.as_edited():
            self.app.push_screen(DoctorScreen(edited, names, test_mail=test_mail))
        else:
            self.app.push_screen(
                ProblemNote(_("There are mistakes in the form."), _("p leads to them."))
            )

    def action_sample(self) -> None:
        is_local = self.form.texts().get("source.protocol") == "folder"
        begin = self._sample or (
            self.form.texts()["source.directory"] if is_local else f"{Path.cwd()}/"
        )
        self.app.push_screen(AskPath(_("Which file shall be read?"), str(begin)), self._read_sample)

    def _read_sample(self, typed: str | None) -> None:
        if typed is None:
            return
        from tui_app.form.reader_options import (
            reader_options_of,
        )  # with the readers of lists, which no start should wait for
        from tui_app.screens.configuration.sample import SampleScreen

        self._sample = path_of(typed)
        try:
            manner = reader_options_of(self.form)
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            is_interface = self.form.key[0] == "interfaces"
            self.app.push_screen(
                SampleScreen(self._sample, manner, self._make_layout if is_interface else None)
            )

    def _make_layout(self) -> None:
        def open_form(form: Form) -> None:
            self._layout = form.key[1]
            self.app.push_screen(EditorScreen(form, sample=self._sample))

        if self._sample:
            make_layout(self, self._sample, open_form)

    def on_screen_resume(self) -> None:
        """A layout was made for this interface: it is taken."""
        configuration = self.opos.configuration
        if layout := configuration.settings.layouts.get(self._layout):
            taken, self._layout = self._layout, ""
            try:
                form = self.form.again(configuration)
            except ConfigError as error:
                self.app.push_screen(ProblemNote.of(error))
                return
            form.write(form.field("file", "type"), taken)
            form.write(form.field("file", "content"), layout.content)
            self.take(form)

    def action_save_form(self) -> None:
        self.check()
        if self.problems:
            self.action_problem()
        else:
            edit = self.form.edit()
            self.app.push_screen(
                Difference(edit.diff), lambda answer: self._save(edit) if answer else None
            )

    def _save(self, edit: Edit) -> None:
        try:
            save(edit)
        except ConfigChanged as error:
            self.app.push_screen(Conflict(error), self._settle)
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            former = ", ".join(sanitize(path.name) for path in edit.former_versions)
            self._leave(
                _("Saved. The former version is {name}, in the same folder.").format(name=former)
                if former
                else _("Saved.")
            )

    def _settle(self, answer: str | None) -> None:
        """The file was changed by someone else: make the changes to what it says now, or give them
        up, or go on here.
        """
        if answer == "discard":
            self._leave(_("Your changes were given up."))
        elif answer == "again":
            try:
                self.take(self.form.again(load_settings(self.opos.configuration.path)))
            except ConfigError as error:
                self.app.push_screen(ProblemNote.of(error))
            else:
                self.action_save_form()

    def keep(self) -> str:
        return keep_and_explain(self.opos.data, self.form)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Saved or given up: there is nothing to be kept any more."""
        try:
            if self._draft:
                drop(self.opos.data, self.form.key, self._draft)
        except StoreError as error:
            self.notify(cause_of(error), severity="error", markup=False)
        return super().dismiss(result)

    def _leave(self, said: str) -> None:
        self.dismiss()
        self.opos.read_configuration()
        self.notify(said, markup=False)

    def _give_up(self, answer: bool | None) -> None:
        if answer:
            self.dismiss()

    def action_back(self) -> None:
        if self.form.changed:
            changed = self.form.changed
            lost = ngettext("{n} change is lost.", "{n} changes are lost.", changed).format(
                n=format_number(changed)
            )
            self.app.push_screen(Confirm(_("Leave without saving?"), lost), self._give_up)
        else:
            self.dismiss()
