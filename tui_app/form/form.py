"""A table of settings while it is edited: what it says, what was changed, what would be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from engine.errors import ConfigError
from engine.settings.fields import at
from engine.settings.files import Configuration, checked
from engine.settings.interface import Layout
from engine.settings.model import Settings
from engine.settings.problems import ConfigProblems
from engine.settings.save import Edit, edit
from engine.settings.statements import Key
from engine.settings.toml_edit import TomlValue
from tui_app.form.fields import Field, Kind, Section, applies, sections, text_of, typed


class Form:
    """Nothing is written here: `edit` makes what can be saved."""

    def __init__(self, configuration: Configuration, key: Key, *, given: Mapping[Key, TomlValue] | None = None) -> None:
        """The table at `key`. `given` are the settings that a new table begins with; None: it is there already."""
        model = at(key) if key else Settings
        assert isinstance(model, type)  # noqa: S101 - every caller names a table
        self.configuration = configuration
        self.key = key
        self.is_new = given is not None
        self.sections: Sequence[Section] = tuple(sections(model, key, deep=bool(key)))
        self._fields = {field.key: field for section in self.sections for field in section.fields}
        self._given = dict(given or {})
        self._stored = {key: self._stored_text(field) for key, field in self._fields.items()}
        self._changed: dict[Key, str] = {}
        self._applied = {key: self.applies(field) for key, field in self._fields.items()}

    def text(self, field: Field) -> str:
        """What the field says now; nothing for a secret that is not being changed."""
        return self._changed.get(field.key, self._stored[field.key])

    def write(self, field: Field, text: str) -> None:
        """Change the field; what was stored before is no change."""
        if text == self._stored[field.key] and field.kind is not Kind.SECRET:
            self._changed.pop(field.key, None)
        else:
            self._changed[field.key] = text

    def choices(self, field: Field) -> tuple[str, ...]:
        """The words to choose from, or, where several may be given, to take them from; empty where anything may be typed."""
        settings = self.configuration.settings
        named: dict[Key, Iterable[str]] = {
            ("file", "type"): (*get_args(Layout), *settings.layouts),
            ("posting", "mandants"): settings.mandants,
            (*self.key, "branches"): settings.branches,
            (*self.key, "mandant"): ("", *settings.mandants),
        }
        return tuple(named.get(field.key[-2:]) or named.get(field.key) or field.choices)

    def put_back(self, field: Field) -> None:
        """Take the change of this field back."""
        self._changed.pop(field.key, None)

    def is_changed(self, field: Field) -> bool:
        return field.key in self._changed

    @property
    def changed(self) -> int:
        """How many fields are changed."""
        return len(self._changed)

    def is_locked(self, field: Field) -> bool:
        """Whether the value comes from the environment, which wins over every file."""
        return self.configuration.layers.origin(field.key) == "environment"

    def has_secret(self, field: Field) -> bool:
        """Whether a secret is stored."""
        return self.configuration.layers.origin(field.key) != "default"

    def applies(self, field: Field) -> bool:
        """Whether the field means anything beside what the others say now."""
        if self.key[:1] != ("interfaces",):
            return True
        texts = {".".join(key[2:]): self.text(other) for key, other in self._fields.items()}
        return applies(".".join(field.key[2:]), texts)

    def edit(self) -> Edit:
        """What saving would do. Raises `ConfigError` where it would not load."""
        return edit(self.configuration, {".".join(key): value for key, value in self._changes().items()})

    def problems(self) -> dict[Key, str]:
        """What is wrong, by field; what belongs to none of these fields is under the empty key."""
        try:
            self.edit()
        except ConfigProblems as error:
            found: dict[Key, str] = {}
            for problem in error.problems:
                key = tuple(problem.key.split("."))
                found.setdefault(key if key in self._fields else (), str(problem) if key not in self._fields else problem.text)
            return found
        except ConfigError as error:
            return {(): f"{error.cause} {error.advice}"}
        return {}

    def as_edited(self) -> Configuration | None:
        """The configuration as it would be; None where it would be wrong."""
        try:
            after = self.edit().after
            return Configuration(checked(after), after)
        except ConfigError:
            return None

    def again(self, configuration: Configuration) -> Form:
        """The same changes, made to what the files say by now."""
        form = Form(configuration, self.key, given=self._given if self.is_new else None)
        for key, text in self._changed.items():
            form.write(self._fields[key], text)
        return form

    def _changes(self) -> dict[Key, TomlValue | None]:
        changes: dict[Key, TomlValue | None] = dict(self._given)
        if self.is_new:
            changes |= {key: "" for key, field in self._fields.items() if field.is_required and key not in changes}
        changes |= {key: self._typed(self._fields[key], text) for key, text in self._changed.items()}
        for key, field in self._fields.items():
            # What no longer applies is taken out of the file, or it would contradict the rest unseen.
            if self._applied[key] and not self.applies(field):
                changes.pop(key, None)
                if self.configuration.layers.origin(key) in ("config.toml", "secrets.toml"):
                    changes[key] = None
        return changes

    @staticmethod
    def _typed(field: Field, text: str) -> TomlValue | None:
        return None if field.is_optional and not text.strip() else typed(field.kind, text)

    def _stored_text(self, field: Field) -> str:
        if field.kind is Kind.SECRET:
            return ""
        if self.is_new:
            given = self._given.get(field.key)
            return field.default if given is None else text_of(given)
        value: Any = self.configuration.settings
        for name in field.key:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return text_of(value)
