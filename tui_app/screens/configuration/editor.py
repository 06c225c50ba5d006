"""The form for one interface, or for any other table of the configuration, and what it says tried
out: on the server, with a file, by a mail.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType

from engine.common.i18n import _
from engine.credentials.reveal import is_given
from engine.settings.load import Configuration
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.form.explanation import called
from tui_app.form.fields import FieldKind
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft
from tui_app.screens.configuration.form_screen import FormScreen
from tui_app.screens.configuration.reveal import ask_and_show
from tui_app.screens.configuration.sample_trial import SampleTrial
from tui_app.screens.configuration.trial_mail import ask_and_send
from tui_app.screens.configuration.trust import ask_to_trust, shows_identity
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.doctor import DoctorScreen


class EditorScreen(FormScreen):
    """Trying goes by what the form says, saved or not."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.EDITOR)

    def __init__(
        self, form: Form, *, sample: Path | None = None, draft: SavedDraft | None = None
    ) -> None:
        """`sample` is a file to try the form with; `draft` as in `FormScreen`."""
        super().__init__(form, draft=draft)
        self._trial = SampleTrial(self, sample)

    def on_screen_resume(self) -> None:
        self._trial.take_layout(self._fields)

    def _can_reveal(self) -> bool:
        field = self._fields.chosen
        return (
            field is not None
            and field.kind is FieldKind.SECRET
            and is_given(self.opos.configuration, field.key)
        )

    def _reads_lists(self) -> bool:
        return self.form.key[:1] in (("interfaces",), ("layouts",))

    def _is_address(self) -> bool:
        field = self._fields.chosen
        return field is not None and field.key[-1].startswith("email")

    def _tells_somebody(self) -> bool:
        return self.form.key in (("smtp",), ("notify",)) or self._is_address()

    def _can_be_tried(self) -> bool:
        return self.form.key[:1] in (("interfaces",), ("exports",))

    @enabled_when(_can_reveal)
    def action_reveal(self) -> None:
        if field := self._fields.chosen:
            ask_and_show(self, field.key, f"{called(self.form)}: {field.label}")

    @enabled_when(_can_be_tried)
    def action_try_out(self) -> None:
        if self._is_interface():
            self._examine([key[1] for key in self.form.keys])
        else:
            self._examine([], only="export")

    def _can_trust(self) -> bool:
        field = self._fields.chosen
        is_place = field is not None and field.key[-1] in ("host", "host_key", "ca_file")
        return is_place and self._is_not_editing() and shows_identity(self.form)

    @enabled_when(_can_trust)
    def action_trust(self) -> None:
        ask_to_trust(self, self.form, self._fields.check)

    @enabled_when(_tells_somebody)
    def action_test_mail(self) -> None:
        field = self._fields.chosen
        if self.form.key == ("notify",):
            self._examine(list(self.opos.configuration.settings.interfaces), only="notify")
        elif edited := self._edited():
            addresses = self.form.words(field) if field and self._is_address() else []
            ask_and_send(self, edited, next(iter(addresses), ""))

    def _examine(self, names: list[str], *, only: str = "") -> None:
        """The doctor, on what the form says."""
        if edited := self._edited():
            trust = self.action_trust if shows_identity(self.form) else None
            self.app.push_screen(DoctorScreen(edited, names, only=only, trust=trust))

    def _edited(self) -> Configuration | None:
        """Return the configuration as it would be; None, and say so, where it would be wrong."""
        edited = self.form.as_edited()
        if edited is None:
            self.app.push_screen(
                ProblemNote(_("There are mistakes in the form."), _("p leads to them."))
            )
        return edited

    @enabled_when(_reads_lists)
    def action_sample(self) -> None:
        self._trial.ask(self.form)

    def dismiss(self, result: None = None) -> AwaitComplete:
        self._trial.close()
        return super().dismiss(result)
