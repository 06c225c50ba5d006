"""Begin, edit, copy and delete tables of the configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.save import edit
from engine.settings.toml.document import settings_in
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.problems import ConfigProblems
from tui_app.form.form import Form
from tui_app.form.saved_draft import begun
from tui_app.form.short_name import short_name
from tui_app.screens.configuration.config_screen import ConfigScreen
from tui_app.screens.configuration.layout_wizard import NAME
from tui_app.screens.configuration.pick_field import pick_field
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote

_NAMED = ("interfaces", "branches")
"""Tables that have a name for people too."""
MANDANT_NAME = r"[\w-]+( [\w-]+)*"


class TableActions:
    """What the list of interfaces and the other settings do with their tables."""

    def __init__(self, screen: ConfigScreen) -> None:
        self._screen = screen
        self.begun: KeyPath | None = None
        """The table that was begun last, until the screen has put its cursor on it."""

    def edit(self, key: KeyPath) -> None:
        """Open the form of the table."""
        self.open_form(Form(self._screen.opos.configuration, key))

    def edit_interfaces(self, names: Sequence[str]) -> None:
        """Open one form for all of these."""
        if len(names) == 1:
            self.edit(("interfaces", names[0]))
            return
        from tui_app.form.several import FormOfSeveral

        keys = [("interfaces", name) for name in names]
        self.open_form(FormOfSeveral(self._screen.opos.configuration, keys))

    def open_form(self, form: Form, sample: Path | None = None) -> None:
        """Edit this; `sample` is a file to try it with."""
        from tui_app.screens.configuration.saved_draft import open_editor

        open_editor(self._screen, form, sample)

    def begin(self, kind: str, given: Mapping[KeyPath, TomlValue] | None = None) -> None:
        """Ask what a new table of this kind, such as `interfaces`, is called; it begins with the
        `given`, keyed below it.
        """
        values = dict(given or {})
        if kind not in _NAMED:
            self._ask_key(kind, values, "")
            return

        def named(name: str | None) -> None:
            if name is not None:
                taken = getattr(self._screen.opos.configuration.settings, kind)
                self._ask_key(kind, {**values, ("name",): name}, short_name(name, taken))

        self._screen.app.push_screen(
            Ask(
                _("Name of the new interface")
                if kind == "interfaces"
                else _("Name of the new branch"),
                _("As people know it."),
                _("Enter makes it"),
                value=str(values.get(("name",), "")),
            ),
            named,
        )

    def _ask_key(self, kind: str, given: Mapping[KeyPath, TomlValue], proposed: str) -> None:
        """Ask for the name in files and commands; one is proposed."""

        def named(name: str | None) -> None:
            if name is None:
                return
            if name in getattr(self._screen.opos.configuration.settings, kind):
                self._show_problem(
                    _("There is {name} already.").format(name=sanitize(name)),
                    _("Take another name."),
                )
            else:
                self._begin_named((kind, name), given)

        question = _("Number of the new Mandant") if kind == "mandants" else _("Short name")
        self._screen.app.push_screen(
            Ask(
                question,
                self._name_rules(kind, is_copy=("enabled",) in given),
                _("Enter makes it"),
                value=proposed,
                pattern=MANDANT_NAME if kind == "mandants" else NAME,
            ),
            named,
        )

    def _name_rules(self, kind: str, *, is_copy: bool) -> str:
        """Return what the name may be, and which names were begun before."""
        rules = _(
            "For files and commands: small letters, digits, - and _. It stays for ever; the other"
            " name may change."
        )
        if kind == "mandants":
            rules = _("As bookkeeping calls it in its lists, such as 001.")
        elif kind == "interfaces" and is_copy:
            rules += " " + _("The copy starts disabled, and without the password.")
        if names := begun(self._screen.opos.data, kind):
            rules += "\n" + _("Begun and never saved: {names}.").format(
                names=sanitize(", ".join(names))
            )
        return rules

    def _begin_named(self, key: KeyPath, given: Mapping[KeyPath, TomlValue]) -> None:
        self.begun = key
        values = {(*key, *below): value for below, value in given.items()}
        is_copy = any(below[0] == "source" for below in given)
        mandants = list(self._screen.opos.configuration.settings.mandants)
        if key[0] == "interfaces" and not is_copy and len(mandants) == 1:
            values[*key, "posting", "mandants"] = mandants
        form = Form(self._screen.opos.configuration, key, given=values)
        if key[0] == "interfaces" and not is_copy:
            self._choose_layout(form)
        else:
            self.open_form(form)

    def _choose_layout(self, form: Form) -> None:
        """A new interface begins with the kind of its list."""
        layout = form.field("file", "type")

        def chosen(words: list[str] | None) -> None:
            if words:
                form.write(layout, words[0])
                self.open_form(form)

        self._screen.app.push_screen(
            pick_field(form, layout, _("What kind of list is it?")), chosen
        )

    def duplicate(self, key: KeyPath) -> None:
        """Begin a copy of a named table; an interface must not run beside the one it was copied
        from before someone wants that.
        """
        given = self._values(key)
        if name := given.get(("name",)):
            given[("name",)] = _("{name} (copy)").format(name=name)
        if key[0] == "interfaces":
            given[("enabled",)] = False
        self.begin(key[0], given)

    def _values(self, key: KeyPath) -> dict[KeyPath, TomlValue]:
        """Return what config.toml says of a table, keyed below it; passwords are in the other file,
        and stay there.
        """
        values = self._screen.opos.configuration.layers.config.values
        for name in key:
            values = values.get(name, {})
        return {below: _as_written(value) for below, value in settings_in(values)}

    def delete(self, key: KeyPath) -> None:
        """Delete the table, if that is meant and nothing else uses it."""
        name = sanitize(".".join(key))
        if key[0] == "interfaces":
            name = _("Interface “{name}”").format(name=self._screen.opos.called(key[1]))
        try:
            edit(self._screen.opos.configuration, {".".join(key): None})
        except ConfigProblems as error:
            users = ", ".join(dict.fromkeys(problem.key for problem in error.problems))
            self._show_problem(
                _("{name} is still in use: {users}.").format(name=name, users=users),
                _("Take it out there first."),
            )
            return
        except ConfigError as error:
            self._screen.app.push_screen(ProblemNote.of(error))
            return

        def delete_if(answer: bool | None) -> None:
            if answer:
                self._screen.save_changes(
                    {".".join(key): None}, _("{name} is deleted.").format(name=name)
                )

        consequence = _(
            "It is taken out of the configuration, with its password. Invoices and history stay."
        )
        self._screen.app.push_screen(
            Confirm(_("Delete {name}?").format(name=name), consequence), delete_if
        )

    def _show_problem(self, cause: str, advice: str) -> None:
        self._screen.app.push_screen(ProblemNote(cause, advice))


def _as_written(value: object) -> TomlValue:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    assert isinstance(value, str | int | dt.date | list)  # noqa: S101 - nothing else loads
    return value
