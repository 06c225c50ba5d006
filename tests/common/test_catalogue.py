"""The German catalogue says everything the code says, and says it with the same placeholders."""

from __future__ import annotations

import ast
import io
import string
from collections.abc import Iterable
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from engine.common import i18n
from engine.common.catalogue import Catalogue
from engine.common.i18n import LOCALE_DIR, _, ngettext

ROOT = Path(__file__).parents[2]
PO = LOCALE_DIR / "de/LC_MESSAGES/opos.po"
RENEW = "collect the texts anew, and translate what came: python3 dev.py words"


def texts(message: str | Iterable[str] | None) -> tuple[str, ...]:
    """A message, or both forms of one that has a plural; empty where none is translated."""
    return (message,) if isinstance(message, str) else tuple(message or ("",))


def _catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="de")


def catalogue_messages() -> list[Message]:
    return [message for message in _catalogue() if message.id]


def _placeholders(text: str) -> set[str]:
    return {
        name
        for _literal, name, _spec, _conversion in string.Formatter().parse(text)
        if name is not None
    }


def test_it_holds_what_the_code_says_and_nothing_else() -> None:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, DEFAULT_KEYWORDS | {"plural": (1, 2)})
    said = {texts(text) for _file, _line, text, _comments, _context in found}
    held = {texts(message.id) for message in catalogue_messages()}
    assert (said - held, held - said) == (set(), set()), RENEW


def test_no_text_hides_from_the_collector() -> None:
    """Babel does not look into f-strings: what is asked for there must be a name of its own."""
    held = {text for message in catalogue_messages() for text in texts(message.id)}
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {call.args[0].value!r}"
        for package in ("engine", "tui_app", "distribution")
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_")
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in held
    ]
    assert hidden == []


def test_everything_is_translated() -> None:
    missing = [
        message.id
        for message in catalogue_messages()
        if message.fuzzy or not all(texts(message.string))
    ]
    assert not missing, RENEW


def test_both_sides_have_the_same_placeholders() -> None:
    for message in catalogue_messages():
        for english, german in zip(texts(message.id), texts(message.string), strict=True):
            assert _placeholders(english) == _placeholders(german), message.id


def test_quotes_follow_the_language() -> None:
    for message in catalogue_messages():
        for english, german in zip(texts(message.id), texts(message.string), strict=True):
            assert english.count("“") == german.count("„"), message.id
            assert english.count("”") == german.count("“"), message.id


def test_it_is_compiled() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, _catalogue())
    assert PO.with_suffix(".mo").read_bytes() == compiled.getvalue(), RENEW


def test_words_looked_for_one_by_one_are_those_that_gettext_reads() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        whole = GNUTranslations(file)
        file.seek(0)
        one_by_one = Catalogue(file)
    known = [text for message in catalogue_messages() for text in texts(message.id)]
    for text in ["", "not known", "\uffff", *known]:
        assert one_by_one.gettext(text) == whole.gettext(text)
        for n in range(3):
            assert one_by_one.ngettext(text, "many", n) == whole.ngettext(text, "many", n)


def test_german_is_spoken() -> None:
    i18n.use_language("de")
    assert _("dry run") == "Probelauf"
    assert ngettext("{n} row", "{n} rows", 1) == "{n} Zeile"
    assert ngettext("{n} row", "{n} rows", 2) == "{n} Zeilen"
