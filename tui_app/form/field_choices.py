"""The words that a field may be, where the configuration or a sample says which there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from engine.lists.payments.kinds import PAYMENT_FILES
from engine.settings.interface import LayoutName
from engine.settings.model import Branch, Mandant, Settings
from engine.settings.toml.statements import KeyPath
from tui_app.form.fields import FormField
from tui_app.form.meanings import meanings

if TYPE_CHECKING:
    from engine.lists.layouts.suggest import FoundColumn

_CHOSEN = {("posting", "mandants"), ("branches",)}
"""Fields whose words are chosen even where there are none yet."""


def field_choices(
    field: FormField, below: KeyPath, settings: Settings, sample: Sequence[FoundColumn]
) -> Mapping[str, str]:
    """Return the words to choose from, or to take several of, and what each means; empty where
    anything may be typed. `below` is the field's key below the table of its form.
    """
    match below:
        case ("file", "type"):
            own = {name: _content_text(layout.content) for name, layout in settings.layouts.items()}
            return {word: field.meanings.get(word, "") for word in get_args(LayoutName)} | own
        case ("schedule", "day"):
            return {**{str(day): "" for day in range(1, 29)}, **field.meanings}
        case ("posting", "mandants"):
            return _names(settings.mandants)
        case ("branches",):
            return _names(settings.branches)
        case ("mandant",):
            return {"": field.empty} | _names(settings.mandants)
        case ("columns", column):
            likeliest = sorted(sample, key=lambda each: (each.field != column, bool(each.field)))
            return {each.heading: _certainty(each, column) + each.samples for each in likeliest}
        case ("ignore",):
            return {each.heading: each.samples for each in sample}
    return {word: field.meanings.get(word, "") for word in field.choices}


def is_typed(below: KeyPath, choices: Mapping[str, str]) -> bool:
    """Return whether the value is typed, and not chosen from these, of which there may be none
    yet.
    """
    return not choices and below not in _CHOSEN


def only_content_of(layout: str, settings: Settings) -> str:
    """Return what a layout holds unless somebody says otherwise; empty where it may be anything."""
    if layout in settings.layouts:
        return settings.layouts[layout].content
    return "payments" if layout in ("payments_csv", *PAYMENT_FILES) else ""


def _content_text(content: str) -> str:
    return _("your own layout: {content}").format(content=meanings("OwnLayout", "content")[content])


def _names(tables: Mapping[str, Mandant | Branch]) -> dict[str, str]:
    return {key: sanitize(table.name) for key, table in tables.items()}


def _certainty(found: FoundColumn, column: str) -> str:
    """Return how sure it is that this is the column; nothing where it is not likely."""
    return (
        _("{percent} % sure").format(percent=found.percent) + ": " if found.field == column else ""
    )
