"""The wording rules that a machine can hold; `docs/architecture.md` has them all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.common.test_catalogue import catalogue_messages, texts

SAME_IN_BOTH = {
    *("Bytes", "DATEV Unternehmen online, .xls", "Demo", "Details", "Export", "Format", "Layout"),
    *("Mandant", "Mandanten", "Mandant {mandant}", "Name", "Plan", "Port", "Problem", "Server"),
    *("Start", "Status", "TEXT", "Tab", "Text", "Trends", "Webhook"),
}
"""English words that are German ones, too."""

_NO_WORDS = re.compile(r"{\w+}|\w+(\|\w+)+|in secrets\.toml")
"""Placeholders, what is typed as it stands, names of files."""

NEVER_ONE = {
    "The admin password needs at least {n} characters.",
    "{n} invoices of two Mandanten; two lists and a bank statement lie on {server}:",
    "{n:count} payments of together {paid:money}.",
    "the last {n} days",
}
"""Counts that are more than one whenever they are told."""

ONE_WORD = {
    r"aufgehoben": "aufbewahrt (aufgehoben means annulled, too)",
    r"Ausgang": "Ergebnis",
    r"Begründung": "Grund",
    r"Besitzer": "Eigentümer",
    r"Exit-Code": "Rückgabewert",
    r"Festschreibung|Commit": "Übernahme",
    r"Heimatordner": "Home-Ordner",
    r"Hostschlüssel": "Host-Schlüssel",
    r"korrigier": "berichtigen",
    r"Maschine": "Rechner",
    r"Platte\b": "Datenträger",
    r"Probe-?mail|(?<!-)\bMail\b": "E-Mail, Test-E-Mail",
    r"schicken": "senden",
    r"[Üü]berlesen": "übergehen",
    r"Zurücknahme": "Rücknahme",
}
"""What has another word in German already."""


def _pairs() -> Iterator[tuple[str, str]]:
    for message in catalogue_messages():
        yield from zip(texts(message.id), texts(message.string), strict=True)


def test_german_addresses_nobody() -> None:
    """Advice is in the infinitive: who reads it may be the admin, the bookkeeper or a colleague."""
    address = re.compile(r"(?<=[\wäöüß,}] )(Sie|Ihnen|Ihr(e[mnrs]?)?)\b|\bDu\b")
    assert [german for _english, german in _pairs() if address.search(german)] == []


def test_everything_is_german() -> None:
    same = {
        english
        for english, german in _pairs()
        if english == german and re.search("[a-zA-Z]{3}", _NO_WORDS.sub("", english))
    }
    assert same == SAME_IN_BOTH


def test_a_count_has_words_for_one() -> None:
    counted = re.compile(r"\{(n|\w+:count)\} (more |open )?(?!bytes|seconds|is\b|times)[a-z]+s\b")
    single = [
        message.id
        for message in catalogue_messages()
        if isinstance(message.id, str) and counted.search(message.id)
    ]
    beyond_a_limit = re.compile(r":count\} (rows, as|items are|parts|sheets|characters)")
    assert {each for each in single if not beyond_a_limit.search(each)} == NEVER_ONE


def test_one_word_means_one_thing() -> None:
    others = [
        (german, word)
        for other, word in ONE_WORD.items()
        for _english, german in _pairs()
        if re.search(other, german)
    ]
    assert others == []
