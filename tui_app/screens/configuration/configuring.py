"""Tables of the configuration made, changed and deleted: what the list of interfaces and the other
settings have in common.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.model.errors import ConfigError
from engine.settings.save import Changes, edit, save
from engine.settings.toml.document import settings_in
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import Key
from engine.settings.validation.problems import ConfigProblems
from tui_app.form.form import Form
from tui_app.form.saved_draft import begun
from tui_app.screens.base.searching import SearchScreen
from tui_app.screens.configuration.layout_wizard import NAME
from tui_app.screens.dialogs.ask import Ask
from tui_app.screens.dialogs.confirm import Confirm
from tui_app.screens.dialogs.note import ProblemNote
from tui_app.screens.dialogs.pick import Pick

MANDANT_NAME = r"[\w-]+( [\w-]+)*"


class ConfiguringScreen(SearchScreen):
    """A subclass says which table is meant (`table_meant`)."""

    made: Key | None = None
    """The table that was begun here, until the cursor was put on it."""

    @property
    def table_meant(self) -> Key | None:
        """The key of the table that the cursor is on."""
        raise NotImplementedError

    def action_edit(self) -> None:
        if (key := self.table_meant) is not None:
            self.open_form(Form(self.opos.configuration, key))

    def make_new(self, kind: str, given: Mapping[Key, TomlValue] | None = None) -> None:
        """Ask for the name of a new table of this kind, such as `interfaces`; it begins with the
        `given`, keyed below it.
        """

        def named(name: str | None) -> None:
            if name is None:
                return
            if name in getattr(self.opos.configuration.settings, kind):
                self.app.push_screen(
                    ProblemNote(
                        _("There is {name} already.").format(name=sanitize(name)),
                        _("Take another name."),
                    )
                )
                return
            self.made = key = (kind, name)
            form = Form(
                self.opos.configuration,
                key,
                given={(*key, *below): value for below, value in (given or {}).items()},
            )
            if kind == "interfaces" and given is None:
                self._begin_with_a_list(form)
            else:
                self.open_form(form)

        told = _(
            "Small letters, digits, - and _: it is part of file names and commands, and stays for"
            " ever."
        )
        if kind == "mandants":
            told = _("As bookkeeping calls it in its lists, such as 001.")
        elif kind == "interfaces" and given:
            told += " " + _("The copy starts disabled, and without the password.")
        if names := begun(self.opos.data, kind):
            told += "\n" + _("Begun and never saved: {names}.").format(
                names=sanitize(", ".join(names))
            )
        pattern = MANDANT_NAME if kind == "mandants" else NAME
        self.app.push_screen(
            Ask(_("Name below [{kind}]").format(kind=kind), told, pattern=pattern), named
        )

    def _begin_with_a_list(self, form: Form) -> None:
        """A new interface begins with the kind of its list."""
        layout = form.field("file", "type")

        def chosen(words: list[str] | None) -> None:
            if words:
                form.write(layout, words[0])
                self.open_form(form)

        self.app.push_screen(
            Pick(_("What kind of list is it?"), form.choices(layout), [form.text(layout)]), chosen
        )

    def open_form(self, form: Form, sample: Path | None = None) -> None:
        """Edit this; `sample` is a file to try it with."""
        from tui_app.screens.configuration.saved_draft import open_editor

        open_editor(self, form, sample)

    def action_duplicate(self) -> None:
        """A copy of what is meant; an interface must not run beside the one it was copied from
        before someone wants that.
        """
        if (key := self.table_meant) and len(key) > 1:
            given = self.settings_of(key)
            if name := given.get(("name",)):
                given[("name",)] = _("{name} (copy)").format(name=name)
            if key[0] == "interfaces":
                given[("enabled",)] = False
            self.make_new(key[0], given)

    def settings_of(self, key: Key) -> dict[Key, TomlValue]:
        """What config.toml says of a table, keyed below it; passwords are in the other file, and
        stay there.
        """
        values = self.opos.configuration.layers.config.values
        for name in key:
            values = values.get(name, {})
        return {below: _as_written(value) for below, value in settings_in(values)}

    def action_delete(self) -> None:
        if not (key := self.table_meant):
            return
        name = sanitize(".".join(key))
        try:
            edit(self.opos.configuration, {".".join(key): None})
        except ConfigProblems as error:
            users = ", ".join(dict.fromkeys(problem.key for problem in error.problems))
            cause = _("{name} is still in use: {users}.").format(name=name, users=users)
            self.app.push_screen(ProblemNote(cause, _("Take it out there first.")))
            return
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
            return

        def delete(answer: bool | None) -> None:
            if answer:
                self.change({".".join(key): None}, _("{name} is deleted.").format(name=name))

        told = _(
            "It is taken out of the configuration, with its password. Invoices and history stay."
        )
        self.app.push_screen(Confirm(_("Delete {name}?").format(name=name), told), delete)

    def change(self, changes: Changes, said: str) -> None:
        """Save changes that need no form."""
        try:
            save(edit(self.opos.configuration, changes))
        except ConfigError as error:
            self.app.push_screen(ProblemNote.of(error))
        else:
            self.opos.read_configuration()
            self.notify(said, markup=False)
            self.configuration_changed()

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._follow_files())

    async def _follow_files(self) -> None:
        """What somebody else saves is seen here, whether by opos or with a text editor."""
        while True:
            await self.rest(self.opos.pace)
            if self.opos.reread_if_changed():
                self.configuration_changed()

    def on_screen_resume(self) -> None:
        self.configuration_changed()

    def configuration_changed(self) -> None:
        """Show what the configuration says by now, if it says something else."""
        raise NotImplementedError


def _as_written(value: object) -> TomlValue:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    assert isinstance(value, str | int | dt.date | list)  # noqa: S101 - nothing else loads
    return value
