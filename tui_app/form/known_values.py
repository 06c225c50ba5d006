"""What other tables of the same kind say in a field: most servers and addresses are typed again and
again.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tui_app.form.fields import FieldKind, FormField, text_of
from tui_app.form.form import Form

_KINDS = (FieldKind.TEXT, FieldKind.WORDS)


def known_values(form: Form, field: FormField) -> list[str]:
    """Return these, the most frequent first; none of a table of which there is only one, of what is
    secret, and of names.
    """
    if field.kind not in _KINDS or len(form.key) < 2 or field.key[-1] == "name":
        return []
    tables = getattr(form.configuration.settings, form.key[0])
    counted = Counter(_text(table, field.key[2:]) for table in tables.values())
    return [text for text, _n in counted.most_common() if text]


def _text(table: Any, key: tuple[str, ...]) -> str:
    for name in key:
        table = getattr(table, name)
    return text_of(table)
