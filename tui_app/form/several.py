"""One form for several interfaces: what is changed in it is changed in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from engine.settings.load import Configuration
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from tui_app.form.fields import FormField
from tui_app.form.form import Form
from tui_app.form.still_there import require_still_there


class FormOfSeveral(Form):
    """Shows the first one, and of the others where they differ. Nobody changes all their names."""

    def __init__(self, configuration: Configuration, keys: Sequence[KeyPath]) -> None:
        self._others: list[Form] = []
        super().__init__(configuration, keys[0])
        self.keys = keys
        self._others = [Form(configuration, key) for key in keys[1:]]
        own, *within = self.sections
        unnamed = tuple(field for field in own.fields if field.key[-1] != "name")
        self.sections = (own._replace(fields=unnamed), *within)

    def write(self, field: FormField, text: str) -> None:
        super().write(field, text)
        for other in self._others:
            other.write(self._same_of(other, field), text)

    def put_back(self, field: FormField) -> None:
        super().put_back(field)
        for other in self._others:
            other.put_back(self._same_of(other, field))

    def is_changed(self, field: FormField) -> bool:
        return super().is_changed(field) or any(
            other.is_changed(self._same_of(other, field)) for other in self._others
        )

    def differs(self, field: FormField) -> bool:
        """Return whether they do not all say the same."""
        return any(
            other.text(self._same_of(other, field)) != self.text(field) for other in self._others
        )

    def again(self, configuration: Configuration) -> FormOfSeveral:
        for form in (self, *self._others):
            require_still_there(form.key, configuration, is_new=form.is_new)
        form = FormOfSeveral(configuration, self.keys)
        for field in filter(self.is_changed, self._fields.values()):
            form.write(field, self.text(field))
        return form

    def copy(self) -> FormOfSeveral:
        same = copy(self)
        same._changed = dict(self._changed)
        same._others = [other.copy() for other in self._others]
        return same

    def learn(self, checked: Form) -> bool:
        return checked._changes() == self._changes() and super().learn(checked)

    def _changes(self) -> dict[KeyPath, TomlValue | None]:
        changes = super()._changes()
        for other in self._others:
            changes |= other._changes()
        return changes

    def _place_of(self, key: KeyPath) -> KeyPath:
        return super()._place_of((*self.key, *key[2:]) if key[:2] in self.keys else key)

    def _same_of(self, other: Form, field: FormField) -> FormField:
        return other.field(*field.key[len(self.key) :])
