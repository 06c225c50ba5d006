"""A field in words: its value, and all there is to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.common.i18n import _
from engine.common.sanitize import sanitize
from tui_app.form.fields import FieldKind, FormField, split
from tui_app.form.form import Form


def value_text(form: Form, field: FormField) -> str:
    """Return the value as people read it: the word of the file, and what it means; a secret
    never.
    """
    match field.kind:
        case FieldKind.SECRET if form.is_changed(field):
            text = _("will be changed") if form.text(field) else _("will be removed")
        case FieldKind.SECRET:
            text = _("set") if form.has_secret(field) else _("none")
        case FieldKind.SWITCH:
            text = form.meaning(field)
        case _kind if not form.text(field).strip():
            text = form.empty_text(field) or "–"
        case _kind:
            text = " · ".join(filter(None, (sanitize(form.text(field)), form.meaning(field))))
    return (
        _("{value} (locked: from the environment)").format(value=text)
        if form.is_locked(field)
        else text
    )


def short_help(form: Form, field: FormField) -> Iterator[str]:
    """Return what the few lines below a form say of a field."""
    yield field.help
    if field.is_required:
        yield _("It must be given.")
    if field.default:
        yield _("Default: {value}.").format(value=_word_text(field.default, field.meanings))
    if choices := form.choices(field):
        yield _("Possible: {words}.").format(
            words=", ".join(_word_text(*each) for each in choices.items() if each[0])
        )
    if (origin := form.configuration.layers.origin(field.key)) != "default":
        yield _("From: {origin}.").format(origin=origin)


def full_help(form: Form, field: FormField, problem: str) -> str:
    """Return everything known of a field, a line each; a title first."""
    return "\n".join(_lines(form, field, problem))


def _lines(form: Form, field: FormField, problem: str) -> Iterable[str]:
    yield f"{field.label}: {value_text(form, field)}"
    if problem:
        yield f"x {problem}"
    yield ""
    yield field.help + (" " + _("It must be given.") if field.is_required else "")
    if choices := form.choices(field):
        yield _("Possible:")
        yield from (f"  {_word_text(*each)}" for each in choices.items() if each[0])
    for label, text in (
        (_("Default"), _word_text(field.default, field.meanings)),
        (_("Empty means"), form.empty_text(field)),
        (_("Example"), field.example),
        (_("In the file"), ".".join(field.key)),
        (_("Environment"), "OPOS_" + "__".join(field.key).upper()),
        (_("Comes from"), form.configuration.layers.origin(field.key).replace("default", "")),
    ):
        if text:
            yield f"{label + ':':<16} {text}"


def _word_text(word: str, meaning: str | Mapping[str, str]) -> str:
    """Return a word of the file with its meaning; of several, each."""
    meant = (
        meaning
        if isinstance(meaning, str)
        else ", ".join(meaning[each] for each in split(word) if each in meaning)
    )
    return f"{word} ({meant})" if meant else word
