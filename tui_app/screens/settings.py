"""Everything of the configuration but the interfaces: Mandanten, branches, mail, window and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from pydantic import BaseModel
from textual.binding import BindingType
from textual.widget import Widget

from engine.language import _
from engine.plain import plain
from engine.settings.fields import effective_settings, named_tables, table_of
from engine.settings.files import Configuration
from engine.settings.model import Settings
from engine.settings.statements import Key
from engine.settings.words import table_help
from tui_app import commands
from tui_app.form.fields import text_of
from tui_app.screens.configuring import ConfiguringScreen
from tui_app.screens.doctor import DoctorScreen
from tui_app.widgets.columns import Cell, Column
from tui_app.widgets.line_list import Heading, LineList


class TableLine(NamedTuple):
    """A table of the configuration."""

    key: Key
    help: str
    said: str
    """Its values, in short."""


class TableList(LineList):
    """The tables, or those that were searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[TableLine] = []

    @property
    def columns(self) -> Sequence[Column]:
        return (Column(_("Table"), 22), Column(_("What it says"), 20, grow=2), Column(_("What it is"), 20, grow=1, above=100))

    @property
    def count(self) -> int:
        return len(self.tables)

    def cells(self, line: int) -> Sequence[Cell]:
        table = self.tables[line]
        return (Cell(plain(".".join(table.key)) or _("General")), Cell(plain(table.said)), Cell(table.help, "muted"))


class SettingsScreen(ConfiguringScreen):
    """One line a table; Enter edits it."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings(commands.SETTINGS_SCREEN)

    @property
    def title_text(self) -> str:
        return _("Settings")

    @property
    def news(self) -> str:
        return str(self.opos.configuration.path)

    def searched_body(self) -> Iterable[Widget]:
        self._tables = TableList()
        self._words: tuple[str, ...] = ()
        yield Heading(self._tables)
        yield self._tables

    @property
    def list_searched(self) -> LineList:
        return self._tables

    def search_for(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self.configuration_changed()

    def configuration_changed(self) -> None:
        meant = self.table_meant
        self._tables.tables = [table for table in tables(self.opos.configuration) if self._is_wanted(table)]
        keys = [table.key for table in self._tables.tables]
        self._tables.lines_changed(keys.index(meant) if meant in keys else 0)
        self.show_title()
        self.refresh_bindings()

    def _is_wanted(self, table: TableLine) -> bool:
        searched = f"{'.'.join(table.key)} {table.help} {table.said}".casefold()
        return all(word in searched for word in self._words)

    @property
    def table_meant(self) -> Key | None:
        return self._tables.tables[self._tables.cursor].key if self._tables.tables else None

    def is_possible(self, action: str) -> bool:
        if action == "delete":
            return self.table_meant is not None and len(self.table_meant) > 1
        return super().is_possible(action)

    def on_line_list_moved(self) -> None:
        self.refresh_bindings()

    def on_line_list_chosen(self) -> None:
        self.action_edit()

    def action_new_mandant(self) -> None:
        self.make_new("mandants")

    def action_new_branch(self) -> None:
        self.make_new("branches")

    def action_test_mail(self) -> None:
        configuration = self.opos.configuration
        self.app.push_screen(DoctorScreen(configuration, list(configuration.settings.interfaces), test_mail=True))


def tables(configuration: Configuration) -> Iterator[TableLine]:
    """All tables but the interfaces, in the order of the sample."""
    settings = configuration.settings
    general = ", ".join(f"{name} = {text_of(getattr(settings, name))}" for name in ("language", "timezone", "data_dir"))
    yield TableLine((), table_help(Settings), general)
    for name, field in Settings.model_fields.items():
        if table_of(field):
            yield _line((name,), getattr(settings, name))
        elif named_tables(field) and name != "interfaces":
            for own, table in getattr(settings, name).items():
                yield _line((name, own), table)


def _line(key: Key, table: BaseModel) -> TableLine:
    said = ((below, text_of(value)) for below, value in effective_settings(table))
    return TableLine(key, table_help(type(table)), ", ".join(f"{below[-1]} = {text}" for below, text in said if text))
