"""Changes that were not saved when the app ended, kept until the same table, or the same several,
are edited again; never a password.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from engine.common.accounts import user_name
from engine.common.atomic_write import write_atomically
from engine.common.data_folder import DataFolder
from engine.common.decoding import Damaged, JsonDecoder
from engine.common.i18n import _, advice_of, cause_of
from engine.common.os_errors import os_errors
from engine.common.plain_file import read_plain
from engine.common.sanitize import sanitize
from engine.messages.settings import ConfigFileFault
from engine.model.errors import StoreError
from engine.settings.toml.statements import KeyPath
from tui_app.form.explanation import called
from tui_app.form.fields import FieldKind, FormField
from tui_app.form.form import Form


class SavedDraft(msgspec.Struct, frozen=True):
    """What a form said. Of two that are left for the same tables the later one stays."""

    by: str
    at: datetime
    is_new: bool
    """Whether the table was not there yet."""
    texts: dict[str, str]
    """The changed fields by their keys below the table, with dots between."""


def keep(data: DataFolder, form: Form) -> None:
    """Keep what is changed in the form. Raises `StoreError`."""
    texts = {
        _below(form, field): form.text(field)
        for section in form.sections
        for field in section.fields
        if field.kind is not FieldKind.SECRET
        and (form.is_changed(field) or (form.is_new and form.text(field) != field.default))
    }
    draft = SavedDraft(by=user_name(), at=datetime.now(UTC), is_new=form.is_new, texts=texts)
    path = _path(data, form.keys)
    with _usable(path):
        data.drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, [msgspec.json.encode(draft)], 0o600)


_draft = JsonDecoder(SavedDraft)


def kept(data: DataFolder, *keys: KeyPath) -> SavedDraft | None:
    """Return the draft for the tables at `keys`, edited in one form; None where there is none.
    Raises `StoreError`.
    """
    path = _path(data, keys)
    with _usable(path):
        try:
            content = read_plain(path)
        except FileNotFoundError:
            return None
    try:
        return _draft(content)
    except Damaged as error:
        raise StoreError(
            _("{path} is damaged.").format(path=sanitize(str(path))),
            _("Look into it with a text editor, if you miss changes; then delete it."),
        ) from error


def keep_and_explain(data: DataFolder, form: Form) -> str:
    """Keep what is changed, if anything is, and return what the app says of it when it ends."""
    if not form.changed:
        return ""
    try:
        keep(data, form)
    except StoreError as error:
        return f"{cause_of(error)} {advice_of(error)}"
    text = _(
        "What was changed and not saved is kept, without passwords, and offered when the same is"
        " edited next: {table}."
    )
    return text.format(table=called(form))


def take(draft: SavedDraft, form: Form) -> None:
    """Make the changes of the draft in the form; what is no field any more is passed over."""
    for section in form.sections:
        for field in section.fields:
            if (
                text := draft.texts.get(_below(form, field))
            ) is not None and field.kind is not FieldKind.SECRET:
                form.write(field, text)


def drop(data: DataFolder, draft: SavedDraft, *keys: KeyPath) -> None:
    """Remove the draft, which was saved or given up; one that somebody left meanwhile stays. Raises
    `StoreError`.
    """
    path = _path(data, keys)
    with _usable(path):
        if kept(data, *keys) == draft:
            path.unlink(missing_ok=True)


def begun(data: DataFolder, kind: str) -> list[str]:
    """Return the names of tables of this kind, such as `interfaces`, that were begun and never
    saved.
    """
    names = (
        path.stem.removeprefix(f"{kind}.") for path in sorted(data.drafts.glob(f"{kind}.*.json"))
    )
    return [name for name in names if _is_new(data, (kind, name))]


def _is_new(data: DataFolder, key: KeyPath) -> bool:
    """Return whether the table was begun; a draft that cannot be read is told to whoever edits that
    table.
    """
    try:
        draft = kept(data, key)
    except StoreError:
        return False
    return draft is not None and draft.is_new


def _path(data: DataFolder, keys: Sequence[KeyPath]) -> Path:
    names = sorted(".".join(key) or "general" for key in keys)
    several = sha256("\n".join(names).encode()).hexdigest()[:16]
    return data.drafts / f"{names[0] if len(names) == 1 else f'several-{several}'}.json"


def _below(form: Form, field: FormField) -> str:
    return ".".join(field.key[len(form.key) :])


def _usable(path: Path) -> AbstractContextManager[None]:
    return os_errors(StoreError, ConfigFileFault.DRAFT_UNUSABLE, path=str(path))
