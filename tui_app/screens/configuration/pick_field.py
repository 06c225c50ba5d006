"""Choosing the value of a field from what it may be."""

from __future__ import annotations

from tui_app.form.fields import FieldKind, FormField
from tui_app.form.form import Form
from tui_app.screens.dialogs.pick import Pick


def pick_field(form: Form, field: FormField, question: str) -> Pick:
    """Return the dialog that asks for the words of the field."""
    # What a word of the file is called says already what it means.
    choices = {
        word: "" if word in field.meanings else meaning
        for word, meaning in form.choices(field).items()
    }
    return Pick(
        question,
        choices,
        form.words(field),
        labels=field.meanings,
        several=field.kind is FieldKind.WORDS,
    )
