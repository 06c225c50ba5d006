"""Everything of the configuration but the interfaces: Mandanten, branches, mail, window and the
rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.widget import Widget

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.settings.explanations import field_help, table_help
from engine.settings.exports import Export
from engine.settings.load import Configuration
from engine.settings.model import Branch, Mandant, OwnLayout, Settings
from engine.settings.model_fields import fields_of, named_tables, table_of
from engine.settings.table import SettingsTable
from engine.settings.toml.statements import KeyPath
from tui_app.commands import by_screen
from tui_app.commands.command import bindings, enabled_when
from tui_app.form.explanation import value_text
from tui_app.form.form import Form
from tui_app.form.meanings import table_name
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.configuration.keys import KeysScreen
from tui_app.screens.configuration.layout_wizard import make_layout
from tui_app.screens.configuration.table_actions import TableActions
from tui_app.screens.configuration.trial_mail import ask_and_send
from tui_app.screens.dialogs.ask_path import AskPath, path_of
from tui_app.screens.dialogs.pick import Pick
from tui_app.screens.doctor import DoctorScreen
from tui_app.widgets.columns import Column, StyledCell
from tui_app.widgets.line_list import Heading, LineList
from tui_app.widgets.row_list import RowList
from tui_app.wording.wanted import Wanted

_LEADING: dict[KeyPath, str] = {("smtp",): "host", ("store",): "url"}
"""Without this setting the others of its table mean nothing yet."""


class SettingsLine(NamedTuple):
    """A table of the configuration."""

    key: KeyPath
    name: str
    help: str
    said: str
    """Its values, in short."""


class TableList(RowList[SettingsLine]):
    """The tables, or those that were searched for."""

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column(_("What"), 20),
            Column(_("Table"), 20, above=90),
            Column(_("What it says"), 20, grow=2),
            Column(_("What it is"), 20, grow=1, above=120),
        )

    def cells(self, line: int) -> Sequence[StyledCell]:
        table = self.rows[line]
        key = sanitize(".".join(table.key))
        return (
            StyledCell(sanitize(table.name)),
            StyledCell(key, "muted"),
            StyledCell(sanitize(table.said)),
            StyledCell(table.help, "muted"),
        )


class SettingsScreen(ConfigScreen):
    """One line a table; Enter edits it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(by_screen.SETTINGS_SCREEN)

    @property
    def title_text(self) -> str:
        return _("Settings")

    @property
    def news(self) -> str:
        return str(self.opos.configuration.path)

    def searched_body(self) -> Iterable[Widget]:
        self._tables = TableList()
        self._actions = TableActions(self)
        yield Heading(self._tables)
        yield self._tables

    @property
    def list_searched(self) -> LineList:
        return self._tables

    def search_for(self, _wanted: Wanted) -> None:
        self.configuration_changed()

    def configuration_changed(self) -> None:
        chosen = self._chosen
        self._tables.rows = [
            table for table in tables(self.opos.configuration) if self._is_wanted(table)
        ]
        keys = [table.key for table in self._tables.rows]
        self._tables.lines_changed(keys.index(chosen) if chosen in keys else 0)
        self.show_title()
        self.refresh_bindings()

    def _is_wanted(self, table: SettingsLine) -> bool:
        searched = f"{'.'.join(table.key)} {table.name} {table.help} {table.said}".casefold()
        return self.wanted.is_in(searched)

    @property
    def _chosen(self) -> KeyPath | None:
        """The key of the table that the cursor is on."""
        return self._tables.chosen.key if self._tables.chosen else None

    def _has_table(self) -> bool:
        return self._chosen is not None

    def _has_named_table(self) -> bool:
        return self._chosen is not None and len(self._chosen) > 1

    @enabled_when(_has_named_table)
    def action_delete(self) -> None:
        if key := self._chosen:
            self._actions.delete(key)

    @enabled_when(_has_named_table)
    def action_duplicate(self) -> None:
        if key := self._chosen:
            self._actions.duplicate(key)

    @enabled_when(_has_table)
    def action_edit(self) -> None:
        key = self._chosen
        if key == ("keys",):
            self.app.push_screen(KeysScreen())
        elif key is not None:
            self._actions.edit(key)

    def on_line_list_moved(self) -> None:
        self.refresh_bindings()

    def on_line_list_chosen(self) -> None:
        self.action_edit()

    def action_new(self) -> None:
        """Of what kind is asked first; a layout begins with a file that it shall read."""
        kinds = {
            "mandants": table_help(Mandant),
            "branches": table_help(Branch),
            "exports": table_help(Export),
            "layouts": _("A layout of your own, proposed from a sample file."),
        }

        def make(kind: list[str] | None) -> None:
            if kind == ["layouts"]:
                self.app.push_screen(
                    AskPath(_("Which file shall be read?"), f"{Path.cwd()}/"), self._make_layout
                )
            elif kind:
                self._actions.begin(kind[0])

        like_this = [kind for kind in kinds if kind in (self._chosen or ())[:1]]
        models = {"mandants": Mandant, "branches": Branch, "exports": Export, "layouts": OwnLayout}
        labels = {kind: table_name(model.__name__) for kind, model in models.items()}
        self.app.push_screen(Pick(_("What shall be made?"), kinds, like_this, labels=labels), make)

    def _make_layout(self, typed: str | None) -> None:
        if typed is not None:
            path = path_of(typed)
            make_layout(self, path, lambda form: self._actions.open_form(form, path))

    def action_versions(self) -> None:
        from tui_app.screens.configuration.versions import VersionsScreen

        self.app.push_screen(VersionsScreen())

    def _tells_somebody(self) -> bool:
        return self._chosen in (("smtp",), ("notify",))

    @enabled_when(_tells_somebody)
    def action_test_mail(self) -> None:
        configuration = self.opos.configuration
        if self._chosen == ("notify",):
            names = list(configuration.settings.interfaces)
            self.app.push_screen(DoctorScreen(configuration, names, only="notify"))
        else:
            ask_and_send(self, configuration)


def tables(configuration: Configuration) -> Iterator[SettingsLine]:
    """Return all tables but the interfaces, in the order of the sample."""
    settings = configuration.settings
    yield _line(configuration, (), Settings)
    keys = ", ".join(f"{name}: {keys}" for name, keys in settings.keys.items())
    said = keys or _("as opos has them")
    yield SettingsLine(("keys",), _("Keys"), field_help(Settings, "keys"), said)
    for key, model in table_keys(configuration):
        if key:
            yield _line(configuration, key, model)


def table_keys(configuration: Configuration) -> Iterator[tuple[KeyPath, type[SettingsTable]]]:
    """Return the keys of all tables but the interfaces, and what each is."""
    yield (), Settings
    for name, field in fields_of(Settings).items():
        if model := table_of(field):
            yield (name,), model
        elif (model := named_tables(field)) and name != "interfaces":
            for own in getattr(configuration.settings, name):
                yield (name, own), model


def _line(configuration: Configuration, key: KeyPath, model: type[SettingsTable]) -> SettingsLine:
    form = Form(configuration, key)
    fields = (field for section in form.sections for field in section.fields if form.text(field))
    said = "; ".join(f"{field.label}: {value_text(form, field)}" for field in fields)
    leading = form.field(_LEADING[key]) if key in _LEADING else None
    if leading and not form.text(leading):
        said = form.empty_text(leading)
    return SettingsLine(
        key,
        f"{table_name(model.__name__)} {'.'.join(key[1:])}".strip(),
        table_help(model),
        said or _("off"),
    )
