"""The form for one interface, or for any other table of the configuration: made from the settings
model.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from engine.common.i18n import _, cause_of, format_number, ngettext
from engine.credentials.reveal import is_given
from engine.model.errors import StoreError
from engine.settings.load import Configuration
from engine.settings.save import may_save
from engine.settings.toml.statements import KeyPath
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.form.explanation import called, full_help
from tui_app.form.fields import FieldKind, FormField, joined
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft, drop, keep_and_explain
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.configuration.form_saver import FormSaver
from tui_app.screens.configuration.pick_field import pick_field
from tui_app.screens.configuration.reveal import ask_and_show
from tui_app.screens.configuration.sample_trial import SampleTrial
from tui_app.screens.configuration.trial_mail import ask_and_send
from tui_app.screens.configuration.trust import ask_to_trust, shows_identity
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.doctor import DoctorScreen
from tui_app.widgets.form_help import FormHelp
from tui_app.widgets.form_list import FormList
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.value_line import ValueLine
from tui_app.wording.interface_text import created_text
from tui_app.wording.wanted import Wanted


class EditorScreen(SearchScreen):
    """What is wrong is told beside its field as one types. Nothing is written before it was shown
    as a difference, and unsaved changes are never lost in silence.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.EDITOR)

    def __init__(
        self, form: Form, *, sample: Path | None = None, draft: SavedDraft | None = None
    ) -> None:
        """`sample` is a file to try the form with; `draft` is what was offered before, and goes
        when this ends in order.
        """
        super().__init__()
        self._fields = FormList(form)
        self._value = ValueLine(self._fields)
        self._help = FormHelp(self._fields)
        self._trial = SampleTrial(self, sample)
        self._saver = FormSaver(self, self._fields)
        self._draft = draft

    @property
    def form(self) -> Form:
        """The form as it is edited now."""
        return self._fields.form

    @property
    def title_text(self) -> str:
        return (_("{table}, new") if self.form.is_new else _("Edit {table}")).format(
            table=called(self.form)
        )

    @property
    def news(self) -> str:
        changed, wrong = self.form.changed, len(self._fields.problems)
        parts = (
            "" if may_save(self.form.configuration) else _("read only"),
            ngettext("{n} change", "{n} changes", changed).format(n=format_number(changed))
            if changed
            else "",
            ngettext("{n} mistake", "{n} mistakes", wrong).format(n=format_number(wrong))
            if wrong
            else "",
        )
        return ", ".join(filter(None, parts))

    @property
    def about(self) -> str:
        field = self._fields.chosen
        if section := self._fields.section:
            return f"{section.name}: {section.help}\n\n[{'.'.join(section.key)}]"
        return full_help(self.form, field, self._fields.problem) if field else ""

    def searched_body(self) -> Iterable[Widget]:
        fields = Vertical(Heading(self._fields), self._fields, self._value)
        yield Horizontal(fields, self._help, id="form")

    @property
    def list_searched(self) -> LineList:
        return self._fields

    def search_for(self, wanted: Wanted) -> None:
        self._fields.search(wanted)

    def on_mount(self) -> None:
        if self._has_versions() and self._is_interface():
            self._fields.created = created_text(self.form.key[1], self.form.configuration)
        self._fields.check()
        if self.form.is_new:
            self._fields.go_to_problem()

    @on(LineList.Moved)
    def _show_field(self) -> None:
        self.show_title()
        self._show_help()
        self.refresh_bindings()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_help)

    def _show_help(self) -> None:
        self._help.show(is_wide=self.has_class("-wide"))

    def on_screen_resume(self) -> None:
        self._trial.take_layout(self._fields)

    def _is_not_editing(self) -> bool:
        """Escape and letters mean something else while a value is typed."""
        return not self._value.is_typing

    def _can_clear_search(self) -> bool:
        return self._is_not_editing() and self.is_searching()

    def _can_change(self) -> bool:
        return self._fields.can_change()

    def _can_reveal(self) -> bool:
        field = self._fields.chosen
        return (
            field is not None
            and field.kind is FieldKind.SECRET
            and is_given(self.opos.configuration, field.key)
        )

    def _has_problem(self) -> bool:
        return self._is_not_editing() and bool(self._fields.problems)

    def _can_save(self) -> bool:
        is_changed = bool(self.form.changed or self.form.is_new)
        return is_changed and may_save(self.form.configuration)

    def _is_interface(self) -> bool:
        return self.form.key[:1] == ("interfaces",)

    def _reads_lists(self) -> bool:
        return self.form.key[:1] in (("interfaces",), ("layouts",))

    def _is_address(self) -> bool:
        field = self._fields.chosen
        return field is not None and field.key[-1].startswith("email")

    def _tells_somebody(self) -> bool:
        return self.form.key in (("smtp",), ("notify",)) or self._is_address()

    def _can_be_tried(self) -> bool:
        return self.form.key[:1] in (("interfaces",), ("exports",))

    @enabled_when(_can_clear_search)
    def action_clear_search(self) -> None:
        super().action_clear_search()

    @on(LineList.Chosen)
    @enabled_when(_can_change)
    def action_change(self) -> None:
        if self._fields.section:
            self._fields.action_fold()
        field = self._fields.chosen
        if field is None or not self._can_change():
            return
        if field.kind is FieldKind.SWITCH:
            self._fields.action_next_choice()
        elif self.form.is_free(field):
            self._value.edit(field)
        else:
            self._pick(field)

    def _pick(self, field: FormField) -> None:
        def write(words: list[str] | None) -> None:
            if words is not None:
                several = field.kind is FieldKind.WORDS
                self.form.write(field, joined(words) if several else words[0])
                self._fields.check()

        self.app.push_screen(pick_field(self.form, field, field.help), write)

    @enabled_when(_can_reveal)
    def action_reveal(self) -> None:
        if field := self._fields.chosen:
            ask_and_show(self, field.key)

    @enabled_when(_has_problem)
    def action_problem(self) -> None:
        self._fields.go_to_problem()

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

    def _has_versions(self) -> bool:
        return bool(self.form.key) and not self.form.is_new and len(self.form.keys) == 1

    @enabled_when(_has_versions)
    def action_versions(self) -> None:
        from tui_app.screens.configuration.versions import VersionsScreen

        self.app.push_screen(VersionsScreen(self.form.key))

    @enabled_when(_reads_lists)
    def action_sample(self) -> None:
        self._trial.ask(self.form)

    @enabled_when(_can_save)
    def action_save_form(self) -> None:
        self._saver.save()

    def go_to(self, key: KeyPath) -> None:
        """Put the cursor on this field."""
        self._fields.go_to(key)

    def keep(self) -> str:
        return keep_and_explain(self.opos.data, self.form)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Saved or given up: there is nothing to be kept any more."""
        self._trial.close()
        try:
            if self._draft:
                drop(self.opos.data, self._draft, *self.form.keys)
        except StoreError as error:
            self.notify(cause_of(error), severity="error", markup=False)
        return super().dismiss(result)

    def _give_up(self, answer: bool | None) -> None:
        if answer:
            self.dismiss()

    @enabled_when(_is_not_editing)
    def action_back(self) -> None:
        if self.form.changed:
            changed = self.form.changed
            lost = ngettext("{n} change is lost.", "{n} changes are lost.", changed).format(
                n=format_number(changed)
            )
            self.app.push_screen(Confirm(_("Leave without saving?"), lost), self._give_up)
        else:
            self.dismiss()
