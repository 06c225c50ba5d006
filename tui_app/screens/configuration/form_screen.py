"""A form on the screen: its fields are looked at, searched, changed, and saved or given up."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.await_complete import AwaitComplete
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from engine.common.i18n import _, cause_of, format_number, ngettext
from engine.model.errors import StoreError
from engine.settings.save import may_save
from engine.settings.toml.statements import KeyPath
from tui_app.commands.command import enabled_when
from tui_app.form.explanation import called, full_help
from tui_app.form.fields import FieldKind, FormField, joined
from tui_app.form.form import Form
from tui_app.form.saved_draft import SavedDraft, drop, keep_and_explain
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.configuration.form_saver import FormSaver
from tui_app.screens.configuration.pick_field import pick_field
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.widgets.form_help import FormHelp
from tui_app.widgets.form_list import FormList
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.value_line import ValueLine
from tui_app.wording.interface_text import created_text
from tui_app.wording.wanted import Wanted


class FormScreen(SearchScreen):
    """What is wrong is told beside its field as one types. Nothing is written before it was shown
    as a difference, and unsaved changes are never lost in silence.
    """

    def __init__(self, form: Form, *, draft: SavedDraft | None = None) -> None:
        """`draft` is what was offered before, and goes when this ends in order."""
        super().__init__()
        self._fields = FormList(form)
        self._value = ValueLine(self._fields)
        self._help = FormHelp(self._fields)
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
            _("changed by someone else meanwhile") if self._is_outdated() else "",
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
        self.run_worker(self._follow_files())

    async def _follow_files(self) -> None:
        """Tell at once what somebody else saves meanwhile, right or wrong."""
        while True:
            await self.rest(self.opos.pace)
            if self.opos.reread_if_changed():
                self.show_title()

    def _is_outdated(self) -> bool:
        """Return whether what is in force says something else than what this form was made of."""
        in_force, read = self.opos.configuration.layers, self.form.configuration.layers
        return (in_force.config.content, in_force.secrets.content) != (
            read.config.content,
            read.secrets.content,
        )

    @on(LineList.Moved)
    def _show_field(self) -> None:
        self.show_title()
        self._show_help()
        self.refresh_bindings()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_help)

    def _show_help(self) -> None:
        self._help.show(is_wide=self.has_class("-wide"))

    def _is_not_editing(self) -> bool:
        """Escape and letters mean something else while a value is typed."""
        return not self._value.is_typing

    def _can_clear_search(self) -> bool:
        return self._is_not_editing() and self.is_searching()

    def _can_change(self) -> bool:
        return self._fields.can_change()

    def _has_problem(self) -> bool:
        return self._is_not_editing() and bool(self._fields.problems)

    def _can_save(self) -> bool:
        is_changed = bool(self.form.changed or self.form.is_new)
        return is_changed and may_save(self.form.configuration)

    def _is_interface(self) -> bool:
        return self.form.key[:1] == ("interfaces",)

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
                self._fields.check_aside()

        self.app.push_screen(pick_field(self.form, field, field.help), write)

    @enabled_when(_has_problem)
    def action_problem(self) -> None:
        self._fields.go_to_problem()

    def _has_versions(self) -> bool:
        return bool(self.form.key) and not self.form.is_new and len(self.form.keys) == 1

    @enabled_when(_has_versions)
    def action_versions(self) -> None:
        from tui_app.screens.configuration.versions import VersionsScreen

        self.app.push_screen(VersionsScreen(self.form.key))

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
