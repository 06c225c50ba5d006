"""A table of settings while it is edited: what it says, what was changed, what would be wrong with
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.common.i18n import _, advice_of, cause_of
from engine.model.errors import ConfigError
from engine.settings.load import Configuration
from engine.settings.model import Settings
from engine.settings.model_fields import at
from engine.settings.save import Edit, edit
from engine.settings.toml.edit import TomlValue
from engine.settings.toml.statements import KeyPath
from engine.settings.validation.problems import ConfigProblems
from engine.sources.opening import usual_port
from tui_app.form.applicable import applies
from tui_app.form.field_choices import field_choices, is_typed, only_content_of
from tui_app.form.fields import (
    FieldKind,
    FormField,
    Section,
    sections,
    split,
    text_of,
    typed,
)
from tui_app.form.labels import by_labels
from tui_app.form.notations import as_stored, refusal
from tui_app.form.still_there import require_still_there

if TYPE_CHECKING:
    from engine.lists.layouts.suggest import FoundColumn


_DEMANDED = {("posting", "mandants"), ("source", "user")}


class Form:
    """Nothing is written here: `edit` makes what can be saved."""

    def __init__(
        self,
        configuration: Configuration,
        key: KeyPath,
        *,
        given: Mapping[KeyPath, TomlValue] | None = None,
        sample: Sequence[FoundColumn] = (),
    ) -> None:
        """The table at `key`. `given` are the settings that a new table begins with; None: it is
        there already.

        `sample` are the columns of a file that an own layout shall read.
        """
        model = at(key) if key else Settings
        assert isinstance(model, type)  # noqa: S101 - every caller names a table
        self.configuration = configuration
        self.key = key
        self.keys: Sequence[KeyPath] = (key,)
        """Of all tables that are edited here."""
        self.is_new = given is not None
        self.sample = sample
        self.sections: Sequence[Section] = tuple(sections(model, key, deep=bool(key)))
        self._fields = {field.key: field for section in self.sections for field in section.fields}
        self._given = dict(given or {})
        self._stored = {key: self._stored_text(field) for key, field in self._fields.items()}
        self._changed: dict[KeyPath, str] = {}
        self._tried: Edit | ConfigError | None = None
        """What the changes would make of the files; with many interfaces that takes a moment."""
        self._applied = {key: self.applies(field) for key, field in self._fields.items()}

    def field(self, *below: str) -> FormField:
        """Return the field with this key below the form's table."""
        return self._fields[*self.key, *below]

    def text(self, field: FormField) -> str:
        """Return what the field says now; nothing for a secret that is not being changed."""
        return self._changed.get(field.key, self._stored[field.key])

    def write(self, field: FormField, text: str) -> None:
        """Change the field; what was stored before is no change."""
        self._tried = None
        if text == self._stored[field.key] and field.kind is not FieldKind.SECRET:
            self._changed.pop(field.key, None)
        else:
            self._changed[field.key] = text
        if self._below(field) == ("file", "type") and (
            content := only_content_of(text, self.configuration.settings)
        ):
            self.write(self.field("file", "content"), content)

    def take_typed(self, field: FormField, text: str) -> None:
        """Change the field to what somebody typed, as the file has it."""
        today = datetime.now(ZoneInfo(self.configuration.settings.timezone)).date()
        self.write(field, as_stored(field.kind, text, today))

    def choices(self, field: FormField) -> Mapping[str, str]:
        """Return the words to choose from, or to take several of, and what each means; empty where
        anything may be typed.
        """
        return field_choices(field, self._below(field), self.configuration.settings, self.sample)

    def is_free(self, field: FormField) -> bool:
        """Return whether the value is typed, and not chosen from `choices`, of which there may be
        none yet.
        """
        return is_typed(self._below(field), self.choices(field))

    def _below(self, field: FormField) -> KeyPath:
        """Return the field's key below the form's table."""
        return field.key[len(self.key) :]

    def empty_text(self, field: FormField) -> str:
        """Return what it means that the field is empty."""
        if field.key[-2:] == ("source", "port") and self.applies(field):
            texts = self.texts()
            port = usual_port(texts["source.protocol"], texts["source.tls"])
            return _("{port}, the usual one").format(port=port)
        return field.empty

    def words(self, field: FormField) -> list[str]:
        """Return the words of the field; one, unless it takes several."""
        text = self.text(field)
        return split(text) if field.kind is FieldKind.WORDS else [text]

    def differs(self, _field: FormField) -> bool:
        """Return whether several tables are edited that do not all say the same."""
        return False

    def put_back(self, field: FormField) -> None:
        """Take the change of this field back."""
        self._tried = None
        self._changed.pop(field.key, None)

    def is_changed(self, field: FormField) -> bool:
        return field.key in self._changed

    @property
    def changed(self) -> int:
        """How many fields are changed."""
        return sum(map(self.is_changed, self._fields.values()))

    def is_locked(self, field: FormField) -> bool:
        """Return whether the value comes from the environment, which wins over every file."""
        return self.configuration.layers.origin(field.key) == "environment"

    def has_secret(self, field: FormField) -> bool:
        """Return whether a secret is stored."""
        return self.configuration.layers.origin(field.key) != "default"

    def applies(self, field: FormField) -> bool:
        """Return whether the field means anything beside what the others say now."""
        if self.key[:1] not in (("interfaces",), ("exports",)):
            return True
        return applies(".".join(field.key[2:]), self.texts())

    def texts(self) -> dict[str, str]:
        """Return what all fields say, by their keys below the form's table."""
        return {".".join(self._below(each)): self.text(each) for each in self._fields.values()}

    def edit(self) -> Edit:
        """Return what saving would do. Raises `ConfigError` where it would not load."""
        if self._tried is None:
            changes = {".".join(key): value for key, value in self._changes().items()}
            try:
                self._tried = edit(self.configuration, changes)
            except ConfigError as error:
                self._tried = error
        if isinstance(self._tried, ConfigError):
            raise self._tried
        return self._tried

    def problems(self) -> dict[KeyPath, str]:
        """Return what is wrong, by field; what belongs to none of these fields is under the empty
        key.
        """
        problems: dict[KeyPath, str] = {}
        try:
            self.edit()
        except ConfigProblems as error:
            for problem in error.problems:
                key = self._place_of(tuple(problem.key.split(".")))
                text = by_labels(problem.text, "") if key else str(problem)
                problems.setdefault(key, text)
        except ConfigError as error:
            problems[()] = f"{cause_of(error)} {advice_of(error)}"
        for key, text in self._changed.items():
            field = self._fields[key]
            if text and (why := refusal(field.kind, text)):
                problems[key] = why
        missing = [
            field
            for field in self._fields.values()
            if self.must_be_given(field) and not self.text(field).strip()
        ]
        return {field.key: _("must be given.") for field in missing} | problems

    def must_be_given(self, field: FormField) -> bool:
        """Return whether it may not be empty; a new interface names its Mandanten and its user, as
        in AMPAREX.
        """
        is_demanded = (
            self.is_new and self.key[0] == "interfaces" and self._below(field) in _DEMANDED
        )
        return field.is_required or (is_demanded and self.applies(field))

    def _place_of(self, key: KeyPath) -> KeyPath:
        """Return the field that a problem is shown beside: its own, or the first of its table;
        empty where none of these is meant.
        """
        return next(
            (
                each
                for each in self._fields
                if key[: len(self.key)] == self.key and each[: len(key)] == key
            ),
            (),
        )

    @property
    def is_checked(self) -> bool:
        """Return whether it is known what the changes would make of the files."""
        return self._tried is not None

    def copy(self) -> Form:
        """Return the same, to be checked while this one is changed on."""
        same = copy(self)
        same._changed = dict(self._changed)
        return same

    def learn(self, checked: Form) -> bool:
        """Take over what came of checking a copy; False where this was changed meanwhile."""
        if self._changed != checked._changed:
            return False
        self._tried = checked._tried
        return True

    def as_edited(self) -> Configuration | None:
        """Return the configuration as it would be; None where it would be wrong."""
        try:
            return self.edit().configuration
        except ConfigError:
            return None

    def again(self, configuration: Configuration) -> Form:
        """Return the same changes, made to what the files say by now. Raises `ConfigError`."""
        require_still_there(self.key, configuration, is_new=self.is_new)
        form = Form(
            configuration, self.key, given=self._given if self.is_new else None, sample=self.sample
        )
        for key, text in self._changed.items():
            form.write(self._fields[key], text)
        return form

    def _changes(self) -> dict[KeyPath, TomlValue | None]:
        changes: dict[KeyPath, TomlValue | None] = dict(self._given)
        if self.is_new:
            missing = [
                field
                for key, field in self._fields.items()
                if field.is_required and key not in changes
            ]
            changes |= {field.key: typed(field.kind, "") for field in missing}
        changes |= {
            key: self._typed(self._fields[key], text) for key, text in self._changed.items()
        }
        for key, field in self._fields.items():
            # What no longer applies is taken out of the file, or it would contradict the rest
            # unseen.
            if self._applied[key] and not self.applies(field):
                changes.pop(key, None)
                if self.configuration.layers.origin(key) in ("config.toml", "secrets.toml"):
                    changes[key] = None
        return changes

    @staticmethod
    def _typed(field: FormField, text: str) -> TomlValue | None:
        return None if field.is_optional and not text.strip() else typed(field.kind, text)

    def _stored_text(self, field: FormField) -> str:
        if field.kind is FieldKind.SECRET:
            return ""
        if self.is_new:
            given = self._given.get(field.key)
            return field.default if given is None else text_of(given)
        value: Any = self.configuration.settings
        for name in field.key:
            value = value.get(name) if isinstance(value, dict) else getattr(value, name)
        return text_of(value)
