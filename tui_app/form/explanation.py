"""A field in words: its value, and all there is to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.common.i18n import _, format_number, language, ngettext
from engine.common.sanitize import sanitize
from tui_app.form.fields import FieldKind, FormField, split
from tui_app.form.form import Form
from tui_app.form.notations import as_shown


def called(form: Form) -> str:
    """Return what the table of the form is called on the screen, safe for a terminal."""
    if (n := len(form.keys)) > 1:
        return ngettext("{n} interface", "{n} interfaces", n).format(n=format_number(n))
    if form.key[:1] == ("interfaces",):
        name = sanitize(form.text(form.field("name")) or form.key[1])
        return _("Interface “{name}”").format(name=name)
    return sanitize(" ".join((form.sections[0].name, *form.key[1:])))


def value_text(form: Form, field: FormField) -> str:
    """Return the value as people read it; a secret never."""
    text = form.text(field)
    if form.differs(field):
        return _("various")
    match field.kind:
        case FieldKind.SECRET if form.is_changed(field):
            shown = _("will be changed") if text else _("will be removed")
        case FieldKind.SECRET:
            shown = _("set") if form.has_secret(field) else _("none")
        case _kind if not text.strip():
            shown = form.empty_text(field) or _default_text(field) or "–"
        case kind if kind is FieldKind.WORDS or form.choices(field):
            shown = ", ".join(_word_text(form, field, word) for word in form.words(field))
            if field.key[-1] == "weekdays":
                shown = ", ".join(
                    day[: 2 if language() == "de" else 3] for day in shown.split(", ")
                )
        case kind:
            shown = field.meanings.get(text) or as_shown(kind, sanitize(text))
    return (
        _("{value} (locked: from the environment)").format(value=shown)
        if form.is_locked(field)
        else shown
    )


def short_help(form: Form, field: FormField, problem: str) -> Iterator[str]:
    """Return what the few lines below a form say of a field, besides what is wrong with it."""
    if field.help.casefold() not in problem.casefold():
        yield field.help
    if form.must_be_given(field):
        yield _("It must be given.")
    if field.kind is FieldKind.WORDS and form.is_free(field):
        yield _("Separate several with commas.")
    if default := _default_text(field):
        yield _("Default: {value}.").format(value=default)
    if choices := [word for word in form.choices(field) if word]:
        yield _("Possible: {words}.").format(
            words="; ".join(_word_text(form, field, word) for word in choices)
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
    yield field.help + (" " + _("It must be given.") if form.must_be_given(field) else "")
    if choices := form.choices(field):
        yield _("Possible:")
        yield from (f"  {word:<12} {choices[word]}".rstrip() for word in choices if word)
    for label, text in (
        (_("Default"), _default_text(field)),
        (_("Empty means"), form.empty_text(field)),
        (_("Example"), as_shown(field.kind, field.example)),
        (_("In the file"), ".".join(field.key)),
        (_("Environment"), _variable(field)),
        (_("Comes from"), form.configuration.layers.origin(field.key).replace("default", "")),
    ):
        if text:
            yield f"{label + ':':<16} {text}"


def _default_text(field: FormField) -> str:
    if field.meanings:
        return ", ".join(field.meanings.get(word, word) for word in split(field.default))
    return as_shown(field.kind, field.default)


def _word_text(form: Form, field: FormField, word: str) -> str:
    """Return what a word of the file is called; of a name that is the user's own, both."""
    if called := field.meanings.get(word):
        return called
    return " · ".join(filter(None, (sanitize(word), form.choices(field).get(word))))


def _variable(field: FormField) -> str:
    """Return the environment variable that sets the field; empty where no shell could set it."""
    name = "OPOS_" + "__".join(field.key).upper()
    return name if name.isidentifier() and name.isascii() else ""
